package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.DeadLetter;
import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.outbox.store.OutboxBacklog;
import io.pushcast.outbox.store.OutboxCounts;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.StoredRecord;
import io.pushcast.outbox.store.StuckMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session on one connection, which is in auto-commit mode but for those calls that need two statements. */
final class JdbcSession implements OutboxSession {

    private static final Logger log = LoggerFactory.getLogger(JdbcSession.class);

    private static final int REVIVED_IN_A_TRANSACTION = 1_000;

    /** As many are counted; of more, the database's own estimate is good enough, and costs nothing. */
    private static final int COUNTED = 100_000;

    /** So many messages are found and deleted without a thought to how the database finds them. */
    private static final int FEW = 200;

    private final OwnConnection own;
    private final Connection connection;
    private final Dialect dialect;
    private final TableNames tables;
    private final String outbox;
    private final String channel;
    private final LeaseTable leases;
    private final MessageTable messages;
    private final DeadLetterTable dead;
    private final RetryTable retries;
    private final ControlTable control;
    private final int networkTimeoutBefore;
    private final SessionState state;
    private boolean listening;

    /** @param own closed with the session; by the caller if this throws */
    JdbcSession(OwnConnection own, Dialect dialect, TableNames tables, String outbox, Duration networkTimeout)
            throws SQLException {
        this.own = own;
        this.connection = own.get();
        this.dialect = dialect;
        this.tables = tables;
        this.outbox = outbox;
        this.channel = tables.channel(outbox);
        this.leases = new LeaseTable(connection, dialect, tables, outbox);
        this.messages = new MessageTable(connection, dialect, tables, outbox);
        this.dead = new DeadLetterTable(connection, dialect, tables, outbox);
        this.retries = new RetryTable(connection, dialect, tables, outbox);
        this.control = new ControlTable(connection, dialect, tables, outbox);
        // First, since what follows may ask the database.
        this.networkTimeoutBefore = limitNetworkTime(Math.max(1, Math.toIntExact(networkTimeout.toMillis())));
        this.state = SessionState.prepare(connection, dialect);
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
            return state.needsTransactions()
                    ? LocalTransaction.run(connection, same -> inReadCommitted(call))
                    : call.run();
        } catch (SQLException e) {
            throw JdbcOutboxStore.failure(what, e);
        }
    }

    private <T> T transaction(String what, Call<T> call) {
        try {
            return LocalTransaction.run(connection, same -> inReadCommitted(call));
        } catch (SQLException e) {
            throw JdbcOutboxStore.failure(what, e);
        }
    }

    /** In a transaction in which the database takes no sequential scan for cheap. */
    private <T> T byIndex(String what, Call<T> call) {
        return transaction(what, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(dialect.indexesOnly().orElseThrow());
            }
            return call.run();
        });
    }

    private <T> T inReadCommitted(Call<T> call) throws SQLException {
        state.begin();
        return call.run();
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
    public KeptAlive keepAlive(String instance, Duration timeToLive, Set<Integer> partitions) {
        return call("extend leases", () -> leases.keepAlive(instance, timeToLive, partitions))
                .orElseGet(() -> OutboxSession.super.keepAlive(instance, timeToLive, partitions));
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
    public LoadResult load(LoadRequest request, LoadFilter filter) {
        if (request.partitions().isEmpty()) {
            return new LoadResult(List.of(), 0, false);
        }
        // Most looks find next to nothing, and need no help to find it.
        int atFirst = dialect.indexesOnly().isEmpty() ? request.limit() : Math.min(request.limit(), FEW + 1);
        List<FoundMessage> found = call("look for messages", () -> messages.look(request, atFirst));
        if (found.size() < atFirst || atFirst == request.limit()) {
            return call("load messages", () -> messages.load(found, request, filter));
        }
        return byIndex("load messages", () -> messages.load(messages.look(request, request.limit()), request, filter));
    }

    static String list(Collection<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
    }

    @Override
    public void delete(Collection<StoredRecord> deleted) {
        if (!deleted.isEmpty()) {
            Call<Collection<StoredRecord>> work = () -> {
                messages.delete(deleted);
                return deleted;
            };
            if (deleted.size() <= FEW || dialect.indexesOnly().isEmpty()) {
                call("delete messages", work);
            } else {
                byIndex("delete messages", work);
            }
        }
    }

    @Override
    public Set<Long> present(Collection<StoredRecord> some) {
        return call("look whether messages are there", () -> messages.present(some));
    }

    @Override
    public void noteRetries(Collection<RetryNote> notes) {
        if (!notes.isEmpty()) {
            transaction("write down what is retried", () -> {
                retries.note(notes);
                return notes;
            });
        }
    }

    @Override
    public void forgetRetries(Collection<StoredRecord> forgotten) {
        if (!forgotten.isEmpty()) {
            call("forget retries", () -> {
                retries.forget(forgotten);
                return forgotten;
            });
        }
    }

    @Override
    public void forgetRetriesOfGone() {
        call("forget retries", retries::forgetGone);
    }

    @Override
    public List<StuckMessage> stuck(long after, int limit) {
        return call("list what is retried", () -> retries.list(after, limit));
    }

    @Override
    public boolean buryByHand(long id, String explanation) {
        return transaction("make a message a dead letter", () -> {
            Optional<StoredRecord> message = messages.lock(id);
            boolean buried = message.isPresent() && dead.bury(message.get(), retries.byHand(id, explanation));
            if (buried) {
                retries.delete(List.of(id));
            }
            return buried;
        });
    }

    @Override
    public boolean skip(long id) {
        return call("skip a message", () -> messages.delete(id)) > 0;
    }

    @Override
    public void pause(boolean paused) {
        call("pause the outbox or let it go on", () -> control.pause(paused));
    }

    @Override
    public @Nullable Instant pausedSince() {
        return call("look whether the outbox is paused", () -> Optional.ofNullable(control.pausedSince()))
                .orElse(null);
    }

    @Override
    public OutboxBacklog backlog(int keys) {
        return call(
                "look where messages wait",
                () -> new BacklogQueries(connection, dialect, tables, outbox).backlog(keys));
    }

    @Override
    public boolean bury(StoredRecord message, DeadLetterCause cause) {
        return transaction("make a message a dead letter", () -> {
            boolean buried = dead.bury(message, cause);
            retries.delete(List.of(message.id()));
            return buried;
        });
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
            long age = number(dialect.firstRows(
                    "select " + dialect.now() + " - created_at from " + tables.messages()
                            + " where case when outbox = ? then 1 else 0 end = 1 order by id",
                    1));
            // A clock that was set back must not make it negative.
            return new OutboxCounts(
                    rows(tables.messages(), ""),
                    Duration.ofMillis(Math.max(0, age)),
                    rows(tables.dead(), "_dead"),
                    number(retries.count()),
                    control.pausedSince());
        });
    }

    @Override
    public long newest() {
        return call(
                "look for the newest message",
                () -> number(dialect.firstRows(
                        "select id from " + tables.messages()
                                + " where case when outbox = ? then 1 else 0 end = 1 order by id desc",
                        1)));
    }

    private long rows(String table, String suffix) throws SQLException {
        String some = dialect.firstRows("select 1 as n from " + table + " where outbox = ?", COUNTED + 1);
        long few = number("select count(*) from (" + some + ") few");
        return few <= COUNTED ? few : Math.max(few, estimate(suffix));
    }

    /** Of all outboxes in the table together, which is good enough for one that holds so much. */
    private long estimate(String suffix) throws SQLException {
        String sql = dialect.estimateRows(
                tables.bareSchema().toLowerCase(Locale.ROOT), (tables.prefix() + suffix).toLowerCase(Locale.ROOT));
        try (PreparedStatement query = dialect.prepare(connection, sql);
                ResultSet row = query.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** The only number of the only row of a query that begins with the outbox's name; 0 if there is none. */
    private long number(String sql) throws SQLException {
        try (PreparedStatement query = dialect.prepare(connection, sql)) {
            query.setString(1, outbox);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    @Override
    public Map<String, Long> waitingForOtherApps(Set<String> apps) {
        return call("look for messages of other apps", () -> messages.waitingForOtherApps(apps, COUNTED));
    }

    @Override
    public void announce(Announcement news) {
        call("announce news", () -> {
            dialect.announce(connection, channel, news);
            return news;
        });
    }

    @Override
    public void listen() {
        call("listen to announcements", () -> {
            dialect.listen(connection, channel);
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
                dialect.stopListening(connection, channel);
            }
            state.restore();
            if (networkTimeoutBefore >= 0) {
                limitNetworkTime(networkTimeoutBefore);
            }
        } catch (SQLException e) {
            // It was broken before, or the pool throws it away: nothing was under way on it.
            log.debug("The outbox's connection could not be given back in order", e);
        }
    }
}
