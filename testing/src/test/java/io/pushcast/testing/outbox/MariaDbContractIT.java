package io.pushcast.testing.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.MariaDbDataSource;

class MariaDbContractIT extends JdbcContract {

    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Set<Integer> ALL = IntStream.range(0, 64).boxed().collect(Collectors.toSet());

    @Override
    DataSource database() {
        return TestDatabases.mariaDb();
    }

    /** In that night it is twice between two and three o'clock, once until 01:00 UTC and once more after it. */
    @Test
    void leasesDoNotMindTheEndOfSummerTime() throws SQLException {
        addTheZone();
        emptyStore();
        try (OutboxSession first = at("1792886399.0");
                OutboxSession second = at("1792886400.5");
                OutboxSession third = at("1792889999.0");
                OutboxSession fourth = at("1792890010.5")) {
            assertThat(first.take("a", LEASE, 64, Set.of())).hasSize(64);
            assertThat(second.take("b", LEASE, 64, Set.of())).isEmpty();
            first.release("a", ALL);

            assertThat(third.take("c", LEASE, 64, Set.of())).hasSize(64);
            assertThat(fourth.take("d", LEASE, 64, Set.of())).hasSize(64);
        }
    }

    private static void addTheZone() throws SQLException {
        try (Connection connection = TestDatabases.mariaDb().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("replace into mysql.time_zone values (9, 'N')");
            statement.execute("replace into mysql.time_zone_name values ('Test/Berlin', 9)");
            statement.execute("replace into mysql.time_zone_transition_type values (9, 0, 7200, 1, 'CEST'),"
                    + " (9, 1, 3600, 0, 'CET')");
            statement.execute("replace into mysql.time_zone_transition values (9, 1774746000, 0), (9, 1792890000, 1)");
        }
    }

    private static OutboxSession at(String secondsSince1970) throws SQLException {
        String url = TestDatabases.mariaDb().getJdbcUrl();
        MariaDbDataSource database = new MariaDbDataSource(url + (url.contains("?") ? "&" : "?")
                + "user=root&sessionVariables=time_zone='Test/Berlin',timestamp=" + secondsSince1970);
        return JdbcOutboxStore.of(database).open();
    }

    @Test
    void refusesAKeyThatTheDatabaseWouldCutOff() throws SQLException {
        OutboxStore store = emptyStore();
        store.insert(new OutboxRecord("app", 1, 1, "m", "orders", "placed", "1", "😀".repeat(700), null, ""), () -> {});
        OutboxRecord tooLong = new OutboxRecord("app", 1, 1, "m", "orders", "placed", "1", "k".repeat(701), null, "");
        assertThatThrownBy(() -> store.insert(tooLong, () -> {}))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("The ordering key of a message has 701 characters")
                .hasMessageContaining("takes 700: kkk");
    }
}
