package io.pushcast.quarkus.runtime;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.MessageSink;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Binds messages to the transaction in which they are published: they go on once it has committed, in the order in which
 * they came, and end as {@code ROLLED_BACK} if it does not. Outside a transaction a message goes on at once.
 */
final class TransactionBoundSink implements MessageSink {

    private final TransactionSynchronizationRegistry transactions;
    private final MessageSink delivery;
    private final RolledBackMessages rolledBack;

    TransactionBoundSink(
            TransactionSynchronizationRegistry transactions, MessageSink delivery, RolledBackMessages rolledBack) {
        this.transactions = transactions;
        this.delivery = delivery;
        this.rolledBack = rolledBack;
    }

    @Override
    public CompletionStage<Delivery> accept(ChannelMessage message) {
        return switch (transactions.getTransactionStatus()) {
            case Status.STATUS_ACTIVE, Status.STATUS_PREPARING ->
                boundMessages().add(message);
            // Nothing can be bound to it any more, and it can only end one way.
            case Status.STATUS_MARKED_ROLLBACK, Status.STATUS_ROLLING_BACK -> alreadyLost(message);
            // None, or one that is over: observers of its end publish like anybody outside.
            default -> delivery.accept(message);
        };
    }

    private BoundMessages boundMessages() {
        BoundMessages bound = (BoundMessages) transactions.getResource(this);
        if (bound == null) {
            bound = new BoundMessages(delivery, rolledBack);
            transactions.registerInterposedSynchronization(bound);
            transactions.putResource(this, bound);
        }
        return bound;
    }

    private CompletionStage<Delivery> alreadyLost(ChannelMessage message) {
        CompletableFuture<Delivery> result = new CompletableFuture<>();
        rolledBack.end(message, result);
        return result;
    }

    static DeliveryException rolledBack(ChannelMessage message) {
        return new DeliveryException(
                "'" + message.event() + "' to " + message.channels()
                        + " was not published: the transaction in which it was published rolled back",
                message,
                Reason.ROLLED_BACK,
                0,
                null,
                0,
                null);
    }
}
