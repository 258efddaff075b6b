package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.OutboxSession.RetryNote;
import io.pushcast.outbox.store.StoredRecord;
import io.pushcast.outbox.store.StuckMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The messages that are being retried. A row whose message is gone means nothing, and is deleted sooner or later. What changes
 * rows is to be called in a transaction.
 */
final class RetryTable {

    /** Among how many messages those are counted that wait behind others. */
    private static final int COUNTED = 100_000;

    private static final String MESSAGE = Arrays.stream(MessageRows.COLUMNS.split(", "))
            .map(column -> "m." + column)
            .collect(Collectors.joining(", "));

    private final Connection connection;
    private final Dialect dialect;
    private final TableNames tables;
    private final String outbox;

    RetryTable(Connection connection, Dialect dialect, TableNames tables, String outbox) {
        this.connection = connection;
        this.dialect = dialect;
        this.tables = tables;
        this.outbox = outbox;
    }

    void note(Collection<RetryNote> notes) throws SQLException {
        List<RetryNote> all = List.copyOf(notes);
        for (int from = 0; from < all.size(); from += dialect.mostIds()) {
            List<RetryNote> some = all.subList(from, Math.min(all.size(), from + dialect.mostIds()));
            Map<Long, String> known = known(some);
            for (RetryNote note : some) {
                String messageId = note.message().content().messageId();
                String knownId = known.get(note.message().id());
                if (messageId.equals(knownId)) {
                    update(note);
                } else {
                    if (knownId != null) {
                        delete(List.of(note.message().id()));
                    }
                    insert(note);
                }
            }
        }
    }

