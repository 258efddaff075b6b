package io.pushcast.outbox;

import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** One server for several publishers: notes what it accepts, in order, and by whom it was sent. */
final class RecordingServer {

    final List<ChannelMessage> accepted = new CopyOnWriteArrayList<>();
    final Map<String, String> senders = new ConcurrentHashMap<>();
    volatile Function<List<ChannelMessage>, CompletionStage<Outcome>> answer = accepts();

    static Function<List<ChannelMessage>, CompletionStage<Outcome>> accepts() {
        return messages -> CompletableFuture.completedFuture(Outcome.Accepted.INSTANCE);
    }

    static Function<List<ChannelMessage>, CompletionStage<Outcome>> is(Outcome outcome) {
        return messages -> CompletableFuture.completedFuture(outcome);
    }

    static Function<List<ChannelMessage>, CompletionStage<Outcome>> rejects(String event) {
        return messages -> CompletableFuture.completedFuture(
                messages.stream().anyMatch(message -> message.event().equals(event))
                        ? new Outcome.Rejected(400, "bad event")
                        : Outcome.Accepted.INSTANCE);
    }

    /** A way to it for one sender. */
    Transport from(String sender) {
        return messages -> answer.apply(messages).thenApply(outcome -> {
            if (outcome instanceof Outcome.Accepted) {
                messages.forEach(message -> {
                    accepted.add(message);
                    senders.put(message.id(), sender);
                });
            }
            return outcome;
        });
    }

    List<String> data() {
        return accepted.stream().map(ChannelMessage::data).toList();
    }

    List<String> dataOf(String channel) {
        return accepted.stream()
                .filter(message -> message.channels().get(0).value().equals(channel))
                .map(ChannelMessage::data)
                .toList();
    }
}
