package io.pushcast.quarkus.runtime.outbox;

import io.pushcast.outbox.jdbc.TransactionConnections;
import io.pushcast.quarkus.runtime.transaction.CompletionPhase;
import io.pushcast.quarkus.runtime.transaction.JtaTransactions;
import io.pushcast.transaction.TransactionBuffer;
import io.pushcast.transaction.TransactionHandler;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.runtime.BlockingOperationNotAllowedException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a datasource that takes part in JTA transactions: within one, all connections that are asked for are
 * one and the same, and closing it leaves it to the transaction.
 */
final class JtaConnections implements TransactionConnections {

    private final DataSource dataSource;
    private final TransactionSynchronizationRegistry registry;
    private final JtaTransactions transactions;
    private final TransactionHandler<Runnable> afterCommit = new AfterCommit();

    JtaConnections(DataSource dataSource, TransactionSynchronizationRegistry registry) {
        this.dataSource = dataSource;
        this.registry = registry;
        this.transactions = new JtaTransactions(registry);
    }

    @Override
    public @Nullable TransactionBuffer<?> buffer(Object owner, Supplier<TransactionBuffer<?>> first) {
        return transactions.buffer(owner, () -> {
            requireBlocking();
            return first.get();
        });
    }

    /**
     * A connection in the caller's transaction.
     *
     * @throws BlockingOperationNotAllowedException on an event loop, which JDBC would block
     * @throws IllegalStateException if the transaction has been rolled back by another thread: what would be stored now
     *     would be stored outside of it
     */
    @Override
    public Connection acquire() throws SQLException {
        requireBlocking();
        checkNotRolledBack();
        return dataSource.getConnection();
    }

    private static void requireBlocking() {
        if (!BlockingOperationControl.isBlockingAllowed()) {
            throw new BlockingOperationNotAllowedException(
                    "An event can't be stored in the outbox on an event loop, which JDBC would block: annotate the method"
                            + " that publishes it with @Blocking or @RunOnVirtualThread, or publish by a"
                            + " MutinyEventPublisher");
        }
    }

    private void checkNotRolledBack() {
        int status = registry.getTransactionStatus();
        if (status == Status.STATUS_ROLLING_BACK || (status == Status.STATUS_ROLLEDBACK && !hasEnded())) {
            throw new IllegalStateException(
                    "An event can't be stored in the outbox: the transaction in which it is published has been rolled back,"
                            + " by its timeout for example");
        }
    }

    /**
     * Whether the calling thread has a transaction that has ended, of which observers are being told. They publish like anybody
     * outside, but the datasource gives them no connection as long as the thread has the transaction.
     */
    boolean hasEnded() {
        return switch (registry.getTransactionStatus()) {
            case Status.STATUS_COMMITTED, Status.STATUS_COMMITTING, Status.STATUS_PREPARED, Status.STATUS_UNKNOWN ->
                true;
            case Status.STATUS_ROLLEDBACK -> CompletionPhase.isBeingTold();
            default -> false;
        };
    }

    @Override
    public void release(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public void afterCommit(Runnable action) {
        TransactionBuffer<Runnable> buffer = TransactionBuffer.current(transactions, afterCommit);
        if (buffer == null) {
            action.run();
        } else {
            buffer.add(action);
        }
    }

    @Override
    public String toString() {
        return "JTA";
    }

    /** Runs what is to be run after the commit. */
    private static final class AfterCommit implements TransactionHandler<Runnable> {

        @Override
        public void prepare(List<Runnable> actions) {
            // It is too early.
        }

        @Override
        public void committed(List<Runnable> actions) {
            actions.forEach(Runnable::run);
        }

        @Override
        public void committedUnprepared(List<Runnable> actions) {
            committed(actions);
        }

        @Override
        public void discarded(List<Runnable> actions, Discard why) {
            // What they would tell of was not stored.
        }
    }
}
