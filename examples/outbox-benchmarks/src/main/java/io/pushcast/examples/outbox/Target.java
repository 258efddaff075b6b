package io.pushcast.examples.outbox;

import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/** A {@link Handler} as the transport of a publisher: answers on another thread. */
final class Target implements Transport {

    private final Handler handler;
    private final Executor executor;

    Target(Handler handler) {
        this.handler = handler;
        this.executor = handler.roundTrip().isZero()
                ? ForkJoinPool.commonPool()
                : CompletableFuture.delayedExecutor(handler.roundTrip().toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
        handler.arrived(messages.size());
        return CompletableFuture.supplyAsync(() -> Outcome.Accepted.INSTANCE, executor);
    }
}
