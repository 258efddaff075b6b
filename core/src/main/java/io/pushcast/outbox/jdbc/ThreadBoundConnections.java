package io.pushcast.outbox.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** For applications without a framework's transactions: the connection that the thread was bound to. */
final class ThreadBoundConnections implements TransactionConnections {

    private static final class Bound {

        final Connection connection;
        final @Nullable Bound outer;
        final List<Runnable> afterCommit = new ArrayList<>(1);

        Bound(Connection connection, @Nullable Bound outer) {
            this.connection = connection;
            this.outer = outer;
        }
    }

    private final DataSource dataSource;
    /** Not static: a thread may be in transactions of several databases, each with a store of its own. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Bound> current = new ThreadLocal<>();

    ThreadBoundConnections(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Connection acquire() throws SQLException {
        Bound bound = current.get();
        if (bound != null) {
            return bound.connection;
        }
        Connection connection = dataSource.getConnection();
        if (!connection.getAutoCommit()) {
            // The pool's default, under which nobody would commit.
            connection.setAutoCommit(true);
        }
        return connection;
    }

    @Override
    public void release(Connection connection) throws SQLException {
        if (current.get() == null) {
            connection.close();
        }
    }

    @Override
    public void afterCommit(Runnable action) {
        Bound bound = current.get();
        if (bound == null) {
            action.run();
        } else {
            bound.afterCommit.add(action);
        }
    }

    /** Binds the calling thread while the work is done. Who commits is not known here. */
    <T> T within(Connection connection, SqlWork<T> work) throws SQLException {
        Bound bound = new Bound(connection, current.get());
        current.set(bound);
        try {
            return work.in(connection);
        } finally {
            restore(bound.outer);
        }
    }

    /** Does the work in a transaction of its own. */
    <T> T transaction(SqlWork<T> work) throws SQLException {
        Bound bound;
        T result;
        try (Connection connection = dataSource.getConnection()) {
            bound = new Bound(connection, current.get());
            current.set(bound);
            boolean autoCommitBefore = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                result = work.in(connection);
                connection.commit();
            } catch (Throwable t) {
                undo(connection, t);
                throw t;
            } finally {
                restore(bound.outer);
                connection.setAutoCommit(autoCommitBefore);
            }
        }
        bound.afterCommit.forEach(Runnable::run);
        return result;
    }

    private static void undo(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private void restore(@Nullable Bound outer) {
        if (outer == null) {
            current.remove();
        } else {
            current.set(outer);
        }
    }
}
