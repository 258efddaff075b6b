package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.DeadLetter;
import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.outbox.store.OutboxCounts;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session on one connection, which is in auto-commit mode but for those calls that need two statements. */
final class JdbcSession implements OutboxSession {

    private static final Logger log = LoggerFactory.getLogger(JdbcSession.class);

    private static final int REVIVED_IN_A_TRANSACTION = 1_000;

    /** As many are counted; of more, the database's own estimate is good enough, and costs nothing. */
    private static final int COUNTED = 100_000;

    private final OwnConnection own;
    private final Connection connection;
    private final Dialect dialect;
    private final LeaseTable leases;
    private final MessageTable messages;
    private final DeadLetterTable dead;
    private final boolean readOnlyBefore;
    private final int isolationBefore;
    private final int networkTimeoutBefore;
    private boolean listening;

    /** @param own closed with the session; by the caller if this throws */
    JdbcSession(OwnConnection own, Dialect dialect, Duration networkTimeout) throws SQLException {
        this.own = own;
        this.connection = own.get();
        this.dialect = dialect;
        this.leases = new LeaseTable(connection, dialect);
        this.messages = new MessageTable(connection, dialect);
        this.dead = new DeadLetterTable(connection, dialect);
        // First, since what follows may ask the database.
        this.networkTimeoutBefore = limitNetworkTime(Math.max(1, Math.toIntExact(networkTimeout.toMillis())));
        this.readOnlyBefore = connection.isReadOnly();
        if (readOnlyBefore) {
            connection.setReadOnly(false);
        }
        this.isolationBefore = connection.getTransactionIsolation();
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
        return call(what, () -> LocalTransaction.run(connection, same -> call.run()));
    }

    @Override
    public Membership heartbeat(String instance, Duration timeToLive) {
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
    public LoadResult load(
            Set<Integer> partitions, long after, int limit, long bytes, LoadFilter wanted, boolean skipBlocked) {
        if (partitions.isEmpty()) {
            return new LoadResult(List.of(), 0, false);
        }
        return call("load messages", () -> messages.load(partitions, after, limit, bytes, wanted, skipBlocked));
    }

    static String list(Collection<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
    }

    @Override
    public void delete(Collection<StoredRecord> deleted) {
        if (!deleted.isEmpty()) {
            call("delete messages", () -> {
                messages.delete(deleted);
                return deleted;
            });
        }
    }

    @Override
    public boolean bury(StoredRecord message, DeadLetterCause cause) {
        return transaction("make a message a dead letter", () -> dead.bury(message, cause));
    }

    @Override
    public List<DeadLetter> deadLetters(DeadLetterFilter filter, int limit) {
        return call("list dead letters", () -> dead.list(filter, limit));
    }

    @Override
    public int revive(DeadLetterFilter filter) {
        int revived = 0;
        long after = Long.MIN_VALUE;
        while (true) {
            long last = after;
            List<Long> ids =
                    transaction("retry dead letters", () -> dead.revive(filter, last, REVIVED_IN_A_TRANSACTION));
            revived += ids.size();
            if (ids.size() < REVIVED_IN_A_TRANSACTION) {
                return revived;
            }
            // Not from the beginning: what dies again meanwhile is not meant.
            after = ids.get(ids.size() - 1);
        }
    }

    @Override
    public int purge(DeadLetterFilter filter) {
        return call("purge dead letters", () -> dead.purge(filter));
    }

    @Override
    public OutboxCounts count() {
        return call("count messages", () -> {
            // The oldest is the one with the smallest id, but for those of transactions that were slow to commit.
            long age = number(
                    dialect.firstRows("select " + dialect.now() + " - created_at from pushcast_outbox order by id"), 1);
            // A clock that was set back must not make it negative.
            return new OutboxCounts(
                    rows("pushcast_outbox"), Duration.ofMillis(Math.max(0, age)), rows("pushcast_outbox_dead"));
        });
    }

    @Override
    public long newest() {
        return call("look for the newest message", () -> number("select max(id) from pushcast_outbox"));
    }

    private long rows(String table) throws SQLException {
        long few = number(
                "select count(*) from (" + dialect.firstRows("select 1 as n from " + table) + ") few", COUNTED + 1);
        return few <= COUNTED ? few : Math.max(few, number(dialect.estimateRows(table)));
    }

    /** The only number of the only row; 0 if there is none. */
    private long number(String sql, int... values) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                query.setInt(i + 1, values[i]);
            }
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    @Override
    public void announce(Announcement news) {
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
    public Set<Announcement> awaitAnnouncements(Duration timeout) {
        return call("wait for announcements", () -> dialect.awaitAnnouncements(connection, timeout));
    }

    @Override
    public void close() {
        try (own) {
            if (!connection.getAutoCommit()) {
                // A transaction could not be rolled back: to set anything might commit it, to close ends it.
                return;
            }
            if (listening) {
                dialect.stopListening(connection);
            }
            connection.setTransactionIsolation(isolationBefore);
            if (readOnlyBefore) {
                connection.setReadOnly(true);
            }
            if (networkTimeoutBefore >= 0) {
                limitNetworkTime(networkTimeoutBefore);
            }
        } catch (SQLException e) {
            // It was broken before, or the pool throws it away: nothing was under way on it.
            log.debug("The outbox's connection could not be given back in order", e);
        }
    }
}
