package io.pushcast.quarkus.runtime.outbox;

import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Does what must not be part of the caller's transaction: suspends it meanwhile. */
final class OutsideTransactions {

    private final TransactionManager transactions;

    OutsideTransactions(TransactionManager transactions) {
        this.transactions = transactions;
    }

    <T> T get(Supplier<T> work) {
        Transaction suspended = suspend();
        try {
            return work.get();
        } finally {
            if (suspended != null) {
                resume(suspended);
            }
        }
    }

    void run(Runnable work) {
        get(() -> {
            work.run();
            return "";
        });
    }

    private @Nullable Transaction suspend() {
        try {
            return transactions.suspend();
        } catch (SystemException e) {
            throw new IllegalStateException("The current transaction can't be suspended", e);
        }
    }

    private void resume(Transaction suspended) {
        try {
            transactions.resume(suspended);
        } catch (InvalidTransactionException | SystemException e) {
            throw new IllegalStateException("The transaction that was suspended can't be resumed", e);
        }
    }
}
