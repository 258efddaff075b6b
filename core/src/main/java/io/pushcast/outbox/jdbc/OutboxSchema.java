package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.OutboxException;
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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of the outbox: creates them, and says what is missing of them. */
final class OutboxSchema {

    private static final List<String> MESSAGE_COLUMNS =
            List.of(("id, " + MessageRows.INSERTED + ", created_at").split(", "));

    /** The files have none within a statement. */
    private static final Pattern STATEMENT_END = Pattern.compile(";");

    private static final Logger log = LoggerFactory.getLogger(OutboxSchema.class);

    /** Each statement can fail once or twice that way. */
    private static final int MOST_ATTEMPTS = 20;

    private final Dialect dialect;
    private final TableNames tables;

    OutboxSchema(Dialect dialect, TableNames tables) {
        this.dialect = dialect;
        this.tables = tables;
    }

    /** The tables that are meant by these settings, if no schema is named by what an unqualified name means here and now. */
    static TableNames find(Connection connection, Dialect dialect, @Nullable String schema, String prefix)
            throws SQLException {
        if (schema != null) {
            return new TableNames(schema, prefix);
        }
        try (PreparedStatement query = connection.prepareStatement(dialect.findSchema(prefix));
                ResultSet row = query.executeQuery()) {
            String found = row.next() ? row.getString(1) : null;
            return new TableNames(found == null ? "" : dialect.quoted(found), prefix);
        }
    }

    private Map<String, List<String>> columnsByTable() {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        List<String> dead = new ArrayList<>(MESSAGE_COLUMNS);
        dead.addAll(List.of("reason", "http_status", "explanation", "attempts", "died_at"));
        String prefix = tables.prefix();
        columns.put(prefix, MESSAGE_COLUMNS);
        columns.put(prefix + "_dead", dead);
        columns.put(prefix + "_lease", List.of("outbox", "partition_no", "owner", "epoch", "expires_at"));
        columns.put(prefix + "_instance", List.of("outbox", "instance", "expires_at"));
        columns.put(
                prefix + "_retry",
                List.of("id", "outbox", "message_id", "attempts", "http_status", "failure", "since", "failed_at"));
        columns.put(prefix + "_control", List.of("outbox", "paused_at"));
        columns.put(prefix + "_version", List.of("version", "compatible_with"));
        return columns;
    }

    /**
     * The version of the tables.
     *
     * @param number how many of the files were run
     * @param compatibleWith the least number of files that a version of this library knows if it can work with these tables
     */
    private record Version(int number, int compatibleWith) {}

    /** The version that this library knows. */
    private int newest() {
        return dialect.schemaFiles().size();
    }

    /** Empty if the tables are not there. */
    private Optional<Version> version(Connection connection) throws SQLException {
        if (columns(connection, tables.prefix() + "_version").isEmpty()) {
            return Optional.empty();
        }
        try (PreparedStatement query =
                        connection.prepareStatement("select version, compatible_with from " + tables.version());
                ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(new Version(row.getInt(1), row.getInt(2))) : Optional.empty();
        }
    }

    /** Runs those of the files that were not run yet, one instance after the other; instances that work go on. */
    void migrate(Connection connection) throws SQLException {
        for (int attempts = 1; ; attempts++) {
            try {
                LocalTransaction.run(connection, same -> {
                    migrateAlone(same);
                    return same;
                });
                return;
            } catch (SQLException e) {
                // Where nothing can be locked, "if not exists" does not help those who look at the same moment.
                if (attempts == MOST_ATTEMPTS) {
                    throw e;
                }
                log.debug("Could not create the outbox's tables; looking whether somebody else has", e);
            }
        }
    }

    private void migrateAlone(Connection connection) throws SQLException {
        String lock = "pushcast " + tables.messages();
        dialect.lockSchema(connection, lock);
        try {
            int done = version(connection).map(Version::number).orElse(0);
            for (int next = done; next < newest(); next++) {
                run(connection, dialect.schemaFiles().get(next));
                log.info("The tables of the outbox {} have version {} now", tables.messages(), next + 1);
            }
        } finally {
            dialect.unlockSchema(connection, lock);
        }
    }

    private void run(Connection connection, String file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements(file)) {
                statement.execute(tables.inStatement(sql));
            }
        }
    }

    private List<String> statements(String file) {
        StringBuilder script = new StringBuilder();
        read(file)
                .lines()
                .filter(line -> !line.startsWith("--"))
                .forEach(line -> script.append(line).append('\n'));
        return STATEMENT_END
                .splitAsStream(script)
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private String read(String path) {
        try (InputStream file = dialect.getClass().getClassLoader().getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException("There is no " + path + " on the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws OutboxException if anything is missing, or the tables are too new; says all of it */
    void check(Connection connection) throws SQLException {
        Optional<Version> version = version(connection);
        if (version.isPresent() && version.get().compatibleWith() > newest()) {
            throw new OutboxException(
                    "The tables of the outbox " + tables.messages() + " have version "
                            + version.get().number() + ", which a newer version of Pushcast has made; this one knows"
                            + " versions up to " + newest() + ". Update Pushcast in this service",
                    null);
        }
        List<String> missing = missing(connection);
        int done = version.map(Version::number).orElse(0);
        if (!missing.isEmpty() || done < newest()) {
            throw new OutboxException(
                    "The outbox can't work in this database, " + lack(missing, done) + ". Run "
                            + dialect.schemaFiles().stream()
                                    .skip(missing.isEmpty() ? done : 0)
                                    .map(file -> "classpath:" + file)
                                    .collect(Collectors.joining(", "))
                            + " (by Flyway, Liquibase or hand), or have the outbox create them:"
                            + " createSchema(true) of the store, or the property of your framework",
                    null);
        }
    }

    private String lack(List<String> missing, int done) {
        return missing.isEmpty()
                ? "whose tables " + tables.messages() + " have version " + done + " and need " + newest()
                : "which lacks " + String.join(", ", missing);
    }

    private List<String> missing(Connection connection) throws SQLException {
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, List<String>> table : columnsByTable().entrySet()) {
            Set<String> present = columns(connection, table.getKey());
            if (present.isEmpty()) {
                missing.add("the table " + table.getKey());
                continue;
            }
            table.getValue().stream()
                    .filter(column -> !present.contains(column))
                    .forEach(column -> missing.add("the column " + column + " of " + table.getKey()));
        }
        return missing;
    }

    private Set<String> columns(Connection connection, String table) throws SQLException {
        Set<String> columns = new HashSet<>();
        String schema = tables.bareSchema();
        String sql = "select column_name from information_schema.columns where lower(table_name) = ?"
                + (schema.isEmpty() ? "" : " and lower(table_schema) = ?");
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, table.toLowerCase(Locale.ROOT));
            if (!schema.isEmpty()) {
                query.setString(2, schema.toLowerCase(Locale.ROOT));
            }
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    columns.add(found.getString(1).toLowerCase(Locale.ROOT));
                }
            }
        }
        return columns;
    }
}
