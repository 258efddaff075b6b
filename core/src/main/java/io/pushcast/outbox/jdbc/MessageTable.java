package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.OutboxSession.LoadFilter;
import io.pushcast.outbox.store.OutboxSession.LoadResult;
import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.outbox.store.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The messages that wait. */
final class MessageTable {

    /** What a message is taken for until some have been seen: as much as Pusher takes. */
    private static final long FIRST_GUESS_BYTES = 10_240;

    private final Connection connection;
    private final Dialect dialect;

    MessageTable(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /**
     * One look decides on all: what commits after it has no part in this load, since it might belong behind something that
     * was committed later still.
     */
    LoadResult load(Set<Integer> partitions, long after, int limit, long bytes, LoadFilter wanted, boolean skipBlocked)
            throws SQLException {
        List<Long> ids = new ArrayList<>();
        int count = 0;
        long last = 0;
        try (PreparedStatement query = connection.prepareStatement(looking(partitions, skipBlocked))) {
            query.setLong(1, after);
            query.setInt(2, limit);
            try (ResultSet rows = query.executeQuery()) {
                for (; rows.next(); count++) {
                    last = rows.getLong(1);
                    if (wanted.test(last, rows.getInt(2))) {
                        ids.add(last);
                    }
                }
            }
        }
        Load load = new Load(ids, bytes);
        load.run();
        return load.done < ids.size()
                ? new LoadResult(load.messages, ids.get(load.done - 1), true)
                : new LoadResult(load.messages, last, count >= limit);
    }

    private String looking(Set<Integer> partitions, boolean skipBlocked) {
        String owned = partitions.size() == OutboxStore.PARTITIONS
                ? ""
                : " and partition_no in " + JdbcSession.list(partitions);
        String open = skipBlocked
                ? " and (ordering_key = '' or not exists (select 1 from pushcast_outbox_dead d"
                        + " where d.ordering_key = pushcast_outbox.ordering_key))"
                : "";
        return dialect.firstRows(
                "select id, partition_no from pushcast_outbox where id > ?" + owned + open + " order by id");
    }

    /** Loads messages by their ids until the bytes are used up; some at a time, since drivers read whole answers. */
    private final class Load {

        final List<StoredRecord> messages = new ArrayList<>();
        private final List<Long> ids;
        private final long mostBytes;
        private long bytes;
        /** How many of the ids are loaded, or gone. */
        private int done;

        Load(List<Long> ids, long mostBytes) {
            this.ids = ids;
            this.mostBytes = mostBytes;
        }

        void run() throws SQLException {
            // At least one, however large it is, or it would be in the way for ever.
            while (done < ids.size() && (messages.isEmpty() || bytes < mostBytes)) {
                List<Long> next = ids.subList(done, Math.min(ids.size(), done + atATime()));
                String sql = "select " + MessageRows.COLUMNS + " from pushcast_outbox where " + dialect.hasId()
                        + " order by id";
                try (PreparedStatement query = connection.prepareStatement(sql)) {
                    dialect.bindIds(query, next);
                    try (ResultSet rows = query.executeQuery()) {
                        read(rows, next);
                    }
                }
            }
        }

        private int atATime() {
            long usual = messages.isEmpty() ? FIRST_GUESS_BYTES : bytes / messages.size();
            return (int) Math.max(1, Math.min(dialect.mostIds(), (mostBytes - bytes) / Math.max(1, usual)));
        }

        private void read(ResultSet rows, List<Long> asked) throws SQLException {
            while (rows.next()) {
                StoredRecord message = MessageRows.stored(rows);
                if (!messages.isEmpty() && bytes + message.bytes() > mostBytes) {
                    done = ids.indexOf(message.id());
                    bytes = mostBytes;
                    return;
                }
                messages.add(message);
                bytes += message.bytes();
            }
            done += asked.size();
        }
    }

    void delete(Collection<StoredRecord> messages) throws SQLException {
        List<StoredRecord> all = List.copyOf(messages);
        try (PreparedStatement delete = connection.prepareStatement(dialect.deleteMessages())) {
            for (int from = 0; from < all.size(); from += dialect.mostIds()) {
                dialect.bindMessages(delete, all.subList(from, Math.min(all.size(), from + dialect.mostIds())));
                delete.executeUpdate();
            }
        }
    }
}
