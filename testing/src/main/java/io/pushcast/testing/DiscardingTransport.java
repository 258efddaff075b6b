package io.pushcast.testing;

import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Accepts every message and sends nothing: for a publisher whose messages are recorded before they get here, and which must
 * have a transport all the same. Safe for use by several threads.
 */
public final class DiscardingTransport implements Transport {

    /** One that discards. */
    public DiscardingTransport() {}

    @Override
    public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
        return CompletableFuture.completedFuture(Outcome.Accepted.INSTANCE);
    }

    @Override
    public String toString() {
        return "it records and sends nothing";
    }
}
