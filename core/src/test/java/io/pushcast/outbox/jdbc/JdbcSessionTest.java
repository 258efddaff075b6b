package io.pushcast.outbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.outbox.store.OutboxCounts;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxSession.LoadRequest;
import io.pushcast.outbox.store.StoredRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcSessionTest {

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

    private List<String> networkTimeouts() {
        return database.calls().stream()
                .filter(call -> call.startsWith("setNetworkTimeout"))
                .toList();
    }

    private static final DeadLetterCause DEATH = new DeadLetterCause(DeadLetterCause.Reason.REJECTED, 400, "bad", 1);

    private StoredRecord stored(OutboxSession session) {
        store.insert(new OutboxRecord("app", 1, 1, "m", "orders", "placed", "1", "key", null, ""), () -> {});
        return session.load(LoadRequest.of(Set.of(1), 0, 1, 1, false), found -> true)
                .messages()
                .get(0);
    }

    private void failAt(String start, Throwable failure) {
        database.failing(call -> {
            if (call.startsWith(start)) {
                throw failure;
            }
        });
    }

    @Test
    void losesNoMessageToAnErrorWhileItBecomesADeadLetter() throws SQLException {
        try (OutboxSession session = store.open()) {
            StoredRecord message = stored(session);
            failAt("prepareStatement insert into \"PUBLIC\".pushcast_outbox_dead", new OutOfMemoryError("heap"));
            assertThatThrownBy(() -> session.bury(message, DEATH)).isInstanceOf(OutOfMemoryError.class);
            assertThat(database.rows("pushcast_outbox")).isEqualTo(1);
            assertThat(database.rows("pushcast_outbox_dead")).isZero();

            database.failing(call -> {});
            assertThat(session.bury(message, DEATH)).isTrue();
        }
    }

    @Test
    void sendsNothingTwiceForAnErrorWhileADeadLetterIsRetried() throws SQLException {
        try (OutboxSession session = store.open()) {
            session.bury(stored(session), DEATH);
            failAt("prepareStatement delete from \"PUBLIC\".pushcast_outbox_dead", new OutOfMemoryError("heap"));
            assertThatThrownBy(() -> session.revive(DeadLetterFilter.all())).isInstanceOf(OutOfMemoryError.class);
        }
        assertThat(database.rows("pushcast_outbox")).isZero();
        assertThat(database.rows("pushcast_outbox_dead")).isEqualTo(1);
    }

    @Test
    void commitsNothingThatItCouldNotRollBack() throws SQLException {
        try (OutboxSession session = store.open()) {
            StoredRecord message = stored(session);
            database.failing(call -> {
                if (call.startsWith("prepareStatement insert into \"PUBLIC\".pushcast_outbox_dead")) {
                    throw new SQLException("the reason");
                }
                if (call.equals("rollback")) {
                    throw new SQLException("no rollback today");
                }
            });
            assertThatThrownBy(() -> session.bury(message, DEATH)).hasMessageContaining("the reason");
            database.calls();
        }
        assertThat(database.calls()).doesNotContain("setAutoCommit true").endsWith("close");
        assertThat(database.rows("pushcast_outbox")).isEqualTo(1);
    }

    @Test
    void keepsNoConnectionThatItCouldNotPrepare() {
        failAt("setTransactionIsolation", new NoClassDefFoundError("something"));
        assertThatThrownBy(store::open).isInstanceOf(NoClassDefFoundError.class);
        assertThat(database.calls()).endsWith("close");
    }

    @Test
    void leavesATransactionAloneThatTheThreadIsIn() throws SQLException {
        try (Connection business = database.plain().getConnection();
                Statement statement = business.createStatement()) {
            business.setAutoCommit(false);
            store = JdbcOutboxStore.of(database.transactionAware(business));
            statement.execute("insert into pushcast_outbox_instance values ('default', 'business', 1)");
            store.check();
            assertThat(store.canAnnounce()).isFalse();
            try (OutboxSession session = store.open()) {
                assertThat(session.count().pending()).isZero();
            }
            business.rollback();
        }
        assertThat(database.rows("pushcast_outbox_instance")).isZero();
    }

    @Test
    void givesAConnectionBackAsItCame() {
        store = JdbcOutboxStore.of(database.watchedWithoutAutoCommit());
        store.check();
        assertThat(database.calls()).endsWith("setAutoCommit false", "close");
        store.open().close();
        assertThat(database.calls()).contains("setTransactionIsolation 2").endsWith("setAutoCommit false", "close");
    }

    @Test
    void readsNoPayloadOfWhatIsHeldAlready() {
        try (OutboxSession session = store.open()) {
            StoredRecord held = stored(session);
            database.calls();
            assertThat(session.load(LoadRequest.of(Set.of(1), 0, 10, 1_000, false), found -> found.id() != held.id())
                            .messages())
                    .isEmpty();
            assertThat(database.calls())
                    .singleElement()
                    .asString()
                    .startsWith("prepareStatement select m.id, m.partition_no, m.key_hash, m.app from"
                            + " \"PUBLIC\".pushcast_outbox m where");
        }
    }

    @Test
    void takesTheAgeOfTheFirstAndCountsNoFurtherThanNecessary() throws SQLException {
        database.run(
                "insert into pushcast_outbox (outbox, app, key_hash, partition_no, message_id, channels, event_name,"
                        + " payload, ordering_key, headers, created_at)"
                        + " select 'default', 'app', 1, 1, 'm', 'c', 'e', '1', 'k', '', "
                        + new H2Dialect().now() + " - x * 1000 from system_range(1, 100500)");
        try (OutboxSession session = store.open()) {
            OutboxCounts counts = session.count();
            assertThat(counts.pending()).isGreaterThan(100_000);
            assertThat(counts.oldestAge()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
        }
        assertThat(database.calls()).anyMatch(call -> call.contains("row_count_estimate"));
    }

    @Test
    void goesByTheTimeOfTheWholeWorld() throws SQLException {
        try (Connection connection = database.plain().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set time zone '-07:00'");
            try (ResultSet row = statement.executeQuery("select " + new H2Dialect().now())) {
                row.next();
                assertThat(Instant.ofEpochMilli(row.getLong(1)))
                        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
            }
        }
    }

    @Test
    void limitsTheTimeOfAnAnswerAsAskedFor() {
        store.open(Duration.ofMillis(200)).close();
        assertThat(networkTimeouts()).containsExactly("setNetworkTimeout 200", "setNetworkTimeout 0");
        store.open(Duration.ofMinutes(2)).close();
        assertThat(networkTimeouts()).first().isEqualTo("setNetworkTimeout 30000");
    }
}
