package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.OutboxBacklog;
import io.pushcast.outbox.store.OutboxBacklog.KeyLag;
import io.pushcast.outbox.store.OutboxBacklog.Lag;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says where messages of an outbox wait. Each query reads a bounded number of rows. */
final class BacklogQueries {

    private static final int LOOKED_AT = 100_000;

    private final Connection connection;
    private final Dialect dialect;
    private final TableNames tables;
    private final String outbox;

    BacklogQueries(Connection connection, Dialect dialect, TableNames tables, String outbox) {
        this.connection = connection;
        this.dialect = dialect;
        this.tables = tables;
        this.outbox = outbox;
    }

    OutboxBacklog backlog(int keys) throws SQLException {
        Map<String, Lag> apps = new HashMap<>();
        query(by("app"), row -> apps.put(row.getString(1), lag(row)));
        Map<Integer, Lag> partitions = new HashMap<>();
        query(by("partition_no"), row -> partitions.put(row.getInt(1), lag(row)));
        List<KeyLag> oldest = new ArrayList<>();
        query(
                dialect.firstRows(by("ordering_key") + " order by min(id)", keys),
                row -> oldest.add(new KeyLag(row.getString(1), lag(row).messages(), lag(row).oldestAge())));
        return new OutboxBacklog(apps, partitions, oldest);
    }

    private String by(String column) {
        String first = dialect.firstRows(
                "select id, created_at, " + column + " from " + tables.messages()
                        + " where case when outbox = ? then 1 else 0 end = 1 order by id",
                LOOKED_AT);
        return "select " + column + ", count(*), " + dialect.now() + " - min(created_at) from (" + first
                + ") waiting group by " + column;
    }

    private static Lag lag(ResultSet row) throws SQLException {
        // A clock that was set back must not make it negative.
        return new Lag(row.getLong(2), Duration.ofMillis(Math.max(0, row.getLong(3))));
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, Row reader) throws SQLException {
        try (PreparedStatement query = dialect.prepare(connection, sql)) {
            query.setString(1, outbox);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }
}
