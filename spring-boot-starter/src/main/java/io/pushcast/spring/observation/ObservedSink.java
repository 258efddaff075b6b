package io.pushcast.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.MessageSink;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Observes each message as {@code pushcast.publish}: until the server has accepted it, or with an outbox until it is stored.
 * Safe for use by several threads.
 */
final class ObservedSink implements MessageSink {

    static final String PUBLISH = "pushcast.publish";

    private final MessageSink next;
    private final ObservationRegistry registry;
    private final CurrentTrace trace;

    ObservedSink(MessageSink next, ObservationRegistry registry, CurrentTrace trace) {
        this.next = next;
        this.registry = registry;
        this.trace = trace;
    }

    @Override
    public CompletionStage<Delivery> accept(ChannelMessage message) {
        Map<String, String> headers = new HashMap<>();
        SenderContext<Map<String, String>> context = new SenderContext<>(
                (carrier, name, value) -> Objects.requireNonNull(carrier).put(name, value), Kind.PRODUCER);
        context.setCarrier(headers);
        context.setRemoteServiceName("pusher");
        Observation observation = MessageObservations.of(PUBLISH, context, registry, message.event(), message.id());
        observation.start();
        return accept(message, headers, observation);
    }

    private CompletionStage<Delivery> accept(
            ChannelMessage message, Map<String, String> headers, Observation observation) {
        try {
            CompletionStage<Delivery> delivery = trace.during(headers, () -> next.accept(message));
            delivery.whenComplete((delivered, failure) -> end(observation, failure));
            return delivery;
        } catch (RuntimeException | Error e) {
            end(observation, e);
            throw e;
        }
    }

    private static void end(Observation observation, @Nullable Throwable failure) {
        if (failure != null) {
            Throwable cause = failure.getCause();
            observation.error(failure instanceof CompletionException && cause != null ? cause : failure);
        }
        observation.stop();
    }
}
