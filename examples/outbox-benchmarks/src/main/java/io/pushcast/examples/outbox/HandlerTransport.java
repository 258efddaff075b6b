package io.pushcast.examples.outbox;

import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A {@link MessageHandler} as the transport of a publisher: answers on a thread of its own, as an HTTP client does. */
final class HandlerTransport implements Transport, AutoCloseable {

    private final MessageHandler handler;
    private final ExecutorService answers = Executors.newSingleThreadExecutor();

    HandlerTransport(MessageHandler handler) {
        this.handler = handler;
    }

    @Override
    public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
        handler.arrived(messages.size());
        if (!handler.roundTrip().isZero()) {
            return CompletableFuture.supplyAsync(
                    () -> Outcome.Accepted.INSTANCE,
                    CompletableFuture.delayedExecutor(handler.roundTrip().toNanos(), TimeUnit.NANOSECONDS, answers));
        }
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        answers.execute(() -> outcome.complete(Outcome.Accepted.INSTANCE));
        return outcome;
    }

    @Override
    public void close() {
        answers.shutdown();
    }
}
