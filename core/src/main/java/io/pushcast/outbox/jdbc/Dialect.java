package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession.Announcement;
import io.pushcast.outbox.store.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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
    private final String insert;

    /**
     * A dialect of this database.
     *
     * @param name the database, as Flyway calls it; the default {@link #schemaFile} lies in a folder of this name
     * @param now an expression for the database's time, in milliseconds since 1970
     */
    protected Dialect(String name, String now) {
        this.name = name;
        this.now = now;
        this.insert =
                "insert into pushcast_outbox (partition_no, message_id, channels, event_name, payload, ordering_key,"
                        + " excluded_socket, headers, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, " + now + ")";
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

    /** The path, on the class path of this class, of the file that creates the tables. */
    protected String schemaFile() {
        return "io/pushcast/outbox/jdbc/" + name + "/R__pushcast_outbox.sql";
    }

    /** A query for the first rows of another one; it has one more parameter, the last: how many rows at most. */
    protected String firstRows(String query) {
        return query + " limit ?";
    }

    /** A query that locks the rows that another one finds, until the transaction ends. */
    protected String forUpdate(String query) {
        return query + " for update";
    }

    /** Inserts a message, of which {@link MessageRows#setContent} sets all. */
    final String insert() {
        return insert;
    }

    /** Whether sessions can tell each other of news at once. */
    protected boolean canAnnounce() {
        return false;
    }

    /** A condition: whether the schema of a table is one in which unqualified names are looked for. */
    protected abstract String isInSearchPath();

    /** A query for about how many rows a table has, by the database's own statistics. */
    protected abstract String estimateRows(String table);

    /** Refuses what the database might cut off without a word. */
    protected void check(OutboxRecord message) {}

    /** The most ids in one statement. */
    protected int mostIds() {
        return IDS;
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

    /** Deletes the messages that {@link #bindMessages} sets, and no others that have their ids. */
    protected String deleteMessages() {
        return "delete from pushcast_outbox where " + hasId() + " and message_id in (" + "?,".repeat(IDS - 1) + "?)";
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
     * Tells all sessions that listen.
     *
     * @throws SQLException if the database refuses
     */
    protected void announce(Connection connection, Announcement news) throws SQLException {}

    /**
     * Begins to listen.
     *
     * @throws SQLException if the database refuses
     */
    protected void listen(Connection connection) throws SQLException {}

    /**
     * Stops listening, before the connection goes back to its pool.
     *
     * @throws SQLException if the database refuses
     */
    protected void stopListening(Connection connection) throws SQLException {}

    /**
     * Waits for news; without announcements there are none, and no time passes.
     *
     * @throws SQLException if the connection is broken
     */
    protected Set<Announcement> awaitAnnouncements(Connection connection, Duration timeout) throws SQLException {
        return EnumSet.noneOf(Announcement.class);
    }
}
