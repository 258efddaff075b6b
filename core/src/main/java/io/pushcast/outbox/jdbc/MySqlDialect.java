package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** MySQL from 8.0.17 on, and MariaDB from 10.6 on. */
final class MySqlDialect extends Dialect {

    /** How many characters the columns have that can't be as long as one likes. */
    private static final int LONGEST_ID = 100;

    private static final int LONGEST_EVENT = 1_000;
    private static final int LONGEST_KEY = 700;

    /** @param name one of {@code mysql} and {@code mariadb} */
    MySqlDialect(String name) {
        // Not by unix_timestamp, which goes by way of the local time: an hour of that comes twice a year.
        super(name, "(timestampdiff(microsecond, '1970-01-01 00:00:00', utc_timestamp(3)) div 1000)");
    }

    @Override
    protected String findSchema(String table) {
        return "select database()";
    }

    @Override
    protected String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    @Override
    protected String estimateRows(String schema, String table) {
        return "select table_rows from information_schema.tables where lower(table_name) = '" + table
                + "' and lower(table_schema) = '" + schema + "'";
    }

    @Override
    protected void requireWritable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select @@global.read_only")) {
            String readOnly = row.next() ? row.getString(1) : "0";
            if (!readOnly.equals("0") && !readOnly.equalsIgnoreCase("OFF")) {
                throw new SQLException("this database has read_only=" + readOnly
                        + ", as a replica has: nothing can be stored in it; name the primary in the data source");
            }
        }
    }

    /** Access denied to a table, and to a column of it. */
    @Override
    protected boolean isMissingPrivilege(SQLException e) {
        return e.getErrorCode() == 1142 || e.getErrorCode() == 1143;
    }

    @Override
    protected void lockSchema(Connection connection, String key) throws SQLException {
        askWith(connection, "select get_lock(?, 60)", key);
    }

    @Override
    protected void unlockSchema(Connection connection, String key) throws SQLException {
        askWith(connection, "select release_lock(?)", key);
    }

    private static void askWith(Connection connection, String sql, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            // The database takes 64 characters.
            statement.setString(1, key.length() <= 64 ? key : key.substring(key.length() - 64));
            statement.execute();
        }
    }

    /** Unless its {@code sql_mode} is strict, the database cuts off what is too long, and commits that. */
    @Override
    protected void check(OutboxRecord message) {
        check("ordering key", message.orderingKey(), LONGEST_KEY);
        check("event name", message.event(), LONGEST_EVENT);
        check("id", message.messageId(), LONGEST_ID);
    }

    private static void check(String what, String value, int longest) {
        int length = value.codePointCount(0, value.length());
        if (length > longest) {
            throw new OutboxException(
                    "The " + what + " of a message has " + length + " characters; an outbox on MySQL or MariaDB takes "
                            + longest + ": " + value,
                    null);
        }
    }
}
