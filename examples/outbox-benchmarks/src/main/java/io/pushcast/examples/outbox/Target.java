package io.pushcast.examples.outbox;

import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Accepts everything, on another thread, at once or later. */
final class Target implements Transport {

    private final Executor executor;
    private final Consumer<List<ChannelMessage>> seen;
    private final LongAdder accepted = new LongAdder();

    private Target(Executor executor, Consumer<List<ChannelMessage>> seen) {
        this.executor = executor;
        this.seen = seen;
    }

    static Target atOnce() {
        return telling(messages -> {});
    }

    /** Tells of each request when it arrives. */
    static Target telling(Consumer<List<ChannelMessage>> seen) {
        return new Target(ForkJoinPool.commonPool(), seen);
    }

    static Target after(Duration roundTrip) {
        return new Target(
                CompletableFuture.delayedExecutor(roundTrip.toMillis(), TimeUnit.MILLISECONDS), messages -> {});
    }

    long accepted() {
        return accepted.sum();
    }

    @Override
    public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
        seen.accept(messages);
        return CompletableFuture.supplyAsync(
                () -> {
                    accepted.add(messages.size());
                    return Outcome.Accepted.INSTANCE;
                },
                executor);
    }
}