    /** The ids of the messages whose retries are written down, by the ids of the rows. */
    private Map<Long, String> known(List<RetryNote> notes) throws SQLException {
        Map<Long, String> known = new HashMap<>();
        try (PreparedStatement query = dialect.prepare(
                connection, "select id, message_id from " + tables.retries() + " where " + dialect.hasId())) {
            dialect.bindIds(
                    query, notes.stream().map(note -> note.message().id()).toList());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    known.put(rows.getLong(1), rows.getString(2));
                }
            }
        }
        return known;
    }

    private void update(RetryNote note) throws SQLException {
        try (PreparedStatement update = dialect.prepare(
                connection,
                "update " + tables.retries() + " set attempts = ?, http_status = ?, failure = ?, failed_at = "
                        + dialect.now() + " where id = ?")) {
            update.setInt(1, note.attempts());
            update.setInt(2, note.status());
            update.setString(3, note.failure());
            update.setLong(4, note.message().id());
            update.executeUpdate();
        }
    }

    private void insert(RetryNote note) throws SQLException {
        try (PreparedStatement insert = dialect.prepare(
                connection,
                "insert into " + tables.retries() + " (id, outbox, message_id, attempts, http_status, failure,"
                        + " since, failed_at) values (?, ?, ?, ?, ?, ?, " + dialect.now() + " - ?, "
                        + dialect.now() + ")")) {
            insert.setLong(1, note.message().id());
            insert.setString(2, outbox);
            insert.setString(3, note.message().content().messageId());
            insert.setInt(4, note.attempts());
            insert.setInt(5, note.status());
            insert.setString(6, note.failure());
            insert.setLong(7, note.failingFor().toMillis());
            insert.executeUpdate();
        }
    }

    void forget(Collection<StoredRecord> messages) throws SQLException {
        List<Long> ids = messages.stream().map(StoredRecord::id).toList();
        for (int from = 0; from < ids.size(); from += dialect.mostIds()) {
            delete(ids.subList(from, Math.min(ids.size(), from + dialect.mostIds())));
        }
    }

    void delete(List<Long> ids) throws SQLException {
        try (PreparedStatement delete =
                dialect.prepare(connection, "delete from " + tables.retries() + " where " + dialect.hasId())) {
            dialect.bindIds(delete, ids);
            delete.executeUpdate();
        }
    }

    /** Deletes the rows whose messages are gone. */
    int forgetGone() throws SQLException {
        try (PreparedStatement delete = dialect.prepare(
                connection,
                "delete from " + tables.retries() + " where outbox = ? and not exists (select 1 from "
                        + tables.messages() + " m where m.id = " + tables.retries() + ".id and m.message_id = "
                        + tables.retries() + ".message_id)")) {
            delete.setString(1, outbox);
            return delete.executeUpdate();
        }
    }

    /** A query for how many there are; its parameter is the outbox's name. */
    String count() {
        return "select count(*) from " + tables.retries() + " r join " + tables.messages()
                + " m on m.id = r.id and m.message_id = r.message_id where r.outbox = ?";
    }

    List<StuckMessage> list(long after, int limit) throws SQLException {
        String sql = dialect.firstRows(
                "select " + MESSAGE + ", r.since, r.attempts, r.http_status, r.failure from " + tables.retries()
                        + " r join " + tables.messages() + " m on m.id = r.id and m.message_id = r.message_id"
                        + " where r.outbox = ? and r.id > ? order by r.id",
                limit);
        List<StuckMessage> stuck = new ArrayList<>();
        try (PreparedStatement query = dialect.prepare(connection, sql)) {
            query.setString(1, outbox);
            query.setLong(2, after);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    stuck.add(new StuckMessage(
                            MessageRows.stored(rows),
                            Instant.ofEpochMilli(rows.getLong(14)),
                            rows.getInt(15),
                            rows.getInt(16),
                            rows.getString(17),
                            0));
                }
            }
        }
        Map<Long, Long> behind = behind(stuck.stream().map(StuckMessage::id).toList());
        return stuck.stream()
                .map(each -> new StuckMessage(
                        each.message(),
                        each.since(),
                        each.attempts(),
                        each.status(),
                        each.failure(),
                        behind.getOrDefault(each.id(), 0L)))
                .toList();
    }

    private Map<Long, Long> behind(List<Long> ids) throws SQLException {
        Map<Long, Long> behind = new HashMap<>();
        String first = dialect.firstRows(
                "select id as other_id, key_hash as other_hash, ordering_key as other_key from " + tables.messages()
                        + " where outbox = ? order by id",
                COUNTED);
        // The ids first: what the dialect binds are the first parameters.
        String sql = "select stuck.id, count(*) from (select id, key_hash, ordering_key from " + tables.messages()
                + " where " + dialect.hasId() + " and ordering_key <> '') stuck join (" + first
                + ") others on other_hash = key_hash and other_key = ordering_key and other_id > stuck.id"
                + " group by stuck.id";
        int afterIds = 1 + (int) dialect.hasId().chars().filter(c -> c == '?').count();
        for (int from = 0; from < ids.size(); from += dialect.mostIds()) {
            try (PreparedStatement query = dialect.prepare(connection, sql)) {
                dialect.bindIds(query, ids.subList(from, Math.min(ids.size(), from + dialect.mostIds())));
                query.setString(afterIds, outbox);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        behind.put(rows.getLong(1), rows.getLong(2));
                    }
                }
            }
        }
        return behind;
    }

    /** Why it is taken out by hand, with what is known of its attempts. */
    DeadLetterCause byHand(long id, String explanation) throws SQLException {
        try (PreparedStatement query = dialect.prepare(
                connection, "select http_status, attempts from " + tables.retries() + " where id = ? and outbox = ?")) {
            query.setLong(1, id);
            query.setString(2, outbox);
            try (ResultSet row = query.executeQuery()) {
                boolean known = row.next();
                return new DeadLetterCause(
                        DeadLetterCause.Reason.BURIED_BY_HAND,
                        known ? row.getInt(1) : 0,
                        explanation,
                        known ? row.getInt(2) : 0);
            }
        }
    }
}
