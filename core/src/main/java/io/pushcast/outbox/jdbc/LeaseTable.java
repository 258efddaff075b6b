package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.OutboxSession.KeptAlive;
import io.pushcast.outbox.store.OutboxSession.Membership;
import io.pushcast.outbox.store.OutboxStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Instances and leases. Every statement is a transaction of its own and changes rows of this instance's only, or takes one
 * that is free by comparing its epoch: so instances don't lock each other out.
 */
final class LeaseTable {

    private final Connection connection;
    private final Dialect dialect;
    private final String now;
    private final String leases;
    private final String instances;
    private final String control;
    private final String outbox;

    LeaseTable(Connection connection, Dialect dialect, TableNames tables, String outbox) {
        this.connection = connection;
        this.dialect = dialect;
        this.now = dialect.now();
        this.control = tables.control();
        this.leases = tables.leases();
        this.instances = tables.instances();
        this.outbox = outbox;
    }

    /** Adds those of this outbox's leases that are not there, also while other instances do. */
    void addMissing() throws SQLException {
        Set<Integer> missing = missing();
        for (int attempts = 1; !missing.isEmpty(); attempts++) {
            try {
                for (int partition : missing) {
                    update(
                            "insert into " + leases + " (outbox, partition_no, owner, epoch, expires_at)"
                                    + " values (?, ?, null, 0, 0)",
                            outbox,
                            partition);
                }
            } catch (SQLException e) {
                // Another instance adds them, too: what it has added is no longer missing.
                if (attempts == OutboxStore.PARTITIONS || missing().size() == missing.size()) {
                    throw e;
                }
            }
            missing = missing();
        }
    }

