package io.pushcast.quarkus.runtime.transaction;

import io.pushcast.transaction.TransactionBuffer;
import io.pushcast.transaction.TransactionEnd;
import io.pushcast.transaction.Transactions;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JTA's transactions, which have no savepoints. Safe for use by several threads. */
public final class JtaTransactions implements Transactions {

    private static final Logger log = LoggerFactory.getLogger(JtaTransactions.class);

    private final TransactionSynchronizationRegistry transactions;

    /** Those that this registry knows. */
    public JtaTransactions(TransactionSynchronizationRegistry transactions) {
        this.transactions = transactions;
    }

    @Override
    public @Nullable TransactionBuffer<?> buffer(Object owner, Supplier<TransactionBuffer<?>> first) {
        return switch (transactions.getTransactionStatus()) {
            case Status.STATUS_ACTIVE, Status.STATUS_PREPARING -> bound(owner, first);
            // Nothing can be bound to it any more, and it can only end one way.
            case Status.STATUS_MARKED_ROLLBACK, Status.STATUS_ROLLING_BACK -> rolledBack(first);
            // One that took too long is rolled back by another thread, and this one has yet to find out.
            case Status.STATUS_ROLLEDBACK -> CompletionPhase.isBeingTold() ? null : rolledBack(first);
            // None, or one that is over: observers of its end publish like anybody outside.
            default -> null;
        };
    }

    private TransactionBuffer<?> bound(Object owner, Supplier<TransactionBuffer<?>> first) {
        TransactionBuffer<?> bound = (TransactionBuffer<?>) transactions.getResource(owner);
        if (bound != null) {
            return bound;
        }
        TransactionBuffer<?> buffer = first.get();
        try {
            transactions.registerInterposedSynchronization(new Completion(buffer));
        } catch (RuntimeException e) {
            // It was active a moment ago: another thread ends it.
            log.debug("The transaction takes nothing any more, so that what is published in it is not sent", e);
            return rolledBack(first);
        }
        transactions.putResource(owner, buffer);
        return buffer;
    }

    private static TransactionBuffer<?> rolledBack(Supplier<TransactionBuffer<?>> first) {
        TransactionBuffer<?> ended = first.get();
        ended.end(TransactionEnd.ROLLED_BACK);
        return ended;
    }

    private record Completion(TransactionBuffer<?> buffer) implements Synchronization {

        @Override
        public void beforeCompletion() {
            buffer.beforeCommit();
        }

        @Override
        public void afterCompletion(int status) {
            buffer.end(
                    switch (status) {
                        case Status.STATUS_COMMITTED -> TransactionEnd.COMMITTED;
                        case Status.STATUS_ROLLEDBACK, Status.STATUS_ROLLING_BACK, Status.STATUS_MARKED_ROLLBACK ->
                            TransactionEnd.ROLLED_BACK;
                        default -> TransactionEnd.UNKNOWN;
                    });
        }
    }
}
