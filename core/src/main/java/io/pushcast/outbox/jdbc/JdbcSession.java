package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.DeadLetter;
import io.pushcast.outbox.DeadLetterFilter;
import io.pushcast.outbox.Death;
import io.pushcast.outbox.OutboxCounts;
import io.pushcast.outbox.OutboxSession;
import io.pushcast.outbox.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session on one connection, which is in auto-commit mode but for those calls that need two statements. */
final class JdbcSession implements OutboxSession {

    private static final Logger log = LoggerFactory.getLogger(JdbcSession.class);

    private final Connection connection;
    private final Dialect dialect;
    private final LeaseTable leases;
    private final MessageTable messages;
    private final int isolationBefore;
    private final int networkTimeoutBefore;
    private boolean listening;

    JdbcSession(Connection connection, Dialect dialect, Duration networkTimeout) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.leases = new LeaseTable(connection, dialect);
        this.messages = new MessageTable(connection, dialect);
        // First, since what follows may ask the database.
        this.networkTimeoutBefore = limitNetworkTime(Math.max(1, Math.toIntExact(networkTimeout.toMillis())));
        this.isolationBefore = connection.getTransactionIsolation();
        connection.setAutoCommit(true);
        // Stricter ones lock the gaps between the ids that are deleted, where others insert.
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }

    /** Returns the limit that there was; negative if there can be none. */
    private int limitNetworkTime(int millis) {
        try {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, millis);
            return before;
        } catch (SQLException e) {
            // Optional in JDBC; without it, a database that is cut off is noticed as late as the system's TCP does.
            log.debug("The driver takes no network timeout", e);
            return -1;
        }
    }

    /** A call of JDBC. */
    private interface Call<T> {
        T run() throws SQLException;
    }

    private <T> T call(String what, Call<T> call) {
        try {
            return call.run();
        } catch (SQLException e) {
            throw JdbcOutboxStore.failure(what, e);
        }
    }

    private <T> T transaction(String what, Call<T> call) {
        return call(what, () -> {
            connection.setAutoCommit(false);
            try {
                T result = call.run();
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    @Override
    public Rank heartbeat(String instance, Duration timeToLive) {
        return call("note that an instance lives", () -> leases.heartbeat(instance, timeToLive));
    }

    @Override
    public void leave(String instance) {
        call("forget an instance", () -> leases.leave(instance));
    }

    @Override
    public Set<Integer> renew(String instance, Duration timeToLive, Set<Integer> partitions) {
        return call("extend leases", () -> leases.renew(instance, timeToLive, partitions));
    }

    @Override
    public Set<Integer> take(String instance, Duration timeToLive, int most, Set<Integer> except) {
        return call("take leases", () -> leases.take(instance, timeToLive, most, except));
    }

    @Override
    public void release(String instance, Set<Integer> partitions) {
        if (!partitions.isEmpty()) {
            call("give leases back", () -> leases.release(instance, partitions));
        }
    }

    @Override
    public Loaded load(Set<Integer> partitions, long after, int limit, long bytes, Wanted wanted, boolean skipBlocked) {
        if (partitions.isEmpty()) {
            return new Loaded(List.of(), 0, false);
        }
        return call("load messages", () -> messages.load(partitions, after, limit, bytes, wanted, skipBlocked));
    }

    static String list(Collection<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
    }

    @Override
    public void delete(Collection<Long> ids) {
        if (!ids.isEmpty()) {
            call("delete messages", () -> {
                messages.delete(ids);
                return ids;
            });
        }
    }

    @Override
    public boolean bury(StoredRecord message, Death death) {
        return transaction("make a message a dead letter", () -> {
            // First, since it locks the row: of two instances that try, one finds it gone.
            try (PreparedStatement delete = connection.prepareStatement("delete from pushcast_outbox where id = ?")) {
                delete.setLong(1, message.id());
                if (delete.executeUpdate() == 0) {
                    return false;
                }
            }
            insertDead(message, death);
            return true;
        });
    }

    private void insertDead(StoredRecord message, Death death) throws SQLException {
        String sql = "insert into pushcast_outbox_dead (" + Rows.DEAD_COLUMNS + ") values (" + "?, ".repeat(14)
                + dialect.now() + ")";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, message.id());
            Rows.setContent(insert, 2, message.content());
            int next = 2 + Rows.CONTENT;
            insert.setLong(next, message.storedAt().toEpochMilli());
            insert.setString(next + 1, death.reason().name());
            insert.setInt(next + 2, death.status());
            insert.setString(next + 3, death.explanation());
            insert.setInt(next + 4, death.attempts());
            insert.executeUpdate();
        }
    }

    @Override
    public List<DeadLetter> deadLetters(DeadLetterFilter filter, int limit) {
        return call("list dead letters", () -> {
            Condition condition = Condition.of(filter, dialect);
            String sql = "select " + Rows.DEAD_COLUMNS + " from pushcast_outbox_dead" + condition.sql()
                    + " order by id limit ?";
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setInt(condition.bind(query), limit);
                try (ResultSet rows = query.executeQuery()) {
                    List<DeadLetter> letters = new ArrayList<>();
                    while (rows.next()) {
                        letters.add(Rows.deadLetter(rows));
                    }
                    return letters;
                }
            }
        });
    }

    @Override
    public int revive(DeadLetterFilter filter) {
        return transaction("retry dead letters", () -> {
            Set<Long> ids = lockDead(Condition.of(filter, dialect));
            for (Long id : ids) {
                update(
                        "insert into pushcast_outbox (" + Rows.COLUMNS + ") select " + Rows.COLUMNS
                                + " from pushcast_outbox_dead where id = ?",
                        id);
                update("delete from pushcast_outbox_dead where id = ?", id);
            }
            return ids.size();
        });
    }

    /** Locked, so that two who retry the same one don't send it twice. */
    private Set<Long> lockDead(Condition condition) throws SQLException {
        String sql = "select id from pushcast_outbox_dead" + condition.sql() + " order by id for update";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            condition.bind(query);
            try (ResultSet rows = query.executeQuery()) {
                Set<Long> ids = new LinkedHashSet<>();
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
                return ids;
            }
        }
    }

    private void update(String sql, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            statement.executeUpdate();
        }
    }

    @Override
    public int purge(DeadLetterFilter filter) {
        return call("purge dead letters", () -> {
            Condition condition = Condition.of(filter, dialect);
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from pushcast_outbox_dead" + condition.sql())) {
                condition.bind(delete);
                return delete.executeUpdate();
            }
        });
    }

    @Override
    public OutboxCounts count() {
        return call("count messages", () -> {
            String sql = "select (select count(*) from pushcast_outbox), (select " + dialect.now()
                    + " - min(created_at) from pushcast_outbox), (select count(*) from pushcast_outbox_dead)";
            try (PreparedStatement query = connection.prepareStatement(sql);
                    ResultSet row = query.executeQuery()) {
                row.next();
                // A null age, of nothing at all, reads as 0; a clock that was set back must not make it negative.
                Duration age = Duration.ofMillis(Math.max(0, row.getLong(2)));
                return new OutboxCounts(row.getLong(1), age, row.getLong(3));
            }
        });
    }

    @Override
    public void announce(News news) {
        call("announce news", () -> {
            dialect.announce(connection, news);
            return news;
        });
    }

    @Override
    public void listen() {
        call("listen to announcements", () -> {
            dialect.listen(connection);
            listening = true;
            return dialect;
        });
    }

    @Override
    public Set<News> awaitNews(Duration timeout) {
        return call("wait for announcements", () -> dialect.awaitNews(connection, timeout));
    }

    @Override
    public void close() {
        try (connection) {
            if (listening) {
                dialect.stopListening(connection);
            }
            connection.setTransactionIsolation(isolationBefore);
            if (networkTimeoutBefore >= 0) {
                limitNetworkTime(networkTimeoutBefore);
            }
        } catch (SQLException e) {
            // It was broken before, or the pool throws it away: nothing was under way on it.
            log.debug("The outbox's connection could not be given back in order", e);
        }
    }
}
