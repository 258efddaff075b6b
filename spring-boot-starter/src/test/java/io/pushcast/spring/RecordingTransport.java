package io.pushcast.spring;

import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that takes everything, in memory. */
public final class RecordingTransport implements Transport {

    private final List<ChannelMessage> messages = new CopyOnWriteArrayList<>();

    @Override
    public CompletionStage<Outcome> send(List<ChannelMessage> batch) {
        messages.addAll(batch);
        return CompletableFuture.completedFuture(Outcome.Accepted.INSTANCE);
    }

    /** Each as its payload, in the order in which they were sent. */
    public List<String> payloads() {
        return messages.stream().map(ChannelMessage::data).toList();
    }

    /** What was sent. */
    public List<ChannelMessage> messages() {
        return messages;
    }
}