    private Set<Integer> missing() throws SQLException {
        Set<Integer> missing = new TreeSet<>();
        for (int partition = 0; partition < OutboxStore.PARTITIONS; partition++) {
            missing.add(partition);
        }
        try (PreparedStatement query =
                dialect.prepare(connection, "select partition_no from " + leases + " where outbox = ?")) {
            query.setString(1, outbox);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    missing.remove(rows.getInt(1));
                }
            }
        }
        return missing;
    }

    /** Does all in one statement, where the database can. */
    Optional<KeptAlive> keepAlive(String instance, Duration timeToLive, Set<Integer> partitions) throws SQLException {
        // A list of SQL must not be empty.
        Set<Integer> some = partitions.isEmpty() ? Set.of(-1) : partitions;
        Optional<String> sql = dialect.keepAlive(instances, leases, control, JdbcSession.list(some));
        if (sql.isEmpty()) {
            return Optional.empty();
        }
        Members members = new Members(instance);
        Set<Integer> renewed = new TreeSet<>();
        Instant pausedSince = null;
        boolean isMember = false;
        try (PreparedStatement statement = dialect.prepare(connection, sql.get())) {
            Object[] values = {
                timeToLive.toMillis(), outbox, instance, timeToLive.toMillis(), outbox, instance, outbox, outbox
            };
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    long value = rows.getLong(3);
                    switch (rows.getString(1)) {
                        case "beat" -> isMember = value > 0;
                        case "extended" -> renewed.add(Math.toIntExact(value));
                        case "member" -> members.add(rows.getString(2), value);
                        default -> pausedSince = Instant.ofEpochMilli(value);
                    }
                }
            }
        }
        if (!isMember) {
            join(instance, timeToLive);
        }
        deleteDead(members);
        return Optional.of(new KeptAlive(members.membership(), renewed, pausedSince));
    }

    Membership heartbeat(String instance, Duration timeToLive) throws SQLException {
        if (update(
                        "update " + instances + " set expires_at = " + now + " + ? where outbox = ? and instance = ?",
                        timeToLive.toMillis(),
                        outbox,
                        instance)
                == 0) {
            join(instance, timeToLive);
        }
        Members members = new Members(instance);
        try (PreparedStatement query = dialect.prepare(
                connection, "select instance, expires_at - " + now + " from " + instances + " where outbox = ?")) {
            query.setString(1, outbox);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    members.add(rows.getString(1), rows.getLong(2));
                }
            }
        }
        deleteDead(members);
        return members.membership();
    }

    private void join(String instance, Duration timeToLive) throws SQLException {
        update(
                "insert into " + instances + " (expires_at, outbox, instance) values (" + now + " + ?, ?, ?)",
                timeToLive.toMillis(),
                outbox,
                instance);
    }

    private void deleteDead(Members members) throws SQLException {
        if (members.anyDead) {
            update("delete from " + instances + " where outbox = ? and expires_at < " + now, outbox);
        }
    }

    /** The instances. Compared here, since databases differ in how they compare texts. */
    private static final class Members {

        private final String self;
        private int live = 1;
        private int before;
        private long firstEnd = Long.MAX_VALUE;
        private boolean anyDead;

        Members(String self) {
            this.self = self;
        }

        void add(String instance, long left) {
            int order = instance.compareTo(self);
            if (order == 0) {
                return;
            }
            if (left < 0) {
                anyDead = true;
                return;
            }
            live++;
            before += order < 0 ? 1 : 0;
            firstEnd = Math.min(firstEnd, left);
        }

        Membership membership() {
            return new Membership(live, before, Duration.ofMillis(firstEnd));
        }
    }

    int leave(String instance) throws SQLException {
        return update("delete from " + instances + " where outbox = ? and instance = ?", outbox, instance);
    }

    Set<Integer> renew(String instance, Duration timeToLive, Set<Integer> partitions) throws SQLException {
        int renewed = update(
                "update " + leases + " set expires_at = " + now
                        + " + ? where outbox = ? and owner = ? and partition_no in " + JdbcSession.list(partitions),
                timeToLive.toMillis(),
                outbox,
                instance);
        if (renewed == partitions.size()) {
            return partitions;
        }
        Set<Integer> owned = new TreeSet<>();
        try (PreparedStatement query =
                dialect.prepare(connection, "select partition_no from " + leases + " where outbox = ? and owner = ?")) {
            query.setString(1, outbox);
            query.setString(2, instance);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    owned.add(rows.getInt(1));
                }
            }
        }
        owned.retainAll(partitions);
        return owned;
    }

    Set<Integer> take(String instance, Duration timeToLive, int most, Set<Integer> except) throws SQLException {
        List<Candidate> candidates = candidates(instance, except);
        // Each instance in an order of its own, or all would race for the same ones.
        Collections.shuffle(candidates);
        Set<Integer> taken = new TreeSet<>();
        for (Candidate candidate : candidates) {
            if (taken.size() < most && take(instance, timeToLive, candidate)) {
                taken.add(candidate.partition());
            }
        }
        return taken;
    }

    /** A lease that can be taken. */
    private record Candidate(int partition, long epoch) {}

    private List<Candidate> candidates(String instance, Set<Integer> except) throws SQLException {
        List<Candidate> candidates = new ArrayList<>();
        try (PreparedStatement query = dialect.prepare(
                connection,
                "select partition_no, epoch from " + leases
                        + " where outbox = ? and partition_no between 0 and 63"
                        + " and (owner is null or owner = ? or expires_at < " + now + ")")) {
            query.setString(1, outbox);
            query.setString(2, instance);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    if (!except.contains(rows.getInt(1))) {
                        candidates.add(new Candidate(rows.getInt(1), rows.getLong(2)));
                    }
                }
            }
        }
        return candidates;
    }

    private boolean take(String instance, Duration timeToLive, Candidate candidate) throws SQLException {
        return update(
                        "update " + leases + " set owner = ?, epoch = epoch + 1, expires_at = " + now
                                + " + ? where outbox = ? and partition_no = ? and epoch = ?"
                                + " and (owner is null or owner = ? or expires_at < " + now + ")",
                        instance,
                        timeToLive.toMillis(),
                        outbox,
                        candidate.partition(),
                        candidate.epoch(),
                        instance)
                == 1;
    }

    int release(String instance, Set<Integer> partitions) throws SQLException {
        return update(
                "update " + leases + " set owner = null where outbox = ? and owner = ? and partition_no in "
                        + JdbcSession.list(partitions),
                outbox,
                instance);
    }

    private int update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = dialect.prepare(connection, sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
