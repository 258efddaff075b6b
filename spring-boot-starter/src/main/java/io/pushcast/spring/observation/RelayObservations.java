package io.pushcast.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.pushcast.outbox.OutboxListener;
import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.StoredRecord;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Observes what the relay delivers as {@code pushcast.deliver}, within the trace under which it was published, be it in
 * another instance. Safe for use by several threads.
 */
final class RelayObservations implements OutboxListener, DeliveryListener {

    static final String DELIVER = "pushcast.deliver";

    private final ObservationRegistry registry;
    /** As many as the outbox has loaded, by the ids of the messages. */
    private final Map<String, Observation> underWay = new ConcurrentHashMap<>();

    RelayObservations(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void onLoaded(StoredRecord message) {
        OutboxRecord content = message.content();
        ReceiverContext<Map<String, String>> context =
                new ReceiverContext<>((carrier, name) -> carrier.get(name), Kind.CONSUMER);
        context.setCarrier(content.headersByName());
        context.setRemoteServiceName("pusher");
        Observation observation =
                MessageObservations.of(DELIVER, context, registry, content.event(), content.messageId());
        stop(underWay.put(content.messageId(), observation.start()), null);
    }

    @Override
    public void onDelivered(ChannelMessage message, Delivery delivery) {
        stop(underWay.remove(message.id()), null);
    }

    @Override
    public void onFailed(ChannelMessage message, DeliveryException failure) {
        boolean leftToOthers = failure.reason() == DeliveryException.Reason.LEFT_IN_OUTBOX;
        stop(underWay.remove(message.id()), leftToOthers ? null : failure);
    }

    @Override
    public void onDeadLetter(StoredRecord message, DeadLetterCause death) {
        stop(underWay.remove(message.content().messageId()), null);
    }

    private static void stop(@Nullable Observation observation, @Nullable Throwable failure) {
        if (observation == null) {
            return;
        }
        if (failure != null) {
            observation.error(failure);
        }
        observation.stop();
    }
}
