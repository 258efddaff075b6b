package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.OutboxSession.News;
import io.pushcast.outbox.store.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** PostgreSQL: deletes by array, and {@code NOTIFY}, for which its driver's own interface is needed. */
final class PostgresDialect extends Dialect {

    private static final String CHANNEL = "pushcast_outbox";

    /** As many messages as are worth a round trip. */
    private static final int IDS = 1_000;

    PostgresDialect() {
        super("postgresql", "(date_part('epoch', clock_timestamp()) * 1000)::bigint");
    }

    @Override
    String isInSearchPath() {
        return "table_schema = any (current_schemas(false))";
    }

    @Override
    String estimateRows(String table) {
        return "select reltuples::bigint from pg_class where oid = '" + table + "'::regclass";
    }

    @Override
    boolean canAnnounce() {
        return true;
    }

    @Override
    int mostIds() {
        return IDS;
    }

    @Override
    String hasId() {
        return "id = any (?)";
    }

    @Override
    void bindIds(PreparedStatement statement, List<Long> ids) throws SQLException {
        statement.setArray(1, statement.getConnection().createArrayOf("bigint", ids.toArray()));
    }

    /** Pairs: a second array beside that of the ids would be gone through for each row. */
    @Override
    String deleteMessages() {
        return "delete from pushcast_outbox using unnest(?::bigint[], ?::text[]) as gone (id, message_id)"
                + " where pushcast_outbox.id = gone.id and pushcast_outbox.message_id = gone.message_id";
    }

    @Override
    void bindMessages(PreparedStatement statement, List<StoredRecord> messages) throws SQLException {
        bindIds(statement, messages.stream().map(StoredRecord::id).toList());
        Object[] messageIds =
                messages.stream().map(message -> message.content().messageId()).toArray();
        statement.setArray(2, statement.getConnection().createArrayOf("text", messageIds));
    }

    @Override
    void announce(Connection connection, News news) throws SQLException {
        try (PreparedStatement notify = connection.prepareStatement("select pg_notify('" + CHANNEL + "', ?)")) {
            notify.setString(1, news.name().toLowerCase(Locale.ROOT));
            notify.execute();
        }
    }

    @Override
    void listen(Connection connection) throws SQLException {
        try (Statement listen = connection.createStatement()) {
            listen.execute("listen " + CHANNEL);
        }
    }

    @Override
    void stopListening(Connection connection) throws SQLException {
        try (Statement unlisten = connection.createStatement()) {
            unlisten.execute("unlisten " + CHANNEL);
        }
    }

    @Override
    Set<News> awaitNews(Connection connection, Duration timeout) throws SQLException {
        Set<News> news = EnumSet.noneOf(News.class);
        PGNotification[] notifications =
                connection.unwrap(PGConnection.class).getNotifications(Math.toIntExact(timeout.toMillis()));
        if (notifications != null) {
            for (PGNotification notification : notifications) {
                // What a later version announces besides means nothing to this one.
                for (News known : News.values()) {
                    if (known.name().equalsIgnoreCase(notification.getParameter())) {
                        news.add(known);
                    }
                }
            }
        }
        return news;
    }
}
