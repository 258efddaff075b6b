package io.pushcast.spring.outbox;

import io.pushcast.outbox.OutboxException;
import io.pushcast.outbox.jdbc.TransactionConnections;
import java.sql.Connection;
import java.sql.SQLException;
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
    private final boolean enlists;

    /** @param enlists whether a connection taken in a transaction is part of it by itself, as with JTA */
    SpringConnections(DataSource dataSource, boolean enlists) {
        this.dataSource = target(dataSource);
        this.enlists = enlists;
    }

    private static DataSource target(DataSource dataSource) {
        DataSource target =
                dataSource instanceof TransactionAwareDataSourceProxy proxy ? proxy.getTargetDataSource() : null;
        return target == null ? dataSource : target(target);
    }

    @Override
    public Connection acquire() throws SQLException {
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
        ConnectionHolder holder = holder();
        if (holder == null && !enlists) {
            throw foreign();
        }
        Connection connection = DataSourceUtils.doGetConnection(dataSource);
        if (holder != null && isOnlyShared(holder, connection)) {
            release(connection);
            throw foreign();
        }
        return connection;
    }

    /**
     * Whether the connection was taken by JDBC in a transaction of something else, and commits each statement by itself. One
     * of JPA does so, too, after its commit, but is not marked.
     */
    private boolean isOnlyShared(ConnectionHolder holder, Connection connection) throws SQLException {
        return !enlists && holder.isSynchronizedWithTransaction() && connection.getAutoCommit();
    }

    private static OutboxException foreign() {
        return new OutboxException(
                "The transaction '" + TransactionSynchronizationManager.getCurrentTransactionName()
                        + "' is not one of the outbox's DataSource, so that a message can't be stored in it. Begin it with"
                        + " the transaction manager of that DataSource (@Transactional(\"name\")), or mark the DataSource"
                        + " of this transaction manager by @OutboxDataSource",
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
