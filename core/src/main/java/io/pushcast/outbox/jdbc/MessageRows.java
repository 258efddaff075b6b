package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.DeadLetter;
import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.StoredRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Messages as rows. */
final class MessageRows {

    /** The columns of what {@link #setContent} sets. */
    static final int CONTENT = 11;

    static final String INSERTED = "outbox, app, partition_no, key_hash, message_id, channels, event_name, payload,"
            + " ordering_key, excluded_socket, headers";

    static final String COLUMNS = "id, " + INSERTED + ", created_at";

    static final String DEAD_COLUMNS = COLUMNS + ", reason, http_status, explanation, attempts, died_at";

    /** The reasons that this version writes, as a list of SQL. */
    static final String KNOWN_REASONS = Arrays.stream(DeadLetterCause.Reason.values())
            .filter(reason -> reason != DeadLetterCause.Reason.UNKNOWN)
            .map(reason -> "'" + reason.name() + "'")
            .collect(Collectors.joining(", ", "(", ")"));

    private MessageRows() {}

    static void setContent(PreparedStatement statement, int first, String outbox, OutboxRecord content)
            throws SQLException {
        statement.setString(first, outbox);
        statement.setString(first + 1, content.app());
        statement.setInt(first + 2, content.partition());
        statement.setInt(first + 3, content.keyHash());
        statement.setString(first + 4, content.messageId());
        statement.setString(first + 5, content.channels());
        statement.setString(first + 6, content.event());
        statement.setString(first + 7, content.data());
        statement.setString(first + 8, content.orderingKey());
        statement.setString(first + 9, content.excludedSocket());
        statement.setString(first + 10, content.headers());
    }

    static StoredRecord stored(ResultSet row) throws SQLException {
        OutboxRecord content = new OutboxRecord(
                row.getString(3),
                row.getInt(4),
                row.getInt(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12));
        return new StoredRecord(row.getLong(1), Instant.ofEpochMilli(row.getLong(13)), content);
    }

    static DeadLetter deadLetter(ResultSet row) throws SQLException {
        DeadLetterCause cause =
                new DeadLetterCause(reason(row.getString(14)), row.getInt(15), row.getString(16), row.getInt(17));
        return new DeadLetter(stored(row), cause, Instant.ofEpochMilli(row.getLong(18)));
    }

    private static DeadLetterCause.Reason reason(String stored) {
        return Arrays.stream(DeadLetterCause.Reason.values())
                .filter(reason -> reason.name().equals(stored))
                .findFirst()
                .orElse(DeadLetterCause.Reason.UNKNOWN);
    }
}
