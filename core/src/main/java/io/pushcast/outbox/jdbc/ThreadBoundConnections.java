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
        final List<Runnable> afterCommit;

        Bound(Connection connection, @Nullable Bound outer) {
            this.connection = connection;
            this.outer = outer;
            Bound same = outer;
            while (same != null && !same.isOn(connection)) {
                same = same.outer;
            }
            // The same transaction, which somebody may know the end of.
            this.afterCommit = same == null ? new ArrayList<>(1) : same.afterCommit;
        }

        @SuppressWarnings("ReferenceEquality")
        boolean isOn(Connection other) {
            return connection == other;
        }
    }

    private final DataSource dataSource;
    /** Not static: a thread may be in transactions of several databases, each with a store of its own. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Bound> current = new ThreadLocal<>();
    /** Outside of them, between an acquire and its release. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable OwnConnection> lent = new ThreadLocal<>();

    ThreadBoundConnections(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Connection acquire() throws SQLException {
        Bound bound = current.get();
        if (bound != null) {
            return bound.connection;
        }
        OwnConnection own = OwnConnection.of(dataSource);
        lent.set(own);
        return own.get();
    }

    @Override
    public void release(Connection connection) {
        OwnConnection own = lent.get();
        if (own != null) {
            lent.remove();
            own.close();
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

    /** Binds the calling thread while the work is done. Who commits is not known here, but by an outer transaction on it. */
    <T> T within(Connection connection, SqlWork<T> work) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException("There is no transaction on " + connection
                    + ", which is in auto-commit mode: call setAutoCommit(false) before");
        }
        Bound bound = new Bound(connection, current.get());
        return in(bound, work);
    }

    /** Does the work in a transaction of its own. */
    <T> T transaction(SqlWork<T> work) throws SQLException {
        Bound bound;
        T result;
        try (OwnConnection own = OwnConnection.of(dataSource)) {
            bound = new Bound(own.get(), current.get());
            result = LocalTransaction.run(own.get(), connection -> in(bound, work));
        }
        bound.afterCommit.forEach(Runnable::run);
        return result;
    }

    private <T> T in(Bound bound, SqlWork<T> work) throws SQLException {
        current.set(bound);
        try {
            return work.in(bound.connection);
        } finally {
            restore(bound.outer);
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
