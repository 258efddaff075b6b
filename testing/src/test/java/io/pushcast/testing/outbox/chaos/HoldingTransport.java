package io.pushcast.testing.outbox.chaos;

import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends by another one until it is told to hold: from then on, each request stands right before its sending for ever. */
final class HoldingTransport implements Transport {

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
            return transport.send(messages);
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
