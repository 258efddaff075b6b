package io.pushcast.testing.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxSession.LoadRequest;
import io.pushcast.outbox.store.StoredRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a pooler in transaction mode would hand on to others: nothing of a session is changed by the outbox. */
class PostgresSessionIT {

    private final HikariDataSource pool = pool();

    private static HikariDataSource pool() {
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(TestDatabases.postgres().getJdbcUrl());
        configuration.setUsername("postgres");
        configuration.setMaximumPoolSize(2);
        configuration.addDataSourceProperty(
                "options", "-c default_transaction_isolation=serializable -c default_transaction_read_only=on");
        return new HikariDataSource(configuration);
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void worksOnAStrictDatabaseAndLeavesItsSessionsAsTheyAre() throws SQLException {
        OutboxTables.drop(TestDatabases.postgres());
        JdbcOutboxStore.on(TestDatabases.postgres()).createSchema(true).build().check();
        OutboxRecord message = new OutboxRecord("app", 1, 1, "m", "c", "e", "1", "k", null, "");
        JdbcOutboxStore.of(TestDatabases.postgres()).insert(List.of(message, message), () -> {});

        JdbcOutboxStore strict = JdbcOutboxStore.of(pool);
        try (OutboxSession session = strict.open()) {
            assertThat(session.heartbeat("a", Duration.ofMinutes(1)).live()).isEqualTo(1);
            assertThat(session.take("a", Duration.ofMinutes(1), 64, Set.of())).hasSize(64);
            List<StoredRecord> loaded = session.load(LoadRequest.of(Set.of(1), 0, 10, 10_000, false), found -> true)
                    .messages();
            assertThat(loaded).hasSize(2);
            session.delete(loaded);
            assertThat(session.newest()).isZero();
        }
        try (Connection one = pool.getConnection();
                Connection other = pool.getConnection()) {
            for (Connection connection : List.of(one, other)) {
                assertThat(show(connection, "default_transaction_isolation")).isEqualTo("serializable");
                assertThat(show(connection, "transaction_isolation")).isEqualTo("serializable");
                assertThat(show(connection, "transaction_read_only")).isEqualTo("on");
                assertThat(show(connection, "enable_seqscan")).isEqualTo("on");
            }
        }
        OutboxTables.drop(TestDatabases.postgres());
    }
}
