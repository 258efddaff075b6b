package io.pushcast.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/** What all observations of messages have: the event's name, which is one of few, and the id of the message. */
final class MessageObservations {

    private MessageObservations() {}

    static <C extends Observation.Context> Observation of(
            String name, C context, ObservationRegistry registry, String event, String messageId) {
        return Observation.createNotStarted(name, () -> context, registry)
                .contextualName(event + " " + name.substring(name.lastIndexOf('.') + 1))
                .lowCardinalityKeyValue("messaging.system", "pusher")
                .lowCardinalityKeyValue("event", event)
                .highCardinalityKeyValue("messaging.message.id", messageId);
    }
}
