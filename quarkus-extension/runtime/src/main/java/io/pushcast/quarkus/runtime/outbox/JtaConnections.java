package io.pushcast.quarkus.runtime.outbox;

import io.pushcast.outbox.jdbc.TransactionConnections;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The connections of a datasource that takes part in JTA transactions: within one, all connections that are asked for are
 * one and the same, and closing it leaves it to the transaction.
 */
final class JtaConnections implements TransactionConnections {

    private final DataSource dataSource;
    private final TransactionSynchronizationRegistry transactions;

    JtaConnections(DataSource dataSource, TransactionSynchronizationRegistry transactions) {
        this.dataSource = dataSource;
        this.transactions = transactions;
    }

    @Override
    public Connection acquire() throws SQLException {
        return dataSource.getConnection();
    }

    @Override
    public void release(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public void afterCommit(Runnable action) {
        switch (transactions.getTransactionStatus()) {
            case Status.STATUS_ACTIVE, Status.STATUS_PREPARING ->
                actionsOfTransaction().add(action);
            case Status.STATUS_MARKED_ROLLBACK, Status.STATUS_ROLLING_BACK -> {
                // It can't commit any more.
            }
            // None, or one that is over: the message was stored in a transaction of its own.
            default -> action.run();
        }
    }

    private AfterCommit actionsOfTransaction() {
        AfterCommit actions = (AfterCommit) transactions.getResource(this);
        if (actions == null) {
            actions = new AfterCommit();
            transactions.registerInterposedSynchronization(actions);
            transactions.putResource(this, actions);
        }
        return actions;
    }

    @Override
    public String toString() {
        return "JTA";
    }
}
