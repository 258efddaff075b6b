package io.pushcast.outbox.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A transaction on a connection that is in auto-commit mode. */
final class LocalTransaction {

    private static final Logger log = LoggerFactory.getLogger(LocalTransaction.class);

    private LocalTransaction() {}

    /**
     * Does work in a transaction: commits it, or rolls it back if the work throws. What goes wrong after the commit does not
     * make it look as if there had been none.
     */
    static <T> T run(Connection connection, SqlWork<T> work) throws SQLException {
        connection.setAutoCommit(false);
        T result;
        try {
            result = work.in(connection);
            connection.commit();
        } catch (Throwable t) {
            // An Error too: to go back to auto-commit mode would commit what was done so far.
            undo(connection, t);
            throw t;
        }
        try {
            connection.setAutoCommit(true);
        } catch (SQLException | RuntimeException e) {
            log.warn("A transaction was committed, but its connection is of no use any more: {}", e.getMessage(), e);
        }
        return result;
    }

    private static void undo(Connection connection, Throwable cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
