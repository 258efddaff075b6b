package io.pushcast.spring;

import io.pushcast.Pushcast;
import io.pushcast.outbox.Outbox;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/**
 * When the application's publishers work. What the outbox holds is delivered as soon as the context is refreshed, before the
 * web server takes requests. When the context stops, after the web server, what is under way is delivered, for the close
 * timeout at most; with the beans, the publishers end. In between they still take messages, and a context that is started
 * again goes on.
 */
final class PushcastLifecycle implements SmartLifecycle, DisposableBean {

    /** Before the web server when starting and after it when stopping, whose phases are 1024 and 2048 below the default. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

    private final @Nullable Outbox outbox;
    private final ObjectProvider<Pushcast> unnamed;
    private final Duration closeTimeout;
    private final List<Pushcast> publishers = new CopyOnWriteArrayList<>();
    private volatile boolean running;
    private volatile @Nullable Long stoppedNanos;

    PushcastLifecycle(@Nullable Outbox outbox, ObjectProvider<Pushcast> unnamed, Duration closeTimeout) {
        this.outbox = outbox;
        this.unnamed = unnamed;
        this.closeTimeout = closeTimeout;
        relay(false);
    }

    /** Takes care of this publisher. */
    Pushcast manage(Pushcast publisher) {
        publishers.add(publisher);
        return publisher;
    }

    @Override
    public void start() {
        if (outbox != null) {
            // With lazy initialisation nobody may have asked for it yet, and messages may be waiting.
            unnamed.getIfUnique();
        }
        running = true;
        stoppedNanos = null;
        relay(true);
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        stoppedNanos = System.nanoTime();
        relay(false);
        CompletionStage<Void> flushed = CompletableFuture.allOf(publishers.stream()
                        .map(publisher -> publisher.flush().toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .orTimeout(closeTimeout.toNanos(), TimeUnit.NANOSECONDS);
        flushed.whenComplete((done, timeout) -> callback.run());
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** After all beans that use the publishers; within what is left of the close timeout. */
    @Override
    public void destroy() {
        Long stopped = stoppedNanos;
        long deadline = (stopped == null ? System.nanoTime() : stopped) + closeTimeout.toNanos();
        for (Pushcast publisher : publishers) {
            publisher.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }

    private void relay(boolean wanted) {
        if (outbox != null && outbox.hasRelay()) {
            outbox.relay(wanted);
        }
    }
}
