package io.pushcast.outbox.jdbc;

import io.pushcast.transaction.TransactionBuffer;
import io.pushcast.transaction.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows the connection on which the caller's transaction runs: what a framework with transactions of its own gives to
 * {@link JdbcOutboxStore.Builder#transactions}. Safe for use by several threads.
 */
public interface TransactionConnections extends Transactions {

    /**
     * {@inheritDoc}
     *
     * <p>Messages are stored on the connection that {@link #acquire} gives when the buffer is told of the commit. Default: none, so
     * that each message is stored when it is published.
     */
    @Override
    default @Nullable TransactionBuffer<?> buffer(Object owner, Supplier<TransactionBuffer<?>> first) {
        return null;
    }

    /**
     * The connection of the transaction that the calling thread is in; if it is in none, one in auto-commit mode.
     *
     * @throws SQLException if there is no connection to be had
     */
    Connection acquire() throws SQLException;

    /**
     * Takes back what {@link #acquire} gave. The transaction goes on.
     *
     * @throws SQLException if it can't be given back
     */
    void release(Connection connection) throws SQLException;

    /**
     * Runs something once the transaction that the calling thread is in has committed; at once if it is in none; not at all
     * if it rolls back, or if the commit can't be observed.
     */
    void afterCommit(Runnable action);
}
