package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.DeadLetter;
import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.outbox.store.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dead letters. What changes two tables is to be called in a transaction. */
final class DeadLetterTable {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterTable.class);

    private final Connection connection;
    private final Dialect dialect;
    private final TableNames tables;
    private final String outbox;

    DeadLetterTable(Connection connection, Dialect dialect, TableNames tables, String outbox) {
        this.connection = connection;
        this.dialect = dialect;
        this.tables = tables;
        this.outbox = outbox;
    }

    boolean bury(StoredRecord message, DeadLetterCause cause) throws SQLException {
        // First, since it locks the row: of two instances that try, one finds it gone.
        if (!delete(message)) {
            return false;
        }
        // Ids are given twice if a dump was read back; a letter in the way must not hold up the whole outbox.
        if (update("delete from " + tables.dead() + " where id = ?", message.id()) > 0) {
            log.warn(
                    "There was a dead letter with the id {} already; {} takes its place",
                    message.id(),
                    message.content());
        }
        insert(message, cause);
        return true;
    }

    private void insert(StoredRecord message, DeadLetterCause cause) throws SQLException {
        String sql = "insert into " + tables.dead() + " (id, " + MessageRows.INSERTED
                + ", created_at, reason, http_status, explanation, attempts, died_at) values ("
                + "?, ".repeat(MessageRows.CONTENT + 6) + dialect.now() + ")";
        try (PreparedStatement insert = dialect.prepare(connection, sql)) {
            insert.setLong(1, message.id());
            MessageRows.setContent(insert, 2, outbox, message.content());
            int next = 2 + MessageRows.CONTENT;
            insert.setLong(next, message.storedAt().toEpochMilli());
            insert.setString(next + 1, cause.reason().name());
            insert.setInt(next + 2, cause.status());
            insert.setString(next + 3, cause.explanation());
            insert.setInt(next + 4, cause.attempts());
            insert.executeUpdate();
        }
    }

    List<DeadLetter> list(DeadLetterFilter filter, int limit) throws SQLException {
        FilterCondition condition = FilterCondition.of(outbox, filter, dialect);
        String sql = dialect.firstRows(
                "select " + MessageRows.DEAD_COLUMNS + " from " + tables.dead() + " where " + condition.sql()
                        + " order by id",
                limit);
        try (PreparedStatement query = dialect.prepare(connection, sql)) {
            condition.bind(query);
            try (ResultSet rows = query.executeQuery()) {
                List<DeadLetter> letters = new ArrayList<>();
                while (rows.next()) {
                    letters.add(MessageRows.deadLetter(rows));
                }
                return letters;
            }
        }
    }

    /**
     * Makes some of them messages again.
     *
     * @param after with greater ids than this
     * @param limit how many at most
     * @return their ids, in order
     */
    List<Long> revive(DeadLetterFilter filter, long after, int limit) throws SQLException {
        List<Long> ids = lock(FilterCondition.of(outbox, filter, dialect), after, limit);
        for (int from = 0; from < ids.size(); from += dialect.mostIds()) {
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + dialect.mostIds()));
            update(
                    "insert into " + tables.messages() + " (" + MessageRows.COLUMNS + ") select " + MessageRows.COLUMNS
                            + " from " + tables.dead() + " where " + dialect.hasId(),
                    some);
            update("delete from " + tables.dead() + " where " + dialect.hasId(), some);
        }
        return ids;
    }

    /** Locked, so that two who retry the same one don't send it twice. */
    private List<Long> lock(FilterCondition condition, long after, int limit) throws SQLException {
        String sql = dialect.forUpdate(dialect.firstRows(
                "select id from " + tables.dead() + " where " + condition.sql() + " and id > ? order by id", limit));
        try (PreparedStatement query = dialect.prepare(connection, sql)) {
            query.setLong(condition.bind(query), after);
            try (ResultSet rows = query.executeQuery()) {
                List<Long> ids = new ArrayList<>();
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
                return ids;
            }
        }
    }

    int purge(DeadLetterFilter filter) throws SQLException {
        FilterCondition condition = FilterCondition.of(outbox, filter, dialect);
        try (PreparedStatement delete =
                dialect.prepare(connection, "delete from " + tables.dead() + " where " + condition.sql())) {
            condition.bind(delete);
            return delete.executeUpdate();
        }
    }

    private boolean delete(StoredRecord message) throws SQLException {
        try (PreparedStatement delete =
                dialect.prepare(connection, "delete from " + tables.messages() + " where id = ? and message_id = ?")) {
            delete.setLong(1, message.id());
            delete.setString(2, message.content().messageId());
            return delete.executeUpdate() > 0;
        }
    }

    private int update(String sql, long id) throws SQLException {
        try (PreparedStatement statement = dialect.prepare(connection, sql)) {
            statement.setLong(1, id);
            return statement.executeUpdate();
        }
    }

    private void update(String sql, List<Long> ids) throws SQLException {
        try (PreparedStatement statement = dialect.prepare(connection, sql)) {
            dialect.bindIds(statement, ids);
            statement.executeUpdate();
        }
    }
}
