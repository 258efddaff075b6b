package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession.FoundMessage;
import io.pushcast.outbox.store.OutboxSession.LoadFilter;
import io.pushcast.outbox.store.OutboxSession.LoadRequest;
import io.pushcast.outbox.store.OutboxSession.LoadResult;
import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.outbox.store.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The messages of one outbox that wait. */
final class MessageTable {

    /** What a message is taken for until some have been seen: as much as Pusher takes. */
    private static final long FIRST_GUESS_BYTES = 10_240;

    /** So many messages go into one insert, at most. */
    private static final int MOST_INSERTED = 500;

    /** So many characters go into one insert: databases limit the size of a statement. */
    private static final int MOST_INSERTED_CHARACTERS = 1_000_000;

    private final Connection connection;
    private final Dialect dialect;
    private final TableNames tables;
    private final String outbox;

    MessageTable(Connection connection, Dialect dialect, TableNames tables, String outbox) {
        this.connection = connection;
        this.dialect = dialect;
        this.tables = tables;
        this.outbox = outbox;
    }

    /** Inserts messages in their order. */
    void insert(List<OutboxRecord> messages) throws SQLException {
        messages.forEach(dialect::check);
        for (int from = 0; from < messages.size(); ) {
            List<OutboxRecord> next = messages.subList(from, from + fitting(messages, from));
            insertAtOnce(next);
            from += next.size();
        }
    }

    /** How many messages from this one on go into one insert; at least one. */
    private int fitting(List<OutboxRecord> messages, int from) {
        int characters = 0;
        int count = 0;
        int most = Math.max(1, Math.min(MOST_INSERTED, dialect.mostParameters() / MessageRows.CONTENT));
        while (count < most && from + count < messages.size()) {
            characters += messages.get(from + count).data().length();
            if (count > 0 && characters > MOST_INSERTED_CHARACTERS) {
                return count;
            }
            count++;
        }
        return count;
    }

