package io.pushcast.spring.outbox;

import io.pushcast.outbox.jdbc.TransactionConnections;
import io.pushcast.outbox.store.OutboxException;
import io.pushcast.spring.CallingThread;
import io.pushcast.spring.transaction.CompletionPhase;
import io.pushcast.spring.transaction.ForeignTransactions;
import io.pushcast.spring.transaction.SpringTransactions;
import io.pushcast.transaction.TransactionBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The connections of Spring's transactions, as its JDBC and JPA transaction managers bind them to the thread. */
final class SpringConnections implements TransactionConnections {

    private final DataSource dataSource;
    private final ForeignTransactions foreign;

    /** @param foreign transactions of which each connection that is taken is a part by itself, as with JTA */
    SpringConnections(DataSource dataSource, ForeignTransactions foreign) {
        this.dataSource = target(dataSource);
        this.foreign = foreign;
    }

    private static DataSource target(DataSource dataSource) {
        DataSource target =
                dataSource instanceof TransactionAwareDataSourceProxy proxy ? proxy.getTargetDataSource() : null;
        return target == null ? dataSource : target(target);
    }

    /**
     * Binds to the transaction, unless it has ended: what is published after that is stored at once.
     *
     * @throws OutboxException on an event loop, which JDBC would block; in a transaction in which nothing can be stored
     */
    @Override
    public @Nullable TransactionBuffer<?> buffer(Object owner, Supplier<TransactionBuffer<?>> first) {
        if (!SpringTransactions.isIn()) {
            return foreign.buffer(owner, () -> {
                requireBlocking();
                return first.get();
            });
        }
        return hasCommitted() ? null : SpringTransactions.INSTANCE.buffer(owner, () -> storing(first.get()));
    }

    private TransactionBuffer<?> storing(TransactionBuffer<?> buffer) {
        requireBlocking();
        checkTransaction();
        if (synchronization().isLate()) {
            // Nobody might tell of the commit any more.
            buffer.beforeCommit();
        }
        return buffer;
    }

    /** Looks now whether messages can be stored later, so that it is said to who publishes them. */
    private void checkTransaction() {
        try {
            DataSourceUtils.doReleaseConnection(ofTransaction(), dataSource);
        } catch (SQLException e) {
            throw new OutboxException("The transaction has no connection to store messages by: " + e.getMessage(), e);
        }
    }

    /**
     * The connection of the caller's transaction, also if that has ended and still holds it; or one of its own.
     *
     * @throws OutboxException on an event loop, which JDBC would block; in a transaction in which nothing can be stored
     */
    @Override
    public Connection acquire() throws SQLException {
        requireBlocking();
        return switch (phase()) {
            case OPEN -> ofTransaction();
            // A second one might not be to be had: others that have ended wait for one, too, and hold theirs meanwhile.
            case ENDED -> DataSourceUtils.doGetConnection(dataSource);
            case NONE -> ofItsOwn();
        };
    }

    /** On that of a transaction that has ended, nobody else would commit. */
    @Override
    public void release(Connection connection) throws SQLException {
        try {
            if (phase() == Phase.ENDED && !connection.getAutoCommit()) {
                connection.commit();
            }
        } finally {
            DataSourceUtils.doReleaseConnection(connection, dataSource);
        }
    }

    @Override
    public void afterCommit(Runnable action) {
        if (phase() != Phase.OPEN) {
            action.run();
        } else if (TransactionSynchronizationManager.isSynchronizationActive()) {
            synchronization().add(action);
        }
    }

    private static void requireBlocking() {
        if (!CallingThread.mayBlock()) {
            throw eventLoop();
        }
    }

    private enum Phase {
        /** What is stored now is part of a transaction. */
        OPEN,
        /** The transaction has ended, and its connection is still there. */
        ENDED,
        /** There is no transaction, or there is nothing left of it that could be used. */
        NONE
    }

