package io.pushcast.quarkus;

import io.pushcast.EventPublisher;
import io.pushcast.Publication;
import io.pushcast.PublishOptions;
import io.pushcast.message.Delivery;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;

/**
 * Publishes as {@link EventPublisher} does, in Mutiny's way: a {@link Uni} publishes when it is subscribed to, each time
 * anew, and what {@code publish} would throw is its failure. Inject it. Safe for use by several threads.
 *
 * <p>A {@code Uni} publishes in the thread that subscribes, which reads the event then, and in the transaction of that
 * thread. Cancelling the subscription takes the message back, if it is not sent yet. A full buffer blocks that thread, as
 * {@code quarkus.pushcast.delivery.max-block} says: on an event loop, set it to 0.
 */
public final class MutinyEventPublisher {

    private final EventPublisher publisher;

    /** One that publishes by another. */
    public MutinyEventPublisher(EventPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Publishes an event to where its type says.
     *
     * @return the delivery, or a failure: a {@link io.pushcast.message.DeliveryException}, or what
     *     {@link EventPublisher#publish(Object)} throws
     */
    public Uni<Delivery> publish(Object event) {
        return Uni.createFrom().completionStage(() -> publisher.publish(event));
    }

    /** As {@link #publish(Object)}, with options. */
    public Uni<Delivery> publish(Object event, PublishOptions options) {
        return Uni.createFrom().completionStage(() -> publisher.publish(event, options));
    }

    /**
     * Publishes without a class for the event: {@code publish(p -> p.to("orders").named("order-placed").payload(map))}.
     *
     * @param publication what to publish, complete but for the publishing itself
     */
    public Uni<Delivery> publish(Function<EventPublisher, Publication> publication) {
        return Uni.createFrom()
                .completionStage(() -> publication.apply(publisher).publish());
    }
}
