package io.pushcast.testing;

import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Notes which messages were in requests whose answer was lost, as the sender knows it: only these may arrive twice. */
public final class LostAnswers implements Transport {

    private final Set<String> messages = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final Transport transport;

    public LostAnswers(Transport transport) {
        this.transport = transport;
    }

    /** The messages, each as {@code channel-7 12}. */
    public Set<String> messages() {
        return messages;
    }

    /** How many requests had no answer. */
    public int requests() {
        return requests.get();
    }

    @Override
    public CompletionStage<Outcome> send(List<ChannelMessage> batch) {
        return transport.send(batch).thenApply(outcome -> {
            if (outcome instanceof Retryable retryable && retryable.kind() == Kind.UNKNOWN) {
                requests.incrementAndGet();
                batch.forEach(message -> messages.add(message.channels().get(0).value() + " " + message.data()));
            }
            return outcome;
        });
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
