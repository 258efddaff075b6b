package io.pushcast.quarkus.runtime.outbox;

import io.pushcast.outbox.jdbc.TransactionConnections;
import io.pushcast.quarkus.runtime.transaction.CompletionPhase;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.runtime.BlockingOperationNotAllowedException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of a datasource that takes part in JTA transactions: within one, all connections that are asked for are
 * one and the same, and closing it leaves it to the transaction.
 */
final class JtaConnections implements TransactionConnections {

    private static final Logger log = LoggerFactory.getLogger(JtaConnections.class);

    private final DataSource dataSource;
    private final TransactionSynchronizationRegistry transactions;

    JtaConnections(DataSource dataSource, TransactionSynchronizationRegistry transactions) {
        this.dataSource = dataSource;
        this.transactions = transactions;
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
        if (!BlockingOperationControl.isBlockingAllowed()) {
            throw new BlockingOperationNotAllowedException(
                    "An event can't be stored in the outbox on an event loop, which JDBC would block: annotate the method"
                            + " that publishes it with @Blocking or @RunOnVirtualThread, or publish by a"
                            + " MutinyEventPublisher");
        }
        checkNotRolledBack();
        return dataSource.getConnection();
    }

    private void checkNotRolledBack() {
        int status = transactions.getTransactionStatus();
        // Observers of its end publish like anybody outside.
        if (status == Status.STATUS_ROLLING_BACK
                || (status == Status.STATUS_ROLLEDBACK && !CompletionPhase.isBeingTold())) {
            throw new IllegalStateException(
                    "An event can't be stored in the outbox: the transaction in which it is published has been rolled back,"
                            + " by its timeout for example");
        }
    }

    @Override
    public void release(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public void afterCommit(Runnable action) {
        switch (transactions.getTransactionStatus()) {
            case Status.STATUS_ACTIVE, Status.STATUS_PREPARING -> addToTransaction(action);
            case Status.STATUS_MARKED_ROLLBACK, Status.STATUS_ROLLING_BACK -> {
                // It can't commit any more.
            }
            // None, or one that is over: the message was stored in a transaction of its own.
            default -> action.run();
        }
    }

    private void addToTransaction(Runnable action) {
        AfterCommit actions = (AfterCommit) transactions.getResource(this);
        if (actions == null) {
            actions = new AfterCommit();
            try {
                transactions.registerInterposedSynchronization(actions);
            } catch (RuntimeException e) {
                // It was active a moment ago: another thread rolls it back, and with it what was stored.
                log.debug("The transaction takes nothing any more", e);
                return;
            }
            transactions.putResource(this, actions);
        }
        actions.add(action);
    }

    @Override
    public String toString() {
        return "JTA";
    }
}
