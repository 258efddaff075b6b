package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.OutboxRecord;
import io.pushcast.outbox.OutboxSession.News;
import io.pushcast.outbox.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** In what a database differs from the others. One instance serves all sessions. */
abstract class Dialect {

    /** For databases that take no array. */
    private static final int IDS = 250;

    private final String name;
    private final String now;
    private final String insert;

    /**
     * @param name the folder of the schema's file, as Flyway calls the database
     * @param now an expression for the database's time, in milliseconds since 1970
     */
    Dialect(String name, String now) {
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

    String name() {
        return name;
    }

    String now() {
        return now;
    }

    /** Inserts a message, of which {@link MessageRows#setContent} sets all. */
    String insert() {
        return insert;
    }

    boolean canAnnounce() {
        return false;
    }

    /** A condition: whether the schema of a table is one in which unqualified names are looked for. */
    abstract String isInSearchPath();

    /** A query for about how many rows a table has, by the database's own statistics. */
    abstract String estimateRows(String table);

    /** Refuses what the database might cut off without a word. */
    void check(OutboxRecord message) {}

    /** The most ids in one statement. */
    int mostIds() {
        return IDS;
    }

    /** A condition: whether the id is one of those that {@link #bindIds} sets. It has no other parameters. */
    String hasId() {
        return "id in (" + "?,".repeat(IDS - 1) + "?)";
    }

    void bindIds(PreparedStatement statement, List<Long> ids) throws SQLException {
        for (int i = 0; i < IDS; i++) {
            // Always the same text, so that it is prepared once: what is left over asks for an id that nobody has.
            statement.setLong(i + 1, i < ids.size() ? ids.get(i) : -1);
        }
    }

    /** Deletes the messages that {@link #bindMessages} sets, and no others that have their ids. */
    String deleteMessages() {
        return "delete from pushcast_outbox where " + hasId() + " and message_id in (" + "?,".repeat(IDS - 1) + "?)";
    }

    void bindMessages(PreparedStatement statement, List<StoredRecord> messages) throws SQLException {
        bindIds(statement, messages.stream().map(StoredRecord::id).toList());
        for (int i = 0; i < IDS; i++) {
            statement.setString(
                    IDS + i + 1, i < messages.size() ? messages.get(i).content().messageId() : null);
        }
    }

    void announce(Connection connection, News news) throws SQLException {}

    void listen(Connection connection) throws SQLException {}

    void stopListening(Connection connection) throws SQLException {}

    /** Waits for news; without announcements there are none, and no time passes. */
    Set<News> awaitNews(Connection connection, Duration timeout) throws SQLException {
        return EnumSet.noneOf(News.class);
    }
}
