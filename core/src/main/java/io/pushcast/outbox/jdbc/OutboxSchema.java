package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of the outbox: creates them, and says what is missing of them. */
final class OutboxSchema {

    private static final String[] MESSAGE_COLUMNS = {
        "id",
        "partition_no",
        "message_id",
        "channels",
        "event_name",
        "payload",
        "ordering_key",
        "excluded_socket",
        "headers",
        "created_at"
    };

    private static final Map<String, List<String>> TABLES = tables();

    /** The files have none within a statement. */
    private static final Pattern STATEMENT_END = Pattern.compile(";");

    private static final Logger log = LoggerFactory.getLogger(OutboxSchema.class);

    /** Each statement can fail once or twice that way. */
    private static final int MOST_ATTEMPTS = 20;

    private final Dialect dialect;

    OutboxSchema(Dialect dialect) {
        this.dialect = dialect;
    }

    private static Map<String, List<String>> tables() {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        List<String> dead = new ArrayList<>(List.of(MESSAGE_COLUMNS));
        dead.addAll(List.of("reason", "http_status", "explanation", "attempts", "died_at"));
        tables.put("pushcast_outbox", List.of(MESSAGE_COLUMNS));
        tables.put("pushcast_outbox_dead", dead);
        tables.put("pushcast_outbox_lease", List.of("partition_no", "owner", "epoch", "expires_at"));
        tables.put("pushcast_outbox_instance", List.of("instance", "expires_at"));
        return tables;
    }

    /** Creates what is missing, also while other instances do. */
    void createIfMissing(Connection connection) throws SQLException {
        for (int attempts = 1; !missing(connection).isEmpty(); attempts++) {
            try {
                create(connection);
                return;
            } catch (SQLException e) {
                // "If not exists" does not help those who are looking at the same moment: one of them fails.
                if (attempts == MOST_ATTEMPTS) {
                    throw e;
                }
                log.debug("Could not create the outbox's tables; looking whether somebody else has", e);
            }
        }
    }

    private void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements()) {
                statement.execute(sql);
            }
        }
    }

    private List<String> statements() {
        StringBuilder script = new StringBuilder();
        read().lines()
                .filter(line -> !line.startsWith("--"))
                .forEach(line -> script.append(line).append('\n'));
        return STATEMENT_END
                .splitAsStream(script)
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private String read() {
        try (InputStream file = dialect.getClass().getClassLoader().getResourceAsStream(dialect.schemaFile())) {
            if (file == null) {
                throw new IllegalStateException("There is no " + dialect.schemaFile() + " on the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws OutboxException if anything is missing; says all of it */
    void check(Connection connection) throws SQLException {
        List<String> missing = missing(connection);
        if (!missing.isEmpty()) {
            throw new OutboxException(
                    "The outbox can't work in this database, which lacks " + String.join(", ", missing)
                            + ". Run classpath:" + dialect.schemaFile()
                            + " (by Flyway, Liquibase or hand), or have the outbox create them:"
                            + " createSchema(true) of the store, or the property of your framework",
                    null);
        }
    }

    private List<String> missing(Connection connection) throws SQLException {
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, List<String>> table : TABLES.entrySet()) {
            Set<String> present = columns(connection, table.getKey());
            if (present.isEmpty()) {
                missing.add("the table " + table.getKey());
                continue;
            }
            table.getValue().stream()
                    .filter(column -> !present.contains(column))
                    .forEach(column -> missing.add("the column " + column + " of " + table.getKey()));
        }
        if (missing.isEmpty()) {
            addMissingLeases(connection, missing);
        }
        return missing;
    }

    private Set<String> columns(Connection connection, String table) throws SQLException {
        Set<String> columns = new HashSet<>();
        String sql = "select column_name from information_schema.columns where lower(table_name) = ? and "
                + dialect.isInSearchPath();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, table);
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    columns.add(found.getString(1).toLowerCase(Locale.ROOT));
                }
            }
        }
        return columns;
    }

    private static void addMissingLeases(Connection connection, List<String> missing) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                        "select count(*) from pushcast_outbox_lease where partition_no between 0 and 63");
                ResultSet found = query.executeQuery()) {
            found.next();
            int rows = found.getInt(1);
            if (rows != OutboxStore.PARTITIONS) {
                missing.add((OutboxStore.PARTITIONS - rows) + " of the 64 rows of pushcast_outbox_lease");
            }
        }
    }
}
