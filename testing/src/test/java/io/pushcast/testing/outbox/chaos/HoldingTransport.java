package io.pushcast.testing.outbox.chaos;

import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends by another one until it is told to hold: from then on, each request stands right before its sending for ever. A request
 * with a poison message is answered as a firewall in front of the server might.
 */
final class HoldingTransport implements Transport {

    /** The event of a poison message. */
    static final String POISONED = "poisoned";

    private static final Outcome REFUSED =
            new Outcome.Retryable(Outcome.Kind.OUTAGE, 500, "a firewall's page", null, null);

    private final Transport transport;
    private final Runnable onFirstHeld;
    private boolean holds;
    private boolean anyHeld;

    HoldingTransport(Transport transport, Runnable onFirstHeld) {
        this.transport = transport;
        this.onFirstHeld = onFirstHeld;
    }

    synchronized void hold() {
        holds = true;
    }

    @Override
    public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
        if (!isToHold()) {
            boolean poisoned =
                    messages.stream().anyMatch(message -> message.event().equals(POISONED));
            return poisoned ? CompletableFuture.completedFuture(REFUSED) : transport.send(messages);
        }
        return new CompletableFuture<>();
    }

    private synchronized boolean isToHold() {
        if (holds && !anyHeld) {
            anyHeld = true;
            onFirstHeld.run();
        }
        return holds;
    }

    @Override
    public Duration pause() {
        return transport.pause();
    }

    @Override
    public void close() {
        transport.close();
    }
}
