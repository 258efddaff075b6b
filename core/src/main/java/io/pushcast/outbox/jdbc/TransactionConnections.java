package io.pushcast.outbox.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Knows the connection on which the caller's transaction runs: what a framework with transactions of its own gives to
 * {@link JdbcOutboxStore.Builder#transactions}. Safe for use by several threads.
 */
public interface TransactionConnections {

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
