package io.pushcast.testing.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.Pushcast;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Runs every statement of the page about an outbox in operation, on one that is stuck. */
abstract class MonitoringSqlCases {

    private static final Path PAGE = Path.of("../docs/outbox-operations.md");

    private static final Pattern STATEMENT = Pattern.compile("(?:\n([^\n`]+)\n)?\n```sql\n(.+?);\n```", Pattern.DOTALL);

    abstract DataSource database();

    /** The heading of the section. */
    abstract String heading();

    private record Described(String what, String sql) {}

    private List<Described> statements() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("\n### " + heading() + "\n");
        int end = page.indexOf("\n### ", begin + 1);
        assertThat(begin).isPositive();
        List<Described> statements = new ArrayList<>();
        // What follows another statement has no words of its own.
        Matcher matcher = STATEMENT.matcher(page.substring(begin, end < 0 ? page.length() : end));
        while (matcher.find()) {
            statements.add(new Described(String.valueOf(matcher.group(1)), matcher.group(2)));
        }
        return statements;
    }

    private int run(String sql) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return statement.getUpdateCount();
            }
            int rows = 0;
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        assertThat(result.getString(i))
                                .as(result.getMetaData().getColumnLabel(i))
                                .isNotNull();
                    }
                    rows++;
                }
            }
            return rows;
        }
    }

    private int rowsOf(String what) throws Exception {
        return run(statements().stream()
                .filter(statement -> statement.what().startsWith(what))
                .findFirst()
                .orElseThrow(() -> new AssertionError(what))
                .sql());
    }

    @Test
    void everyStatementOfThePageSaysWhatThePageSays() throws Exception {
        OutboxTables.drop(database());
        try (EmbeddedPusher server = EmbeddedPusher.start()) {
            Outbox outbox = Outbox.on(
                            JdbcOutboxStore.on(database()).createSchema(true).build())
                    .name("shop")
                    .leaseTime(Duration.ofSeconds(2))
                    .build();
            try (Pushcast pushcast =
                    Pushcast.builder().app(server.app()).outbox(outbox).build()) {
                server.faults().next(1, Fault.status(400));
                pushcast.to("dead").named("happened").payload(1).publish();
                await().until(() -> OutboxTables.rows(database(), "pushcast_outbox_dead") == 1);
                server.faults().always(Fault.status(503));
                pushcast.to("orders").named("happened").payload(2).publish();
                pushcast.to("orders").named("happened").payload(3).publish();
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> outbox.stuckMessages().list(1).size() == 1);

                assertThat(rowsOf("What waits, and for how long")).isEqualTo(1);
                assertThat(rowsOf("The same by partition")).isEqualTo(1);
                assertThat(rowsOf("The ordering keys whose first message")).isEqualTo(1);
                assertThat(rowsOf("What is being retried")).isPositive();
                assertThat(rowsOf("Dead letters by reason")).isEqualTo(1);
                assertThat(rowsOf("The instances that live")).isEqualTo(1);
                assertThat(rowsOf("Partitions that nobody delivers")).isZero();
                assertThat(rowsOf("Outboxes that are paused")).isZero();
                assertThat(rowsOf("Pause an outbox")).isPositive();
                assertThat(rowsOf("Outboxes that are paused")).isEqualTo(1);
                await().until(() -> outbox.status().paused());
                for (Described statement : statements()) {
                    run(statement.sql());
                }
                await().until(() -> !outbox.status().paused());
                assertThat(statements()).hasSize(12);
            }
        }
        OutboxTables.drop(database());
    }
}
