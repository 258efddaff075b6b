package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession.Announcement;
import io.pushcast.outbox.store.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is different in one database: its SQL and the file that creates its tables. One instance serves all sessions. A store in
 * a database that the outbox does not know is given one by {@link JdbcOutboxStore.Builder#dialect}; run {@code
 * OutboxStoreContract} of pushcast-testing on it.
 */
public abstract class Dialect {

    /** For databases that take no array. */
    private static final int IDS = 250;

    private final String name;
    private final String now;

    /**
     * A dialect of this database.
     *
     * @param name the database, as Flyway calls it; the default {@link #schemaFiles} lie in a folder of this name
     * @param now an expression for the database's time, in milliseconds since 1970
     */
    protected Dialect(String name, String now) {
        this.name = name;
        this.now = now;
    }

    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        String known = product.toLowerCase(Locale.ROOT);
        if (known.contains("postgres")) {
            return new PostgresDialect();
        }
        if (known.contains("mariadb")) {
            return new MySqlDialect("mariadb");
        }
        if (known.contains("mysql")) {
            return new MySqlDialect("mysql");
        }
        if (known.equals("h2")) {
            H2Dialect.checkMode(connection);
            return new H2Dialect();
        }
        throw new SQLException("The outbox knows PostgreSQL, MySQL, MariaDB and H2, but not '" + product + "'");
    }

    final String name() {
        return name;
    }

    final String now() {
        return now;
    }

    /**
     * The paths, on the class path of this class, of the files that create the tables: the first makes version 1 of them, and
     * each of the others the next version. Their statements end with a semicolon and name the tables {@code
     * pushcast_outbox…} without a schema.
     */
    protected List<String> schemaFiles() {
        String folder = "io/pushcast/outbox/jdbc/" + name;
        return List.of(folder + "/R__pushcast_outbox_001.sql", folder + "/R__pushcast_outbox_002.sql");
    }

    /**
     * A query for the schema in which a table is found by its name alone; if there is none, for that in which it would be
     * created.
     */
    protected abstract String findSchema(String table);

    /**
     * A statement that, as the first one of a transaction, makes just that transaction read committed and writable; empty for
     * a database whose sessions nobody else shares, so that JDBC's own settings of the session are good enough.
     */
    protected Optional<String> readCommitted() {
        return Optional.empty();
    }

    /** A name as it is written in SQL so that it means exactly this, whatever characters it has. */
    protected String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /**
     * A statement that is used again and again on one connection.
     *
     * @throws SQLException if the database refuses
     */
    protected PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /**
     * Keeps others from changing the tables until the transaction of this connection ends.
     *
     * @param key names what is locked
     * @throws SQLException if the database refuses
     */
    protected void lockSchema(Connection connection, String key) throws SQLException {}

    /**
     * Lets others change the tables, where the end of the transaction does not.
     *
     * @param key names what was locked
     * @throws SQLException if the database refuses
     */
    protected void unlockSchema(Connection connection, String key) throws SQLException {}

    /** A query for so many rows of another one at most, the first ones. */
    protected String firstRows(String query, int rows) {
        return query + " limit " + rows;
    }

    /** A query that locks the rows that another one finds, until the transaction ends. */
    protected String forUpdate(String query) {
        return query + " for update";
    }

    /** The most parameters in one statement. */
    protected int mostParameters() {
        return Integer.MAX_VALUE;
    }

    /**
     * A statement that does at once what an instance does regularly, where the database can do several things in one. Its parameters are
     * the time to live, outbox and instance, once for the instance and once for its leases, and twice the outbox. Its rows are
     * of four kinds, in columns {@code kind}, {@code name} and {@code value}: {@code beat} with how many rows of the instance were
     * updated, {@code extended} with the partition of each lease that was extended, {@code member} with the name of each
     * instance and how many milliseconds it has left, and {@code paused} with the time since when the outbox is paused, if it
     * is. Empty for a database to which this is said one by one.
     *
     * @param partitions the numbers of the leases to extend, as a list of SQL
     */
    protected Optional<String> keepAlive(String instances, String leases, String control, String partitions) {
        return Optional.empty();
    }

    /**
     * Refuses a database in which nothing can be changed, such as a replica.
     *
     * @throws SQLException if it is read-only, in words; or if the database refuses to tell
     */
    protected void requireWritable(Connection connection) throws SQLException {}

    /**
     * Which of {@code select}, {@code insert}, {@code update} and {@code delete} the user of a connection may not do on a
     * table. By default each is tried, on no row.
     *
     * @param column one of its columns, whose type is a number
     * @throws SQLException if something else is wrong
     */
    protected List<String> missingPrivileges(Connection connection, String table, String column) throws SQLException {
        Map<String, String> tries = new LinkedHashMap<>();
        tries.put("select", "select " + column + " from " + table + " where 1 = 0");
        tries.put("insert", "insert into " + table + " select * from " + table + " where 1 = 0");
        tries.put("update", "update " + table + " set " + column + " = " + column + " where 1 = 0");
        tries.put("delete", "delete from " + table + " where 1 = 0");
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, String> each : tries.entrySet()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(each.getValue());
            } catch (SQLException e) {
                if (!isMissingPrivilege(e)) {
                    throw e;
                }
                missing.add(each.getKey());
            }
        }
        return missing;
    }

    /** Whether the database has refused a statement because the user may not do that. */
    protected boolean isMissingPrivilege(SQLException e) {
        return "42501".equals(e.getSQLState());
    }

    /** Inserts so many messages, of each of which {@link MessageRows#setContent} sets all. */
    final String insert(TableNames tables, int messages) {
        String row = "(" + "?, ".repeat(MessageRows.CONTENT) + now + ")";
        return "insert into " + tables.messages() + " (" + MessageRows.INSERTED + ", created_at) values " + row
                + (", " + row).repeat(messages - 1);
    }

    /** Whether sessions can tell each other of news at once. */
    protected boolean canAnnounce() {
        return false;
    }

    /**
     * A query for about how many rows a table has, by the database's own statistics.
     *
     * @param schema the schema that the table is in, in lower case
     * @param table the table, in lower case
     */
    protected abstract String estimateRows(String schema, String table);

    /** Refuses what the database might cut off without a word. */
    protected void check(OutboxRecord message) {}

    /** The most ids in one statement. */
    protected int mostIds() {
        return IDS;
    }

    /**
     * Statements that, within a transaction, have what follows find rows by index, whatever the database guesses of the table;
     * empty for one that does so anyway.
     */
    protected Optional<String> indexesOnly() {
        return Optional.empty();
    }

    /** A condition: whether the id is one of those that {@link #bindIds} sets. It has no other parameters. */
    protected String hasId() {
        return "id in (" + "?,".repeat(IDS - 1) + "?)";
    }

    /**
     * Sets the parameters of {@link #hasId}.
     *
     * @param ids as many as {@link #mostIds} at most
     * @throws SQLException if the driver refuses
     */
    protected void bindIds(PreparedStatement statement, List<Long> ids) throws SQLException {
        for (int i = 0; i < IDS; i++) {
            // Always the same text, so that it is prepared once: what is left over asks for an id that nobody has.
            statement.setLong(i + 1, i < ids.size() ? ids.get(i) : -1);
        }
    }

    /** Deletes the messages of a table that {@link #bindMessages} sets, and no others that have their ids. */
    protected String deleteMessages(String table) {
        return "delete from " + table + " where " + hasId() + " and message_id in (" + "?,".repeat(IDS - 1) + "?)";
    }

    /**
     * Sets the parameters of {@link #deleteMessages}.
     *
     * @param messages as many as {@link #mostIds} at most
     * @throws SQLException if the driver refuses
     */
    protected void bindMessages(PreparedStatement statement, List<StoredRecord> messages) throws SQLException {
        bindIds(statement, messages.stream().map(StoredRecord::id).toList());
        for (int i = 0; i < IDS; i++) {
            statement.setString(
                    IDS + i + 1, i < messages.size() ? messages.get(i).content().messageId() : null);
        }
    }

    /**
     * Tells all sessions that listen to a channel.
     *
     * @param channel an identifier
     * @throws SQLException if the database refuses
     */
    protected void announce(Connection connection, String channel, Announcement news) throws SQLException {}

    /**
     * Begins to listen.
     *
     * @throws SQLException if the database refuses
     */
    protected void listen(Connection connection, String channel) throws SQLException {}

    /**
     * Stops listening, before the connection goes back to its pool.
     *
     * @throws SQLException if the database refuses
     */
    protected void stopListening(Connection connection, String channel) throws SQLException {}

    /**
     * Waits for news; without announcements there are none, and no time passes.
     *
     * @throws SQLException if the connection is broken
     */
    protected Set<Announcement> awaitAnnouncements(Connection connection, Duration timeout) throws SQLException {
        return EnumSet.noneOf(Announcement.class);
    }
}
