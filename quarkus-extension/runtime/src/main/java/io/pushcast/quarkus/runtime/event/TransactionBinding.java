package io.pushcast.quarkus.runtime.event;

import io.pushcast.message.MessageSink;
import io.pushcast.quarkus.runtime.transaction.JtaTransactions;
import io.pushcast.transaction.TransactionBoundSink;
import io.quarkus.arc.Arc;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** Binds messages to JTA transactions, in applications that have these. */
@Singleton
public class TransactionBinding {

    private final Instance<TransactionSynchronizationRegistry> transactions;

    TransactionBinding(Instance<TransactionSynchronizationRegistry> transactions) {
        this.transactions = transactions;
    }

    /**
     * A stage that gives messages on once the transaction in which they are published has committed, and at once outside
     * one; in an application without transactions, the given one.
     */
    public MessageSink bind(MessageSink delivery) {
        return transactions.isResolvable()
                ? new TransactionBoundSink(
                        new JtaTransactions(transactions.get()), delivery, Arc.requireContainer().getExecutorService())
                : delivery;
    }
}
