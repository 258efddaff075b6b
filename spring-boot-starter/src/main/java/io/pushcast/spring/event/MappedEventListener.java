package io.pushcast.spring.event;

import io.pushcast.EventPublisher;
import io.pushcast.mapping.EventMappings;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

    /**
     * Publishes what is heard of by nobody who could look at the result: that it is too late for it is thrown.
     *
     * @throws DeliveryException if the publisher is closed
     */
    private void publish(Object event) {
        CompletableFuture<Delivery> delivery = publisher.get().publish(event).toCompletableFuture();
        if (!delivery.isCompletedExceptionally() || delivery.isCancelled()) {
            return;
        }
        try {
            delivery.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DeliveryException failure
                    && failure.reason() == DeliveryException.Reason.CLOSED) {
                throw failure;
            }
        }
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
