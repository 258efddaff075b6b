package io.pushcast.quarkus;

import io.pushcast.EventPublisher;
import io.pushcast.Publication;
import io.pushcast.PublishOptions;
import io.pushcast.message.Delivery;
import io.quarkus.runtime.BlockingOperationControl;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes as {@link EventPublisher} does, in Mutiny's way: a {@link Uni} publishes when it is subscribed to, each time
 * anew, and what {@code publish} would throw is its failure. Inject it. Safe for use by several threads.
 *
 * <p>A {@code Uni} publishes in the thread that subscribes, which reads the event then, and in the transaction of that
 * thread. With an outbox, which stores messages by JDBC, one that is subscribed to on an event loop moves to a worker for
 * that: to keep the order of two events, wait for the first. Cancelling the subscription takes the message back, if it is
 * not sent yet.
 */
public final class MutinyEventPublisher {

    private final EventPublisher publisher;
    private final @Nullable Executor workers;

    /** One that publishes by another, which never blocks an event loop. */
    public MutinyEventPublisher(EventPublisher publisher) {
        this.publisher = publisher;
        this.workers = null;
    }

    /**
     * One that publishes by another, which blocks.
     *
     * @param workers publish for threads that must not block
     */
    public MutinyEventPublisher(EventPublisher publisher, Executor workers) {
        this.publisher = publisher;
        this.workers = workers;
    }

    /**
     * Publishes an event to where its type says.
     *
     * @return the delivery, or a failure: a {@link io.pushcast.message.DeliveryException}, or what
     *     {@link EventPublisher#publish(Object)} throws
     */
    public Uni<Delivery> publish(Object event) {
        return uni(() -> publisher.publish(event));
    }

    /** As {@link #publish(Object)}, with options. */
    public Uni<Delivery> publish(Object event, PublishOptions options) {
        return uni(() -> publisher.publish(event, options));
    }

    /**
     * Publishes without a class for the event: {@code publish(p -> p.to("orders").named("order-placed").payload(map))}.
     *
     * @param publication what to publish, complete but for the publishing itself
     */
    public Uni<Delivery> publish(Function<EventPublisher, Publication> publication) {
        return uni(() -> publication.apply(publisher).publish());
    }

    private Uni<Delivery> uni(Supplier<CompletionStage<Delivery>> publishing) {
        Uni<Delivery> here = Uni.createFrom().completionStage(publishing);
        Executor others = workers;
        if (others == null) {
            return here;
        }
        Uni<Delivery> elsewhere = here.runSubscriptionOn(others);
        return Uni.createFrom().deferred(() -> BlockingOperationControl.isBlockingAllowed() ? here : elsewhere);
    }
}
