package io.pushcast.examples.outbox;

import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A {@link Handler} as the transport of a publisher: answers on a thread of its own, as an HTTP client does. */
final class Target implements Transport, AutoCloseable {

    private final Handler handler;
    private final ScheduledExecutorService answers = Executors.newSingleThreadScheduledExecutor();

    Target(Handler handler) {
        this.handler = handler;
    }

    @Override
    public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
        handler.arrived(messages.size());
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Runnable answer = () -> outcome.complete(Outcome.Accepted.INSTANCE);
        if (handler.roundTrip().isZero()) {
            answers.execute(answer);
        } else {
            answers.schedule(answer, handler.roundTrip().toNanos(), TimeUnit.NANOSECONDS);
        }
        return outcome;
    }

    @Override
    public void close() {
        answers.shutdown();
    }
}
