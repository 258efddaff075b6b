package io.pushcast.transaction;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.MessageSink;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Binds messages to the transaction in which they are published: they are handed on after its commit, in the order in which
 * they came, and never if it rolls back. Outside a transaction they are handed on at once. Safe for use by several threads.
 *
 * <p>What is returned for a bound message completes with its delivery; exceptionally as {@link
 * io.pushcast.message.DeliveryException.Reason#ROLLED_BACK ROLLED_BACK} if the transaction, or the part of it since a
 * savepoint, rolled back, or if its outcome is unknown, which is also logged as an error.
 */
public final class TransactionBoundSink implements MessageSink {

    private final Transactions transactions;
    private final MessageSink next;
    private final DeliveryAfterCommit handler;

    /**
     * With what it stands between.
     *
     * @param next takes the messages over; what it throws after a commit, an {@code Error} too, is logged and fails its
     *     message only
     * @param callbacks completes what was returned for messages that are not published, so that no callback runs in the
     *     thread that ends a transaction. If it rejects that, the thread that ends the transaction does it
     */
    public TransactionBoundSink(Transactions transactions, MessageSink next, Executor callbacks) {
        this.transactions = transactions;
        this.next = next;
        this.handler = new DeliveryAfterCommit(next, callbacks);
    }

    @Override
    public CompletionStage<Delivery> accept(ChannelMessage message) {
        TransactionBuffer<BoundMessage> buffer = TransactionBuffer.current(transactions, handler);
        if (buffer == null) {
            return next.accept(message);
        }
        BoundMessage bound = new BoundMessage(message);
        buffer.add(bound);
        return bound;
    }
}
