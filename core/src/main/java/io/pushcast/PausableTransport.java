package io.pushcast;

import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Has the delivery pause for another reason than the server, too. */
final class PausableTransport implements Transport {

    private final Transport transport;
    private final Supplier<Duration> reason;

    PausableTransport(Transport transport, Supplier<Duration> reason) {
        this.transport = transport;
        this.reason = reason;
    }

    @Override
    public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
        return transport.send(messages);
    }

    @Override
    public Duration pause() {
        Duration server = transport.pause();
        Duration other = reason.get();
        return server.compareTo(other) < 0 ? other : server;
    }
}
