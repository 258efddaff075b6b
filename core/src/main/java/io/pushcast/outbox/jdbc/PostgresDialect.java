package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.OutboxSession.Announcement;
import io.pushcast.outbox.store.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.PGStatement;

/** PostgreSQL: deletes by array, and {@code NOTIFY}, for which its driver's own interface is needed. */
final class PostgresDialect extends Dialect {

    /** As many messages as are worth a round trip. */
    private static final int IDS = 1_000;

    private static final List<String> PRIVILEGES = List.of("select", "insert", "update", "delete");

    PostgresDialect() {
        super("postgresql", "(date_part('epoch', clock_timestamp()) * 1000)::bigint");
    }

    @Override
    protected String findSchema(String table) {
        return "select coalesce((select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                + " where c.oid = to_regclass('" + table + "')), current_schema())";
    }

    @Override
    protected Optional<String> readCommitted() {
        return Optional.of("set transaction isolation level read committed, read write");
    }

    @Override
    protected String estimateRows(String schema, String table) {
        return "select reltuples::bigint from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                + " where lower(c.relname) = '" + table + "' and lower(n.nspname) = '" + schema + "'";
    }

    /**
     * Without statistics, such as after a table was empty for long, a sequential scan looks cheaper than going through an
     * index whose order is taken for random.
     */
    @Override
    protected Optional<String> indexesOnly() {
        return Optional.of("set local enable_seqscan = off; set local enable_bitmapscan = off");
    }

    /**
     * Without a plan that is kept: one that was made while the table was empty reads all of it when there is a backlog. It is
     * not the server's settings that are changed for it, which a pooler may give to others.
     */
    @Override
    protected PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            if (statement.isWrapperFor(PGStatement.class)) {
                statement.unwrap(PGStatement.class).setPrepareThreshold(0);
            }
            return statement;
        } catch (Throwable t) {
            statement.close();
            throw t;
        }
    }

    @Override
    protected Optional<String> keepAlive(String instances, String leases, String control, String partitions) {
        return Optional.of("with beat as (update " + instances + " set expires_at = " + now()
                + " + ? where outbox = ? and instance = ? returning 1), extended as (update " + leases
                + " set expires_at = " + now() + " + ? where outbox = ? and owner = ? and partition_no in " + partitions
                + " returning partition_no) select 'beat' as kind, '' as name, count(*) as value from beat union all"
                + " select 'extended', '', partition_no from extended union all select 'member', instance, expires_at - "
                + now() + " from " + instances + " where outbox = ? union all select 'paused', '', paused_at from "
                + control + " where outbox = ? and paused_at is not null");
    }

    @Override
    protected void requireWritable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_is_in_recovery()")) {
            if (row.next() && row.getBoolean(1)) {
                throw new SQLException(
                        "this PostgreSQL is a replica, in which nothing can be stored; name the primary in"
                                + " the data source (targetServerType=primary in its URL, if it names both)");
            }
        }
    }

    @Override
    protected List<String> missingPrivileges(Connection connection, String table, String column) throws SQLException {
        List<String> missing = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement("select has_table_privilege(?, 'select'), has_table_privilege(?, 'insert'),"
                        + " has_table_privilege(?, 'update'), has_table_privilege(?, 'delete')")) {
            for (int i = 1; i <= PRIVILEGES.size(); i++) {
                query.setString(i, table);
            }
            try (ResultSet row = query.executeQuery()) {
                row.next();
                for (int i = 1; i <= PRIVILEGES.size(); i++) {
                    if (!row.getBoolean(i)) {
                        missing.add(PRIVILEGES.get(i - 1));
                    }
                }
            }
        }
        return missing;
    }

    @Override
    protected void lockSchema(Connection connection, String key) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_xact_lock(hashtext(?))")) {
            lock.setString(1, key);
            lock.execute();
        }
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
    protected String deleteMessages(String table) {
        return "delete from " + table + " m using unnest(?::bigint[], ?::text[]) as gone (id, message_id)"
                + " where m.id = gone.id and m.message_id = gone.message_id";
    }

    @Override
    protected void bindMessages(PreparedStatement statement, List<StoredRecord> messages) throws SQLException {
        bindIds(statement, messages.stream().map(StoredRecord::id).toList());
        Object[] messageIds =
                messages.stream().map(message -> message.content().messageId()).toArray();
        statement.setArray(2, statement.getConnection().createArrayOf("text", messageIds));
    }

    @Override
    protected void announce(Connection connection, String channel, Announcement news) throws SQLException {
        try (PreparedStatement notify = prepare(connection, "select pg_notify(?, ?)")) {
            notify.setString(1, channel);
            notify.setString(2, news.name().toLowerCase(Locale.ROOT));
            notify.execute();
        }
    }

    @Override
    protected void listen(Connection connection, String channel) throws SQLException {
        try (Statement listen = connection.createStatement()) {
            listen.execute("listen " + channel);
        }
    }

    @Override
    protected void stopListening(Connection connection, String channel) throws SQLException {
        try (Statement unlisten = connection.createStatement()) {
            unlisten.execute("unlisten " + channel);
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
