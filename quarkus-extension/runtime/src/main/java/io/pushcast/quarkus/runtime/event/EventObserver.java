package io.pushcast.quarkus.runtime.event;

import io.pushcast.EventPublisher;
import io.pushcast.mapping.EventMappings;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ClientProxy;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.inject.Singleton;

/** Publishes CDI events. Each type that is published has an observer, made when the application is built, that calls this. */
@Singleton
public class EventObserver {

    private final EventPublisher publisher;
    private final PublishedTypes types;
    private final EventMappings mappings;

    EventObserver(EventPublisher publisher, PublishedTypes types, EventMappings mappings) {
        this.publisher = publisher;
        this.types = types;
        this.mappings = mappings;
    }

    /**
     * Publishes an event, unless it is published as one of another type that it also has.
     *
     * @param context the event
     * @param observed the type as which it was observed
     */
    public static void observed(EventContext<?> context, Class<?> observed) {
        Arc.requireContainer()
                .select(EventObserver.class)
                .get()
                .publish(ClientProxy.unwrap(context.getEvent()), observed);
    }

    // What becomes of it is told to every DeliveryListener, and failures are logged.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void publish(Object event, Class<?> observed) {
        if (types.publishes(observed, event.getClass()) && mappings.isMapped(event.getClass())) {
            publisher.publish(event);
        }
    }
}
