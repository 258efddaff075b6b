package io.pushcast.spring.event;

import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.mapping.EventMappings;
import java.util.function.Supplier;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.transaction.reactive.TransactionContext;
import org.springframework.util.ClassUtils;

/**
 * Publishes the application's events to Pusher, if anything maps them. What can't be published, because its mapping is wrong
 * or it can't be written, is thrown to whoever published the event.
 */
final class MappedEventListener {

    private static final boolean REACTIVE = ClassUtils.isPresent(
                    "org.springframework.transaction.reactive.TransactionContext",
                    MappedEventListener.class.getClassLoader())
            && ClassUtils.isPresent("reactor.core.publisher.Mono", MappedEventListener.class.getClassLoader());

    private final EventMappings mappings;
    private final Supplier<EventPublisher> publisher;

    /** @param publisher asked for only when there is something to publish: the first events come while beans are made */
    MappedEventListener(EventMappings mappings, Supplier<EventPublisher> publisher) {
        this.mappings = mappings;
        this.publisher = publisher;
    }

    void onApplicationEvent(ApplicationEvent event) {
        Object published = event instanceof PayloadApplicationEvent<?> wrapper ? wrapper.getPayload() : event;
        if (!mappings.isMapped(published.getClass())) {
            return;
        }
        // Spring's TransactionalEventPublisher says by the source to which reactive transaction an event belongs.
        if (REACTIVE && ReactiveSource.isOf(event)) {
            ReactiveSource.publishWithin(event, () -> publish(published));
        } else {
            publish(published);
        }
    }

    /** Nobody could look at the result, so that it has to be thrown if it is too late. */
    private void publish(Object event) {
        EventPublisher target = publisher.get();
        if (target instanceof Pushcast pushcast && pushcast.isClosed()) {
            throw new IllegalStateException(event.getClass().getName()
                    + " can't be published any more: the publisher '" + pushcast.status().name()
                    + "' is closed, since the application context is being closed. Publish it before, or set"
                    + " pushcast.outbox.enabled=true to have it stored");
        }
        target.publish(event);
    }

    private static final class ReactiveSource {

        static boolean isOf(ApplicationEvent event) {
            return event.getSource() instanceof TransactionContext;
        }

        static void publishWithin(ApplicationEvent event, Runnable publishing) {
            ReactiveEventPublisher.within((TransactionContext) event.getSource(), publishing);
        }
    }
}
