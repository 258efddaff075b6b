package io.pushcast.spring.event;

import io.pushcast.EventPublisher;
import io.pushcast.Publication;
import io.pushcast.PublishOptions;
import io.pushcast.message.SocketId;
import io.pushcast.spring.web.CurrentSocket;
import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionContext;
import org.springframework.transaction.reactive.TransactionContextManager;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Publishes within a reactive chain, by the rule of transactions: within a reactive transaction an event is bound to it and
 * goes out after the commit, and never if it rolls back; without one it goes out at once. Safe for use by several threads.
 *
 * <pre>{@code
 * @Transactional
 * Mono<Void> place(Order order) {
 *     return orders.save(order).then(publisher.publish(new OrderPlaced(order)));
 * }
 * }</pre>
 *
 * <p>What is returned does nothing until it is subscribed to. It completes when the event is written and taken over, which is
 * before the commit, and fails for what {@link EventPublisher#publish} throws. What becomes of the delivery is told to {@link
 * io.pushcast.message.DeliveryListener}s.
 */
public final class ReactiveEventPublisher {

    private final EventPublisher publisher;

    ReactiveEventPublisher(EventPublisher publisher) {
        this.publisher = publisher;
    }

    /** Publishes an event to where its mapping says. */
    public Mono<Void> publish(Object event) {
        return publish(event, PublishOptions.NONE);
    }

    /** Publishes an event to where its mapping says, in a particular way. */
    public Mono<Void> publish(Object event, PublishOptions options) {
        return inTransaction(() -> publisher.publish(event, options));
    }

    /** Publishes what has no event class of its own: {@code publish(publisher.to("stock").named("changed").payload(3))}. */
    public Mono<Void> publish(Publication publication) {
        return inTransaction(publication::publish);
    }

    private static Mono<Void> inTransaction(Runnable publishing) {
        return Mono.deferContextual(context -> bound(() -> onBehalf(context, publishing)));
    }

    /** What goes to others leaves out the connection that the request named, which is in its context. */
    private static void onBehalf(ContextView context, Runnable publishing) {
        SocketId socket = context.hasKey(CurrentSocket.CONTEXT_KEY)
                ? context.get(CurrentSocket.CONTEXT_KEY)
                : CurrentSocket.get().orElse(null);
        CurrentSocket.within(socket, () -> {
            publishing.run();
            return true;
        });
    }

    private static Mono<Void> bound(Runnable publishing) {
        return TransactionContextManager.currentContext()
                .doOnNext(context -> within(context, publishing))
                .then()
                .onErrorResume(NoTransactionException.class, none -> Mono.fromRunnable(publishing));
    }

    /** Publishes as part of the transaction, if there is one in this context, in the calling thread. */
    static void within(TransactionContext context, Runnable publishing) {
        TransactionSynchronizationManager manager = new TransactionSynchronizationManager(context);
        if (manager.isSynchronizationActive() && manager.isActualTransactionActive()) {
            ReactiveTransactions.during(manager, publishing);
        } else {
            publishing.run();
        }
    }
}