    private Phase phase() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            if (!TransactionSynchronizationManager.isActualTransactionActive()) {
                return Phase.NONE;
            }
            return hasCommitted() ? ended() : Phase.OPEN;
        }
        // Without synchronisation, it is a callback after completion that sees a transaction, or the connection alone
        // if it has
        // begun another one in between; or else the transaction manager binds nothing but the connection.
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return ended();
        }
        if (holder() == null) {
            // One that Spring has not begun is joined by the connection itself.
            return foreign.isOpen() ? Phase.OPEN : Phase.NONE;
        }
        return CompletionPhase.isUnderWay() ? ended() : Phase.OPEN;
    }

    private Phase ended() {
        return holder() == null
                        || TransactionSynchronizationManager.isCurrentTransactionReadOnly()
                        || foreign.isPresent()
                ? Phase.NONE
                : Phase.ENDED;
    }

    private boolean hasCommitted() {
        OutboxSynchronization registered = registered();
        return registered != null && registered.hasCommitted();
    }

    private Connection ofTransaction() throws SQLException {
        if (TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
            throw readOnly();
        }
        ConnectionHolder holder = holder();
        boolean enlisted = foreign.isPresent();
        if (holder == null && !enlisted) {
            throw foreign();
        }
        Connection connection = DataSourceUtils.doGetConnection(dataSource);
        if (!enlisted && holder != null && isOnlyShared(holder, connection)) {
            release(connection);
            throw foreign();
        }
        return connection;
    }

    /**
     * Whether the connection was taken by JDBC in a transaction of something else, and commits each statement by itself. One
     * of JPA does so, too, after its commit, but is not marked.
     */
    private static boolean isOnlyShared(ConnectionHolder holder, Connection connection) throws SQLException {
        return holder.isSynchronizedWithTransaction() && connection.getAutoCommit();
    }

    private static OutboxException eventLoop() {
        return new OutboxException(
                "A message can't be stored on the thread '"
                        + Thread.currentThread().getName()
                        + "', which must not block, as JDBC would. Publish it by a ReactiveEventPublisher, or on a thread"
                        + " that may block (subscribeOn(Schedulers.boundedElastic()), or a blocking controller method)",
                null);
    }

    private static OutboxException foreign() {
        return new OutboxException(
                "The transaction '" + TransactionSynchronizationManager.getCurrentTransactionName()
                        + "' is not one of the outbox's DataSource, so that a message can't be stored in it. Begin it with"
                        + " the transaction manager of that DataSource (@Transactional(\"name\")), or mark the DataSource"
                        + " of this transaction manager by @OutboxDataSource",
                null);
    }

    private static OutboxException readOnly() {
        return new OutboxException(
                "The transaction '" + TransactionSynchronizationManager.getCurrentTransactionName()
                        + "' is read-only, so that a message can't be stored in it. Publish in one that writes"
                        + " (@Transactional without readOnly = true), if need be one of its own"
                        + " (propagation = REQUIRES_NEW)",
                null);
    }

    private Connection ofItsOwn() throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private @Nullable ConnectionHolder holder() {
        return (ConnectionHolder) TransactionSynchronizationManager.getResource(dataSource);
    }

    private OutboxSynchronization synchronization() {
        OutboxSynchronization registered = registered();
        if (registered != null) {
            return registered;
        }
        OutboxSynchronization synchronization = new OutboxSynchronization(this, CompletionPhase.isUnderWay());
        TransactionSynchronizationManager.registerSynchronization(synchronization);
        return synchronization;
    }

    private @Nullable OutboxSynchronization registered() {
        for (TransactionSynchronization each : TransactionSynchronizationManager.getSynchronizations()) {
            if (each instanceof OutboxSynchronization ours && ours.isOf(this)) {
                return ours;
            }
        }
        return null;
    }

    /** Commits what was inserted on the transaction's connection after the commit, before the connection is given back. */
    void commitLate() throws SQLException {
        if (holder() == null || foreign.isPresent()) {
            return;
        }
        Connection connection = DataSourceUtils.doGetConnection(dataSource);
        try {
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        } finally {
            DataSourceUtils.doReleaseConnection(connection, dataSource);
        }
    }

    @Override
    public String toString() {
        return "Spring";
    }
}
