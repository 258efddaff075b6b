package io.pushcast.spring;

import io.pushcast.Pushcast;
import io.pushcast.outbox.Outbox;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/**
 * When the application's publisher works. What the outbox holds is delivered as soon as the context is refreshed, before the
 * web server takes requests. When the context stops, after the web server, what is under way is delivered, for the close
 * timeout at most; with the beans, the publisher ends. In between it still takes messages, and a context that is started
 * again goes on.
 */
final class PushcastLifecycle implements SmartLifecycle, DisposableBean {

    /** Before the web server when starting and after it when stopping, whose phases are 1024 and 2048 below the default. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

    private static final Logger log = LoggerFactory.getLogger(PushcastLifecycle.class);

    private final @Nullable Outbox outbox;
    private final ObjectProvider<Pushcast> publisher;
    private final Duration closeTimeout;
    private @Nullable Pushcast pushcast;
    private boolean running;
    private long stoppedNanos;

    PushcastLifecycle(@Nullable Outbox outbox, ObjectProvider<Pushcast> publisher, Duration closeTimeout) {
        this.outbox = outbox;
        this.publisher = publisher;
        this.closeTimeout = closeTimeout;
        relay(false);
    }

    /** This is the publisher. */
    synchronized Pushcast manage(Pushcast built) {
        pushcast = built;
        return built;
    }

    @Override
    public void start() {
        if (outbox != null) {
            // With lazy initialisation nobody may have asked for it yet, and messages may be waiting.
            publisher.getIfUnique();
        }
        synchronized (this) {
            running = true;
            relay(true);
        }
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public synchronized void stop(Runnable callback) {
        running = false;
        stoppedNanos = System.nanoTime();
        relay(false);
        if (pushcast == null) {
            callback.run();
            return;
        }
        CompletionStage<Void> flushed =
                pushcast.flush().toCompletableFuture().copy().orTimeout(closeTimeout.toNanos(), TimeUnit.NANOSECONDS);
        flushed.whenComplete((done, timeout) -> callback.run());
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** After all beans that use the publisher; with what is left of the close timeout. */
    @Override
    public synchronized void destroy() {
        if (pushcast != null) {
            Duration left = closeTimeout.minusNanos(stoppedNanos == 0 ? 0 : System.nanoTime() - stoppedNanos);
            log.debug("Closing the publisher within {}", left);
            pushcast.close(left.isNegative() ? Duration.ZERO : left);
        }
    }

    private void relay(boolean wanted) {
        if (outbox != null && outbox.hasRelay()) {
            outbox.relay(wanted);
        }
    }
}
