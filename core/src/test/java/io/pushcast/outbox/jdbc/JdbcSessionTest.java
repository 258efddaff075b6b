package io.pushcast.outbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
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

    @Test
    void limitsTheTimeOfAnAnswerAsAskedFor() {
        store.open(Duration.ofMillis(200)).close();
        assertThat(networkTimeouts()).containsExactly("setNetworkTimeout 200", "setNetworkTimeout 0");
        store.open(Duration.ofMinutes(2)).close();
        assertThat(networkTimeouts()).first().isEqualTo("setNetworkTimeout 30000");
    }
}
