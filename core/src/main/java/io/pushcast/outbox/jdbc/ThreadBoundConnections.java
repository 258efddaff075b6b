package io.pushcast.outbox.jdbc;

import io.pushcast.transaction.TransactionBuffer;
import io.pushcast.transaction.TransactionEnd;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** For applications without a framework's transactions: the connection that the thread was bound to. */
final class ThreadBoundConnections implements TransactionConnections {

    /** One transaction, and what is bound to it. */
    private static final class Transaction {

        final Connection connection;
        final Map<Object, TransactionBuffer<?>> buffers = new IdentityHashMap<>();
        final List<Runnable> afterCommit = new ArrayList<>(1);

        Transaction(Connection connection) {
            this.connection = connection;
        }

        <T> T beforeCommit(T result) {
            buffers.values().forEach(TransactionBuffer::beforeCommit);
            return result;
        }

        void end(TransactionEnd how) {
            buffers.values().forEach(buffer -> buffer.end(how));
        }

        /** Part of the work: if it throws, what was bound by it is bound no more. */
        <T> T part(SqlWork<T> work) throws SQLException {
            Object savepoint = new Object();
            buffers.values().forEach(buffer -> buffer.savepoint(savepoint));
            T result;
            try {
                result = work.in(connection);
            } catch (Throwable t) {
                buffers.values().forEach(buffer -> buffer.rollbackTo(savepoint));
                throw t;
            }
            buffers.values().forEach(buffer -> buffer.releaseSavepoint(savepoint));
            return result;
        }
    }

    private record Bound(Transaction transaction, @Nullable Bound outer) {

        @SuppressWarnings("ReferenceEquality")
        static @Nullable Transaction on(Connection connection, @Nullable Bound innermost) {
            for (Bound bound = innermost; bound != null; bound = bound.outer) {
                if (bound.transaction.connection == connection) {
                    return bound.transaction;
                }
            }
            return null;
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
    public @Nullable TransactionBuffer<?> buffer(Object owner, Supplier<TransactionBuffer<?>> first) {
        Bound bound = current.get();
        return bound == null ? null : bound.transaction.buffers.computeIfAbsent(owner, key -> first.get());
    }

    @Override
    public Connection acquire() throws SQLException {
        Bound bound = current.get();
        if (bound != null) {
            return bound.transaction.connection;
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
            bound.transaction.afterCommit.add(action);
        }
    }

    /** Binds the calling thread while the work is done. Who commits is not known here, but by an outer transaction on it. */
    <T> T within(Connection connection, SqlWork<T> work) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException("There is no transaction on " + connection
                    + ", which is in auto-commit mode: call setAutoCommit(false) before");
        }
        Transaction same = Bound.on(connection, current.get());
        if (same != null) {
            return bound(same, () -> same.part(work));
        }
        Transaction ofTheCaller = new Transaction(connection);
        return bound(ofTheCaller, () -> ofTheCaller.beforeCommit(work.in(connection)));
    }

    /** Does the work in a transaction of its own. */
    <T> T transaction(SqlWork<T> work) throws SQLException {
        Transaction transaction;
        T result;
        try (OwnConnection own = OwnConnection.of(dataSource)) {
            transaction = new Transaction(own.get());
            result = LocalTransaction.run(
                    own.get(), connection -> bound(transaction, () -> transaction.beforeCommit(work.in(connection))));
        }
        transaction.end(TransactionEnd.COMMITTED);
        transaction.afterCommit.forEach(Runnable::run);
        return result;
    }

    private interface Call<T> {
        T run() throws SQLException;
    }

    private <T> T bound(Transaction transaction, Call<T> call) throws SQLException {
        Bound outer = current.get();
        current.set(new Bound(transaction, outer));
        try {
            return call.run();
        } finally {
            if (outer == null) {
                current.remove();
            } else {
                current.set(outer);
            }
        }
    }
}