    private void insertAtOnce(List<OutboxRecord> messages) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(dialect.insert(tables, messages.size()))) {
            int next = 1;
            for (OutboxRecord message : messages) {
                MessageRows.setContent(insert, next, outbox, message);
                next += MessageRows.CONTENT;
            }
            insert.executeUpdate();
        }
    }

    /**
     * One look decides on all: what commits after it has no part in this load, since it might belong behind something that
     * was committed later still.
     *
     * @param limit how many to find at most, in place of the request's
     */
    List<FoundMessage> look(LoadRequest request, int limit) throws SQLException {
        List<FoundMessage> found = new ArrayList<>();
        try (PreparedStatement query = dialect.prepare(connection, sql(request, limit))) {
            query.setLong(1, request.after());
            query.setString(2, outbox);
            int next = 3;
            for (String app : request.exceptApps()) {
                query.setString(next++, app);
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new FoundMessage(rows.getLong(1), rows.getInt(2), rows.getInt(3), rows.getString(4)));
                }
            }
        }
        return found;
    }

    /** Loads what is wanted of what a look has found. */
    LoadResult load(List<FoundMessage> found, LoadRequest request, LoadFilter filter) throws SQLException {
        List<Long> ids = new ArrayList<>();
        for (FoundMessage message : found) {
            if (filter.test(message)) {
                ids.add(message.id());
            }
        }
        Load load = new Load(ids, request.bytes());
        load.run();
        if (load.done < ids.size()) {
            return new LoadResult(load.messages, ids.get(load.done - 1), true);
        }
        long last = found.isEmpty() ? 0 : found.get(found.size() - 1).id();
        return new LoadResult(load.messages, last, found.size() >= request.limit());
    }

    /**
     * All conditions but that on the id are one expression, of which a database without statistics guesses that half of all
     * rows fulfil it, and not that next to none do: it would read them all to sort the rest.
     */
    private String sql(LoadRequest request, int limit) {
        StringBuilder sql = new StringBuilder("select m.id, m.partition_no, m.key_hash, m.app from ")
                .append(tables.messages())
                .append(" m where m.id > ? and case when m.outbox = ?");
        if (request.partitions().size() < OutboxStore.PARTITIONS) {
            sql.append(" and m.partition_no in ").append(JdbcSession.list(request.partitions()));
        }
        if (request.onlyKey() != null) {
            sql.append(" and m.key_hash = ").append(request.onlyKey());
        }
        if (!request.exceptKeys().isEmpty()) {
            sql.append(" and m.key_hash not in ").append(JdbcSession.list(new TreeSet<>(request.exceptKeys())));
        }
        if (!request.exceptApps().isEmpty()) {
            sql.append(" and m.app not in ")
                    .append(parameters(request.exceptApps().size()));
        }
        if (request.skipBlocked()) {
            sql.append(" and (m.ordering_key = '' or not exists (select 1 from ")
                    .append(tables.dead())
                    .append(" d where d.outbox = m.outbox and d.ordering_key = m.ordering_key))");
        }
        return dialect.firstRows(
                sql.append(" then 1 else 0 end = 1 order by m.id").toString(), limit);
    }

    private static String parameters(int count) {
        return "(" + "?,".repeat(count - 1) + "?)";
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
                String sql = "select " + MessageRows.COLUMNS + " from " + tables.messages() + " where "
                        + dialect.hasId() + " order by id";
                try (PreparedStatement query = dialect.prepare(connection, sql)) {
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

    Set<Long> present(Collection<StoredRecord> messages) throws SQLException {
        Set<Long> present = new HashSet<>();
        List<StoredRecord> all = List.copyOf(messages);
        String sql = "select id, message_id from " + tables.messages() + " where " + dialect.hasId();
        try (PreparedStatement query = dialect.prepare(connection, sql)) {
            for (int from = 0; from < all.size(); from += dialect.mostIds()) {
                List<StoredRecord> some = all.subList(from, Math.min(all.size(), from + dialect.mostIds()));
                Map<Long, String> expected = new HashMap<>();
                some.forEach(
                        message -> expected.put(message.id(), message.content().messageId()));
                dialect.bindIds(query, List.copyOf(expected.keySet()));
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        if (rows.getString(2).equals(expected.get(rows.getLong(1)))) {
                            present.add(rows.getLong(1));
                        }
                    }
                }
            }
        }
        return present;
    }

    /** The message with this id, locked until the transaction ends; empty if there is none. */
    Optional<StoredRecord> lock(long id) throws SQLException {
        String sql = dialect.forUpdate(
                "select " + MessageRows.COLUMNS + " from " + tables.messages() + " where id = ? and outbox = ?");
        try (PreparedStatement query = dialect.prepare(connection, sql)) {
            query.setLong(1, id);
            query.setString(2, outbox);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(MessageRows.stored(row)) : Optional.empty();
            }
        }
    }

    int delete(long id) throws SQLException {
        try (PreparedStatement delete =
                dialect.prepare(connection, "delete from " + tables.messages() + " where id = ? and outbox = ?")) {
            delete.setLong(1, id);
            delete.setString(2, outbox);
            return delete.executeUpdate();
        }
    }

    void delete(Collection<StoredRecord> messages) throws SQLException {
        List<StoredRecord> all = List.copyOf(messages);
        try (PreparedStatement delete = dialect.prepare(connection, dialect.deleteMessages(tables.messages()))) {
            for (int from = 0; from < all.size(); from += dialect.mostIds()) {
                dialect.bindMessages(delete, all.subList(from, Math.min(all.size(), from + dialect.mostIds())));
                delete.executeUpdate();
            }
        }
    }

    Map<String, Long> waitingForOtherApps(Set<String> apps, int mostCounted) throws SQLException {
        String some = dialect.firstRows(
                "select app from " + tables.messages() + " where outbox = ?"
                        + (apps.isEmpty() ? "" : " and app not in " + parameters(apps.size())),
                mostCounted);
        Map<String, Long> waiting = new LinkedHashMap<>();
        try (PreparedStatement query = dialect.prepare(
                connection, "select app, count(*) from (" + some + ") others group by app order by app")) {
            query.setString(1, outbox);
            int next = 2;
            for (String app : apps) {
                query.setString(next++, app);
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    waiting.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return waiting;
    }
}
