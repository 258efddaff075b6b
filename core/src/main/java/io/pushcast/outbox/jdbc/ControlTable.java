package io.pushcast.outbox.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What all instances of an outbox are told by hand. */
final class ControlTable {

    private final Connection connection;
    private final Dialect dialect;
    private final TableNames tables;
    private final String outbox;

    ControlTable(Connection connection, Dialect dialect, TableNames tables, String outbox) {
        this.connection = connection;
        this.dialect = dialect;
        this.tables = tables;
        this.outbox = outbox;
    }

    int pause(boolean paused) throws SQLException {
        if (!paused) {
            return update("update " + tables.control() + " set paused_at = null where outbox = ?");
        }
        // Both in one statement each, so that two who pause at the same time don't mind each other.
        int there = update("update " + tables.control() + " set paused_at = coalesce(paused_at, " + dialect.now()
                + ") where outbox = ?");
        if (there > 0 || isThere()) {
            return there;
        }
        try {
            return update("insert into " + tables.control() + " (outbox, paused_at) values (?, " + dialect.now() + ")");
        } catch (SQLException e) {
            if (isThere()) {
                return 0;
            }
            throw e;
        }
    }

    private int update(String sql) throws SQLException {
        try (PreparedStatement update = dialect.prepare(connection, sql)) {
            update.setString(1, outbox);
            return update.executeUpdate();
        }
    }

    private boolean isThere() throws SQLException {
        try (PreparedStatement query =
                dialect.prepare(connection, "select 1 from " + tables.control() + " where outbox = ?")) {
            query.setString(1, outbox);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    @Nullable
    Instant pausedSince() throws SQLException {
        try (PreparedStatement query = dialect.prepare(
                connection,
                "select paused_at from " + tables.control() + " where outbox = ? and paused_at is not null")) {
            query.setString(1, outbox);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Instant.ofEpochMilli(row.getLong(1)) : null;
            }
        }
    }
}
