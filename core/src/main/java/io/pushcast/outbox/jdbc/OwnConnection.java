package io.pushcast.outbox.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection outside of all transactions of the application, in auto-commit mode. When it is closed, its mode is again what
 * it was when the data source gave it.
 */
final class OwnConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OwnConnection.class);

    private final Connection connection;
    private final boolean autoCommitBefore;

    private OwnConnection(Connection connection) throws SQLException {
        this.connection = connection;
        this.autoCommitBefore = connection.getAutoCommit();
        if (!autoCommitBefore) {
            connection.setAutoCommit(true);
        }
    }

    static OwnConnection of(DataSource dataSource) throws SQLException {
        Connection connection = connect(dataSource);
        try {
            if (!connection.getAutoCommit()) {
                // Perhaps it belongs to a transaction that this thread is in: the next call would commit that. On
                // another
                // thread there is none, and if it is off there too, then the pool gives all of them like that.
                connection.close();
                connection = elsewhere(() -> connect(dataSource));
            }
            return new OwnConnection(connection);
        } catch (Throwable t) {
            closeAfter(t, connection);
            throw t;
        }
    }

    private static Connection connect(DataSource dataSource) throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            // Some proxies choose the real connection at the first call, and by its thread.
            connection.getAutoCommit();
            return connection;
        } catch (Throwable t) {
            closeAfter(t, connection);
            throw t;
        }
    }

    private static Connection elsewhere(Callable<Connection> source) throws SQLException {
        FutureTask<Connection> task = new FutureTask<>(source);
        Thread thread = new Thread(task, "pushcast-outbox-connect");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    // The connection would be lost if nobody waited for it.
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new SQLException(e.getMessage(), e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void closeAfter(Throwable cause, Connection connection) {
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    Connection get() {
        return connection;
    }

    /** Closes it because of something that went wrong, which is what the caller is to hear of. */
    void closeAfter(Throwable cause) {
        closeAfter(cause, connection);
    }

    /** Never throws: what was done on it is committed. */
    @Override
    public void close() {
        try (connection) {
            if (!autoCommitBefore && connection.getAutoCommit()) {
                connection.setAutoCommit(false);
            }
        } catch (SQLException | RuntimeException e) {
            log.debug("The outbox's connection could not be given back in order", e);
        }
    }
}
