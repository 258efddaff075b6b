package io.pushcast.delivery;

import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps requests under way until the test answers them. */
final class ManualTransport implements Transport {

    final List<Request> sent = new CopyOnWriteArrayList<>();
    Duration pause = Duration.ZERO;

    record Request(List<ChannelMessage> messages, CompletableFuture<Outcome> answer) {

        List<String> ids() {
            return messages.stream().map(ChannelMessage::id).toList();
        }

        void answer(Outcome outcome) {
            answer.complete(outcome);
        }

        void accept() {
            answer(Outcome.Accepted.INSTANCE);
        }
    }

    @Override
    public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
        Request request = new Request(List.copyOf(messages), new CompletableFuture<>());
        sent.add(request);
        return request.answer();
    }

    @Override
    public Duration pause() {
        return pause;
    }

    List<Request> underWay() {
        return sent.stream().filter(request -> !request.answer().isDone()).toList();
    }

    Request last() {
        return sent.get(sent.size() - 1);
    }

    List<List<String>> idsOfRequests() {
        return sent.stream().map(Request::ids).toList();
    }
}
