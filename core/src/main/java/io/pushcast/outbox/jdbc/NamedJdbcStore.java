package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.transaction.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** The rows of one outbox in a {@link JdbcOutboxStore}. Safe for use by several threads. */
final class NamedJdbcStore implements OutboxStore {

    private final JdbcOutboxStore store;
    private final String outbox;

    NamedJdbcStore(JdbcOutboxStore store, String outbox) {
        if (outbox.isBlank() || outbox.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "The name of an outbox must have 1 to " + MAX_NAME_LENGTH + " characters, unlike '" + outbox + "'");
        }
        this.store = store;
        this.outbox = outbox;
    }

    @Override
    public OutboxStore named(String other) {
        return new NamedJdbcStore(store, other);
    }

    @Override
    public void check() {
        try (OwnConnection own = OwnConnection.of(store.dataSource)) {
            Connection connection = own.get();
            // Anew, since the tables may have been created elsewhere since a first look.
            JdbcOutboxStore.Database found = store.find(connection);
            OutboxSchema tables = new OutboxSchema(found.dialect(), found.tables());
            found.dialect().requireWritable(connection);
            if (store.createSchema) {
                tables.migrate(connection);
            }
            tables.check(connection);
            new Privileges(connection, found.dialect(), found.tables()).check();
            new LeaseTable(connection, found.dialect(), found.tables(), outbox).addMissing();
            store.known = found;
        } catch (SQLException e) {
            throw JdbcOutboxStore.failure("check the outbox's tables", e);
        }
    }

    @Override
    public Transactions transactions() {
        return store.transactions;
    }

    @Override
    public void insert(List<OutboxRecord> messages, Runnable afterCommit) {
        if (messages.isEmpty()) {
            return;
        }
        try {
            Connection connection = store.transactions.acquire();
            try {
                insert(connection, messages);
            } finally {
                store.transactions.release(connection);
            }
        } catch (SQLException e) {
            throw JdbcOutboxStore.failure(
                    "store " + messages.get(0)
                            + (messages.size() == 1 ? "" : " and " + (messages.size() - 1) + " more"),
                    e);
        }
        store.transactions.afterCommit(afterCommit);
    }

    private void insert(Connection connection, List<OutboxRecord> messages) throws SQLException {
        JdbcOutboxStore.Database database = store.database(connection);
        if (messages.size() == 1 || !connection.getAutoCommit()) {
            table(connection, database).insert(messages);
        } else {
            LocalTransaction.run(connection, same -> {
                table(same, database).insert(messages);
                return same;
            });
        }
    }

    private MessageTable table(Connection connection, JdbcOutboxStore.Database database) {
        return new MessageTable(connection, database.dialect(), database.tables(), outbox);
    }

    @Override
    public OutboxSession open() {
        return open(store.networkTimeout);
    }

    @Override
    public OutboxSession open(Duration answerWithin) {
        try {
            return session(
                    OwnConnection.of(store.dataSource),
                    answerWithin.compareTo(store.networkTimeout) < 0 ? answerWithin : store.networkTimeout);
        } catch (SQLException e) {
            throw JdbcOutboxStore.failure("open a session of the outbox", e);
        }
    }

    @Override
    public OutboxSession openListener() {
        DataSource direct = store.listenerDataSource;
        try {
            return session(OwnConnection.of(direct == null ? store.dataSource : direct), store.networkTimeout);
        } catch (SQLException e) {
            throw JdbcOutboxStore.failure("open a session of the outbox to listen", e);
        }
    }

    private OutboxSession session(OwnConnection own, Duration answerWithin) throws SQLException {
        try {
            JdbcOutboxStore.Database database = store.database(own.get());
            return new JdbcSession(own, database.dialect(), database.tables(), outbox, answerWithin);
        } catch (Throwable t) {
            own.closeAfter(t);
            throw t;
        }
    }

    @Override
    public boolean canAnnounce() {
        Dialect dialect = store.givenDialect;
        JdbcOutboxStore.Database database = store.known;
        if (database != null) {
            dialect = database.dialect();
        }
        if (dialect != null) {
            return dialect.canAnnounce();
        }
        try (Connection connection = store.dataSource.getConnection()) {
            return store.database(connection).dialect().canAnnounce();
        } catch (SQLException e) {
            throw JdbcOutboxStore.failure("ask which database this is", e);
        }
    }

    @Override
    public String toString() {
        return "the outbox '" + outbox + "' of " + store;
    }
}
