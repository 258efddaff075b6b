package io.pushcast.examples.benchmarks;

import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A server that is away: all messages wait. */
final class AwayTransport implements Transport {

    @Override
    public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
        return new CompletableFuture<>();
    }

    @Override
    public Duration pause() {
        return Duration.ofMillis(500);
    }
}
