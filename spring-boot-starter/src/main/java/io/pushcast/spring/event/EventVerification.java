package io.pushcast.spring.event;

import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.MappingException;
import io.pushcast.spring.PushcastConfigurationException;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Checks the known events when the application starts, and not when the first of them is published. */
final class EventVerification implements SmartInitializingSingleton {

    private final EventMappings mappings;
    private final KnownEvents events;

    EventVerification(EventMappings mappings, KnownEvents events) {
        this.mappings = mappings;
        this.events = events;
    }

    @Override
    public void afterSingletonsInstantiated() {
        events.types().forEach(type -> verify(mappings, type));
    }

    static void verify(EventMappings mappings, Class<?> type) {
        try {
            mappings.verify(type);
        } catch (MappingException e) {
            throw new PushcastConfigurationException(
                    "An event can't be published: " + e.getMessage() + ".",
                    "Correct its @PublishTo. If events of this type are never published, set"
                            + " pushcast.events.verify=false to start all the same.",
                    e);
        }
    }
}
