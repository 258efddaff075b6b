package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.OutboxSession.Announcement;
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
    protected String isInSearchPath() {
        return "table_schema = any (current_schemas(false))";
    }

    @Override
    protected String estimateRows(String table) {
        return "select reltuples::bigint from pg_class where oid = '" + table + "'::regclass";
    }

    @Override
    protected boolean canAnnounce() {
        return true;
    }

    @Override
    protected int mostIds() {
        return IDS;
    }

    @Override
    protected String hasId() {
        return "id = any (?)";
    }

    @Override
    protected void bindIds(PreparedStatement statement, List<Long> ids) throws SQLException {
        statement.setArray(1, statement.getConnection().createArrayOf("bigint", ids.toArray()));
    }

    /** Pairs: a second array beside that of the ids would be gone through for each row. */
    @Override
    protected String deleteMessages() {
        return "delete from pushcast_outbox using unnest(?::bigint[], ?::text[]) as gone (id, message_id)"
                + " where pushcast_outbox.id = gone.id and pushcast_outbox.message_id = gone.message_id";
    }

    @Override
    protected void bindMessages(PreparedStatement statement, List<StoredRecord> messages) throws SQLException {
        bindIds(statement, messages.stream().map(StoredRecord::id).toList());
        Object[] messageIds =
                messages.stream().map(message -> message.content().messageId()).toArray();
        statement.setArray(2, statement.getConnection().createArrayOf("text", messageIds));
    }

    @Override
    protected void announce(Connection connection, Announcement news) throws SQLException {
        try (PreparedStatement notify = connection.prepareStatement("select pg_notify('" + CHANNEL + "', ?)")) {
            notify.setString(1, news.name().toLowerCase(Locale.ROOT));
            notify.execute();
        }
    }

    @Override
    protected void listen(Connection connection) throws SQLException {
        try (Statement listen = connection.createStatement()) {
            listen.execute("listen " + CHANNEL);
        }
    }

    @Override
    protected void stopListening(Connection connection) throws SQLException {
        try (Statement unlisten = connection.createStatement()) {
            unlisten.execute("unlisten " + CHANNEL);
        }
    }

    @Override
    protected Set<Announcement> awaitAnnouncements(Connection connection, Duration timeout) throws SQLException {
        Set<Announcement> news = EnumSet.noneOf(Announcement.class);
        PGNotification[] notifications =
                connection.unwrap(PGConnection.class).getNotifications(Math.toIntExact(timeout.toMillis()));
        if (notifications != null) {
            for (PGNotification notification : notifications) {
                // What a later version announces besides means nothing to this one.
                for (Announcement known : Announcement.values()) {
                    if (known.name().equalsIgnoreCase(notification.getParameter())) {
                        news.add(known);
                    }
                }
            }
        }
        return news;
    }
}
