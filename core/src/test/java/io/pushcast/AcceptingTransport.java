package io.pushcast;

import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accepts everything and notes it. */
class AcceptingTransport implements Transport {

    final List<ChannelMessage> accepted = new CopyOnWriteArrayList<>();

    @Override
    public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
        accepted.addAll(messages);
        return CompletableFuture.completedFuture(Outcome.Accepted.INSTANCE);
    }

    List<String> events() {
        return accepted.stream().map(ChannelMessage::event).toList();
    }
}
