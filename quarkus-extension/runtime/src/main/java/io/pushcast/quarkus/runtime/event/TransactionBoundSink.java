package io.pushcast.quarkus.runtime.event;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.MessageSink;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binds messages to the transaction in which they are published: they go on once it has committed, in the order in which
 * they came, and end as {@code ROLLED_BACK} if it does not. Outside a transaction a message goes on at once.
 */
final class TransactionBoundSink implements MessageSink {

    private static final Logger log = LoggerFactory.getLogger(TransactionBoundSink.class);

    private final TransactionSynchronizationRegistry transactions;
    private final MessageSink delivery;
    private final Executor callbacks;

    /**
     * With what it stands between.
     *
     * @param callbacks completes what {@code publish} returned for messages that were rolled back, so that no callback runs
     *     in the thread that ends a transaction
     */
    TransactionBoundSink(TransactionSynchronizationRegistry transactions, MessageSink delivery, Executor callbacks) {
        this.transactions = transactions;
        this.delivery = delivery;
        this.callbacks = callbacks;
    }

    @Override
    public CompletionStage<Delivery> accept(ChannelMessage message) {
        return switch (transactions.getTransactionStatus()) {
            case Status.STATUS_ACTIVE, Status.STATUS_PREPARING -> bind(message);
            // Nothing can be bound to it any more, and it can only end one way.
            case Status.STATUS_MARKED_ROLLBACK, Status.STATUS_ROLLING_BACK -> alreadyLost(message);
            // One that took too long is rolled back by another thread, and this one has yet to find out.
            case Status.STATUS_ROLLEDBACK ->
                CompletionPhase.isBeingTold() ? delivery.accept(message) : alreadyLost(message);
            // None, or one that is over: observers of its end publish like anybody outside.
            default -> delivery.accept(message);
        };
    }

    private CompletionStage<Delivery> bind(ChannelMessage message) {
        BoundMessages bound = (BoundMessages) transactions.getResource(this);
        if (bound == null) {
            bound = new BoundMessages(delivery, callbacks);
            try {
                transactions.registerInterposedSynchronization(bound);
            } catch (RuntimeException e) {
                // It was active a moment ago: another thread ends it.
                log.debug("The transaction takes nothing any more, so that {} is not sent", message, e);
                return alreadyLost(message);
            }
            transactions.putResource(this, bound);
        }
        return bound.add(message);
    }

    private CompletionStage<Delivery> alreadyLost(ChannelMessage message) {
        BoundMessages alone = new BoundMessages(delivery, callbacks);
        CompletionStage<Delivery> result = alone.add(message);
        alone.afterCompletion(Status.STATUS_ROLLEDBACK);
        return result;
    }
}
