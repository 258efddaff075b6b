package io.pushcast.spring;

import io.pushcast.EventPublisher;
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
 * web server takes requests. When the context stops, after the web server, what waits in memory is delivered, for the close
 * timeout at most, and what waits in the outbox left to other instances; with the beans, the publishers end. In between they
 * still take messages, and a context that is started again goes on.
 */
final class PushcastLifecycle implements SmartLifecycle, DisposableBean {

    /** Before the web server when starting and after it when stopping, whose phases are 1024 and 2048 below the default. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

    private final @Nullable Outbox outbox;
    private final ObjectProvider<Pushcast> unnamed;
    private final ObjectProvider<EventPublisher> all;
    private final Duration closeTimeout;
    private final List<Pushcast> publishers = new CopyOnWriteArrayList<>();
    private final List<Pushcast> flushed = new CopyOnWriteArrayList<>();
    private volatile boolean running;
    private volatile @Nullable Long stoppedNanos;

    /**
     * @param outbox of the same bean factory: that of a parent is left alone
     * @param unnamed the publishers that have no qualifier
     * @param all the same, and what the application has in place of them
     */
    PushcastLifecycle(
            @Nullable Outbox outbox,
            ObjectProvider<Pushcast> unnamed,
            ObjectProvider<EventPublisher> all,
            Duration closeTimeout) {
        this.outbox = outbox;
        this.unnamed = unnamed;
        this.all = all;
        this.closeTimeout = closeTimeout;
        relay(false);
    }

    /**
     * Takes care of this publisher.
     *
     * @param toBeFlushed whether it loses what it has not delivered
     */
    Pushcast manage(Pushcast publisher, boolean toBeFlushed) {
        publishers.add(publisher);
        if (toBeFlushed) {
            flushed.add(publisher);
        }
        return publisher;
    }

    @Override
    public void start() {
        if (outbox != null) {
            requirePublisher();
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
        CompletionStage<Void> delivered = CompletableFuture.allOf(flushed.stream()
                        .map(publisher -> publisher.flush().toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .orTimeout(closeTimeout.toNanos(), TimeUnit.NANOSECONDS);
        delivered.whenComplete((done, timeout) -> callback.run());
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    boolean manages(Pushcast publisher) {
        return publishers.contains(publisher);
    }

    /** Closes a publisher, within what is left of the close timeout, which all of them share. */
    void end(Pushcast publisher) {
        Long stopped = stoppedNanos;
        if (stopped == null) {
            stopped = System.nanoTime();
            stoppedNanos = stopped;
        }
        flushed.remove(publisher);
        if (publishers.remove(publisher)) {
            long deadline = stopped + closeTimeout.toNanos();
            publisher.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }

    /** What has no end of its own yet, as after a failure at the start. */
    @Override
    public void destroy() {
        publishers.forEach(this::end);
    }

    private void requirePublisher() {
        if (all.stream().findAny().isEmpty()) {
            throw new PushcastConfigurationException(
                    "There is an outbox, but no publisher that stores messages in it and delivers them: apps with a name,"
                            + " below pushcast.apps, have none.",
                    "Set the app that is to have the outbox as the one without a name (pushcast.app-id, key, secret and"
                            + " cluster, or pushcast.url), or set pushcast.outbox.enabled=false.");
        }
    }

    private void relay(boolean wanted) {
        if (outbox != null && outbox.hasRelay()) {
            outbox.relay(wanted);
        }
    }
}
