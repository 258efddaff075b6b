package io.pushcast.outbox.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a session of the outbox is read committed and may write: stricter levels lock the gaps between the ids that
 * are deleted, where others insert, or have them fail. What a pooler in front of the database may hand to others is left as it
 * is: there, each transaction says it for itself, if the session is not read committed anyway.
 */
final class SessionState {

    private final Connection connection;
    private final @Nullable String readCommitted;
    private final boolean readOnlyBefore;
    private final int isolationBefore;

    private SessionState(
            Connection connection, @Nullable String readCommitted, boolean readOnlyBefore, int isolationBefore) {
        this.connection = connection;
        this.readCommitted = readCommitted;
        this.readOnlyBefore = readOnlyBefore;
        this.isolationBefore = isolationBefore;
    }

    static SessionState prepare(Connection connection, Dialect dialect) throws SQLException {
        boolean readOnly = connection.isReadOnly();
        Optional<String> ofTransactions = dialect.readCommitted();
        if (ofTransactions.isPresent()) {
            boolean differs = readOnly || connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED;
            return new SessionState(connection, differs ? ofTransactions.get() : null, false, 0);
        }
        if (readOnly) {
            connection.setReadOnly(false);
        }
        SessionState state = new SessionState(connection, null, readOnly, connection.getTransactionIsolation());
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        return state;
    }

    /** Whether every call has to be a transaction that says how it is isolated. */
    boolean needsTransactions() {
        return readCommitted != null;
    }

    /** A transaction has begun. */
    void begin() throws SQLException {
        if (readCommitted != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(readCommitted);
            }
        }
    }

    /** As it was before. */
    void restore() throws SQLException {
        if (isolationBefore != 0) {
            connection.setTransactionIsolation(isolationBefore);
        }
        if (readOnlyBefore) {
            connection.setReadOnly(true);
        }
    }
}
