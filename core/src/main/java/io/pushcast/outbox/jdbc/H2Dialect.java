package io.pushcast.outbox.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** H2, for development and tests. */
final class H2Dialect extends Dialect {

    private static final int NOT_ENOUGH_RIGHTS = 90096;

    H2Dialect() {
        // Not by datediff, which takes the difference of the local times.
        super("h2", "cast(extract(epoch from current_timestamp) * 1000 as bigint)");
    }

    /** @throws SQLException if it pretends to be a database whose SQL the outbox does not speak */
    static void checkMode(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                        "select setting_value from information_schema.settings where setting_name = 'MODE'");
                ResultSet row = query.executeQuery()) {
            String mode = row.next() ? row.getString(1) : "";
            if (mode.equalsIgnoreCase("Oracle") || mode.equalsIgnoreCase("MSSQLServer")) {
                throw new SQLException("The outbox does not work in H2's mode " + mode
                        + ", as it knows neither database; it works in the modes Regular, PostgreSQL, MySQL"
                        + " and MariaDB");
            }
        }
    }

    @Override
    protected boolean isMissingPrivilege(SQLException e) {
        return e.getErrorCode() == NOT_ENOUGH_RIGHTS;
    }

    @Override
    protected void requireWritable(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select readonly()");
                ResultSet row = query.executeQuery()) {
            if (row.next() && row.getBoolean(1)) {
                throw new SQLException("this H2 database is read-only: nothing can be stored in it");
            }
        }
    }

    @Override
    protected String findSchema(String table) {
        return "select current_schema";
    }

    @Override
    protected String estimateRows(String schema, String table) {
        return "select row_count_estimate from information_schema.tables where lower(table_name) = '" + table
                + "' and lower(table_schema) = '" + schema + "'";
    }
}
