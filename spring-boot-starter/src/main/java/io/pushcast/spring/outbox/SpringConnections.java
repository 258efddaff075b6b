package io.pushcast.spring.outbox;

import io.pushcast.outbox.jdbc.TransactionConnections;
import io.pushcast.outbox.store.OutboxException;
import io.pushcast.spring.CallingThread;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
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
    private final BooleanSupplier enlists;

    /**
     * @param enlists whether the calling thread is in a transaction of which each connection that is taken is a part by itself,
     *     as with JTA
     */
    SpringConnections(DataSource dataSource, BooleanSupplier enlists) {
        this.dataSource = target(dataSource);
        this.enlists = enlists;
    }

    private static DataSource target(DataSource dataSource) {
        DataSource target =
                dataSource instanceof TransactionAwareDataSourceProxy proxy ? proxy.getTargetDataSource() : null;
        return target == null ? dataSource : target(target);
    }

    /**
     * The connection of the caller's transaction, or one of its own.
     *
     * @throws OutboxException on an event loop, which JDBC would block; in a transaction in which nothing can be stored
     */
    @Override
    public Connection acquire() throws SQLException {
        if (!CallingThread.mayBlock()) {
            throw eventLoop();
        }
        return isInTransaction() ? ofTransaction() : ofItsOwn();
    }

    @Override
    public void release(Connection connection) throws SQLException {
        DataSourceUtils.doReleaseConnection(connection, dataSource);
    }

    @Override
    public void afterCommit(Runnable action) {
        if (isInTransaction()) {
            if (TransactionSynchronizationManager.isSynchronizationActive()) {
                synchronization().add(action);
            }
        } else {
            action.run();
        }
    }

    private boolean isInTransaction() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            OutboxSynchronization registered = registered();
            return TransactionSynchronizationManager.isActualTransactionActive()
                    && (registered == null || !registered.hasCommitted());
        }
        // After completion nothing can be bound to the transaction any more, though its connection is still there. A
        // transaction manager without synchronisation, on the other hand, binds nothing but its connection.
        return !TransactionSynchronizationManager.isActualTransactionActive() && holder() != null;
    }

    private Connection ofTransaction() throws SQLException {
        if (TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
            throw readOnly();
        }
        ConnectionHolder holder = holder();
        boolean enlisted = enlists.getAsBoolean();
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
        OutboxSynchronization synchronization = new OutboxSynchronization(this);
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
        if (holder() == null) {
            return;
        }
        Connection connection = DataSourceUtils.doGetConnection(dataSource);
        try {
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        } finally {
            release(connection);
        }
    }

    @Override
    public String toString() {
        return "Spring";
    }
}
