package io.pushcast.testing.outbox;

import io.pushcast.outbox.OutboxStore;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.testing.OutboxStoreContract;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The contract for a store in a database. */
abstract class JdbcContract extends OutboxStoreContract {

    private JdbcOutboxStore store;

    abstract DataSource database();

    @Override
    protected OutboxStore emptyStore() throws SQLException {
        Tables.drop(database());
        store = JdbcOutboxStore.on(database()).createSchema(true).build();
        store.check();
        return store;
    }

    @Override
    protected Transaction begin() throws SQLException {
        Connection connection = database().getConnection();
        connection.setAutoCommit(false);
        return new Transaction() {
            @Override
            public void run(Runnable work) throws SQLException {
                store.within(connection, same -> {
                    work.run();
                    return same;
                });
            }

            @Override
            public void commit() throws SQLException {
                try (connection) {
                    connection.commit();
                }
            }

            @Override
            public void rollback() throws SQLException {
                try (connection) {
                    connection.rollback();
                }
            }
        };
    }
}
