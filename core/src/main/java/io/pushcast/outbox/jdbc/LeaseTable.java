package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.OutboxSession.Membership;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Instances and leases. Every statement is a transaction of its own and changes rows of this instance's only, or takes one
 * that is free by comparing its epoch: so instances don't lock each other out.
 */
final class LeaseTable {

    private final Connection connection;
    private final String now;

    LeaseTable(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.now = dialect.now();
    }

    Membership heartbeat(String instance, Duration timeToLive) throws SQLException {
        if (update(
                        "update pushcast_outbox_instance set expires_at = " + now + " + ? where instance = ?",
                        timeToLive.toMillis(),
                        instance)
                == 0) {
            update(
                    "insert into pushcast_outbox_instance (expires_at, instance) values (" + now + " + ?, ?)",
                    timeToLive.toMillis(),
                    instance);
        }
        update("delete from pushcast_outbox_instance where expires_at < " + now);
        return membership(instance);
    }

    /** Compared here, since databases differ in how they compare texts. */
    private Membership membership(String instance) throws SQLException {
        int live = 1;
        int before = 0;
        long firstEnd = Long.MAX_VALUE;
        try (PreparedStatement query = connection.prepareStatement("select instance, expires_at - " + now
                        + " from pushcast_outbox_instance where expires_at >= " + now);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                int order = rows.getString(1).compareTo(instance);
                live += order == 0 ? 0 : 1;
                before += order < 0 ? 1 : 0;
                firstEnd = order == 0 ? firstEnd : Math.min(firstEnd, Math.max(0, rows.getLong(2)));
            }
        }
        return new Membership(live, before, Duration.ofMillis(firstEnd));
    }

    int leave(String instance) throws SQLException {
        return update("delete from pushcast_outbox_instance where instance = ?", instance);
    }

    Set<Integer> renew(String instance, Duration timeToLive, Set<Integer> partitions) throws SQLException {
        update(
                "update pushcast_outbox_lease set expires_at = " + now + " + ? where owner = ? and partition_no in "
                        + JdbcSession.list(partitions),
                timeToLive.toMillis(),
                instance);
        Set<Integer> owned = new TreeSet<>();
        try (PreparedStatement query =
                connection.prepareStatement("select partition_no from pushcast_outbox_lease where owner = ?")) {
            query.setString(1, instance);
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
        try (PreparedStatement query = connection.prepareStatement("select partition_no, epoch"
                + " from pushcast_outbox_lease where partition_no between 0 and 63"
                + " and (owner is null or owner = ? or expires_at < " + now + ")")) {
            query.setString(1, instance);
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
                        "update pushcast_outbox_lease set owner = ?, epoch = epoch + 1, expires_at = " + now
                                + " + ? where partition_no = ? and epoch = ?"
                                + " and (owner is null or owner = ? or expires_at < " + now + ")",
                        instance,
                        timeToLive.toMillis(),
                        candidate.partition(),
                        candidate.epoch(),
                        instance)
                == 1;
    }

    int release(String instance, Set<Integer> partitions) throws SQLException {
        return update(
                "update pushcast_outbox_lease set owner = null where owner = ? and partition_no in "
                        + JdbcSession.list(partitions),
                instance);
    }

    private int update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
