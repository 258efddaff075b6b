package io.pushcast.outbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.outbox.store.OutboxRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThreadBoundConnectionsTest {

    private static final OutboxRecord MESSAGE =
            new OutboxRecord("app", 1, 1, "m", "orders", "placed", "1", "key", null, "");

    private final AtomicInteger told = new AtomicInteger();
    private WatchedDatabase database;
    private JdbcOutboxStore store;

    @BeforeEach
    void createTables() throws SQLException {
        database = new WatchedDatabase();
        JdbcOutboxStore.on(database.plain()).createSchema(true).build().check();
        store = JdbcOutboxStore.of(database.watched());
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private Connection insert(Connection connection) {
        store.insert(MESSAGE, told::incrementAndGet);
        return connection;
    }

    @Test
    void tellsOfTheReasonAndNotOfWhatCameOfIt() throws SQLException {
        assertThatThrownBy(() -> store.transaction(connection -> {
                    insert(connection);
                    connection.close();
                    throw new IllegalStateException("the business reason");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the business reason");
        assertThat(database.rows("pushcast_outbox")).isZero();
        assertThat(told).hasValue(0);
    }

    @Test
    void doesNotCommitWhatCannotBeRolledBack() throws SQLException {
        database.failing(call -> {
            if (call.equals("rollback")) {
                throw new SQLException("no rollback today");
            }
        });
        assertThatThrownBy(() -> store.transaction(connection -> {
                    insert(connection);
                    throw new AssertionError("the business reason");
                }))
                .hasMessage("the business reason")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(database.calls()).doesNotContain("setAutoCommit true").contains("close");
        assertThat(database.rows("pushcast_outbox")).isZero();
    }

    @Test
    void failsNoTransactionForWhatGoesWrongAfterItsCommit() throws SQLException {
        for (String afterwards : new String[] {"setAutoCommit true", "close"}) {
            database.failing(call -> {
                if (call.equals(afterwards)) {
                    throw new SQLException("the connection broke");
                }
            });
            assertThat(store.<String>transaction(connection -> {
                        insert(connection);
                        return "done";
                    }))
                    .isEqualTo("done");
        }
        assertThat(told).hasValue(2);
        assertThat(database.rows("pushcast_outbox")).isEqualTo(2);
    }

    @Test
    void refusesAConnectionOnWhichThereIsNoTransaction() throws SQLException {
        try (Connection connection = database.plain().getConnection()) {
            assertThatThrownBy(() -> store.within(connection, this::insert))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("auto-commit")
                    .hasMessageContaining("setAutoCommit(false)");
        }
        assertThat(database.rows("pushcast_outbox")).isZero();
    }

    @Test
    void withinATransactionOfItsOwnItTellsOfTheCommit() throws SQLException {
        store.transaction(connection -> {
            store.within(connection, same -> {
                try (Connection other = database.plain().getConnection()) {
                    other.setAutoCommit(false);
                    return store.within(other, different -> store.within(connection, this::insert));
                }
            });
            assertThat(told).hasValue(0);
            return connection;
        });
        assertThat(told).hasValue(1);
    }

    @Test
    void givesAConnectionBackAsItCame() throws SQLException {
        store = JdbcOutboxStore.of(database.watchedWithoutAutoCommit());
        store.insert(MESSAGE, told::incrementAndGet);
        assertThat(database.rows("pushcast_outbox")).isEqualTo(1);
        assertThat(database.calls()).endsWith("setAutoCommit false", "close");
        store.transaction(this::insert);
        assertThat(database.calls()).endsWith("setAutoCommit false", "close");
        assertThat(database.rows("pushcast_outbox")).isEqualTo(2);
    }

    @Test
    void leavesATransactionAloneThatTheThreadIsIn() throws SQLException {
        try (Connection business = database.plain().getConnection()) {
            business.setAutoCommit(false);
            store = JdbcOutboxStore.of(database.transactionAware(business));
            business.createStatement()
                    .execute("insert into pushcast_outbox_instance values ('default', 'business', 1)");
            store.insert(MESSAGE, told::incrementAndGet);
            store.transaction(this::insert);
            business.rollback();
        }
        assertThat(database.rows("pushcast_outbox_instance")).isZero();
        assertThat(database.rows("pushcast_outbox")).isEqualTo(2);
    }
}
