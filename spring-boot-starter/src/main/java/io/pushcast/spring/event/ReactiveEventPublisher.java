package io.pushcast.spring.event;

import io.pushcast.EventPublisher;
import io.pushcast.Publication;
import io.pushcast.PublishOptions;
import io.pushcast.message.SocketId;
import io.pushcast.spring.web.CurrentSocket;
import org.jspecify.annotations.Nullable;
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
 *
 * <p>An event that is published in a nested transaction is bound to the outermost one, and goes out with its commit even if the
 * nested one rolls back: of savepoints Spring tells nothing here.
 *
 * <p>On threads that must not block, such as event loops, nothing waits for room in a full buffer: what finds none fails at
 * once as {@link io.pushcast.message.DeliveryException.Reason#BUFFER_FULL BUFFER_FULL}.
 *
 * <p>With an outbox, which stores messages by JDBC, such threads leave that to one of {@link
 * reactor.core.scheduler.Schedulers#boundedElastic()}, on which the chain goes on. What is published in a reactive transaction is
 * stored <em>after</em> its commit, by a transaction of its own. So it is lost if the process dies in between, or if the database
 * does not take it then, which is logged and told to nobody else. Only transactions of JDBC or JPA store it before their commit.
 */
public final class ReactiveEventPublisher {

    private final EventPublisher publisher;
    private final boolean hasOutbox;

    ReactiveEventPublisher(EventPublisher publisher, boolean hasOutbox) {
        this.publisher = publisher;
        this.hasOutbox = hasOutbox;
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

    private Mono<Void> inTransaction(Runnable publishing) {
        return Mono.deferContextual(context -> bound(onBehalfOf(socketOf(context), publishing)));
    }

    /** The connection that the request named, which is in its context: what goes to others leaves it out. */
    private static @Nullable SocketId socketOf(ContextView context) {
        return context.hasKey(CurrentSocket.CONTEXT_KEY)
                ? context.get(CurrentSocket.CONTEXT_KEY)
                : CurrentSocket.get().orElse(null);
    }

    private static Runnable onBehalfOf(@Nullable SocketId socket, Runnable publishing) {
        return () -> CurrentSocket.within(socket, () -> {
            publishing.run();
            return true;
        });
    }

    private Mono<Void> bound(Runnable publishing) {
        return TransactionContextManager.currentContext()
                .onErrorResume(NoTransactionException.class, none -> Mono.empty())
                .map(TransactionSynchronizationManager::new)
                .filter(ReactiveEventPublisher::isActive)
                .map(transaction -> bound(transaction, publishing))
                .defaultIfEmpty(atOnce(publishing))
                .flatMap(publication -> publication);
    }

    private static Mono<Void> bound(TransactionSynchronizationManager transaction, Runnable publishing) {
        return Mono.fromRunnable(() -> ReactiveTransactions.during(transaction, publishing));
    }

    private Mono<Void> atOnce(Runnable publishing) {
        return hasOutbox ? ReactiveTransactions.storing(publishing) : Mono.fromRunnable(publishing);
    }

    /** Publishes as part of the transaction, if there is one in this context, in the calling thread. */
    static void within(TransactionContext context, Runnable publishing) {
        TransactionSynchronizationManager transaction = new TransactionSynchronizationManager(context);
        if (isActive(transaction)) {
            ReactiveTransactions.during(transaction, publishing);
        } else {
            publishing.run();
        }
    }

    private static boolean isActive(TransactionSynchronizationManager transaction) {
        return transaction.isSynchronizationActive() && transaction.isActualTransactionActive();
    }
}
