package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.transaction.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * An outbox in the application's own PostgreSQL, MySQL, MariaDB or H2 database. Safe for use by several threads.
 *
 * <p>Its tables are created by the files {@code io/pushcast/outbox/jdbc/{postgresql,mysql,mariadb,h2}/R__pushcast_outbox_001.sql}
 * in this jar, which Flyway or Liquibase can run, or on request by the store itself. An instance that relays keeps three
 * connections of the data source (two where the database can't notify), one that only stores keeps one to notify with, or
 * none. A look at the counts or at dead letters takes another for a moment, and a flush one for as long as it waits.
 *
 * <p>The data source is to be the pool itself. One that gives the connection of a transaction which the calling thread is in,
 * such as Spring's {@code TransactionAwareDataSourceProxy}, gives the outbox one of another thread's instead, so that the
 * transaction is left alone: what is published then is not part of it. How a framework's transactions come in is said by
 * {@link Builder#transactions}.
 *
 * <p>Without a framework, the connection on which messages are stored is said by {@link #transaction} or {@link #within};
 * outside of both each message is stored, and so published, at once.
 */
public final class JdbcOutboxStore implements OutboxStore {

    private static final Duration DEFAULT_NETWORK_TIMEOUT = Duration.ofSeconds(30);

    final DataSource dataSource;
    final TransactionConnections transactions;
    private final @Nullable ThreadBoundConnections threadBound;
    final boolean createSchema;
    final Duration networkTimeout;
    final @Nullable DataSource listenerDataSource;
    final @Nullable Dialect givenDialect;
    private final @Nullable String schema;
    private final String tablePrefix;
    private final OutboxStore unnamed = new NamedJdbcStore(this, DEFAULT_NAME);
    volatile @Nullable Database known;

    /** What was found out about the database. */
    record Database(Dialect dialect, TableNames tables) {}

    private JdbcOutboxStore(Builder builder) {
        this.dataSource = builder.dataSource;
        this.createSchema = builder.createSchema;
        this.networkTimeout = builder.networkTimeout;
        this.listenerDataSource = builder.listenerDataSource;
        this.givenDialect = builder.dialect;
        this.schema = builder.schema;
        this.tablePrefix = builder.tablePrefix;
        this.threadBound = builder.transactions == null ? new ThreadBoundConnections(dataSource) : null;
        this.transactions = builder.transactions == null
                ? Objects.requireNonNull(threadBound, "there is one of the two")
                : builder.transactions;
    }

    /** A store in the database of this data source, whose tables are there. */
    public static JdbcOutboxStore of(DataSource dataSource) {
        return on(dataSource).build();
    }

    /** A builder for a store in the database of this data source. */
    public static Builder on(DataSource dataSource) {
        return new Builder(dataSource);
    }

    /**
     * Does work in a transaction of its own, which what is published meanwhile by this thread is part of. When the work has
     * ended, its messages are stored, all at once; then the transaction commits, and they are delivered. If the work throws, or
     * a message can't be stored, the transaction rolls back. Another transaction that the work begins by this method is one of its
     * own, on another connection. What other threads publish is not part of it.
     *
     * <p>The messages of one key keep their order, however long the work takes. A savepoint that the work sets on the connection
     * has no effect on them; work that is done {@link #within} the same connection, and throws, takes back what it published.
     *
     * @throws SQLException if the database refuses
     * @throws IllegalStateException if a framework's transactions are used
     */
    public <T> T transaction(SqlWork<T> work) throws SQLException {
        return threadBound().transaction(work);
    }

    /**
     * Does work within a transaction of the caller's, who commits it or rolls it back later: what is published meanwhile by
     * this thread is part of it. Messages are stored on the connection when the work has ended, all at once, and none if it
     * throws: do not commit before. Call {@link io.pushcast.outbox.Outbox#wake} after the commit to have them delivered at once.
     *
     * <p>Within work on the same connection, it is a part of that: its messages are stored together with the others, in the order in
     * which they were published; if it throws, they are not stored, and the others are. So a part that has a savepoint belongs into
     * a call of its own.
     *
     * @throws SQLException if the work throws it
     * @throws IllegalStateException if a framework's transactions are used, or the connection is in auto-commit mode
     */
    public <T> T within(Connection connection, SqlWork<T> work) throws SQLException {
        return threadBound().within(connection, work);
    }

    private ThreadBoundConnections threadBound() {
        if (threadBound == null) {
            throw new IllegalStateException(
                    "This store takes part in the transactions of " + transactions + "; begin them there");
        }
        return threadBound;
    }

    @Override
    public OutboxStore named(String outbox) {
        return new NamedJdbcStore(this, outbox);
    }

    @Override
    public void check() {
        unnamed.check();
    }

    @Override
    public void insert(List<OutboxRecord> messages, Runnable afterCommit) {
        unnamed.insert(messages, afterCommit);
    }

    @Override
    public Transactions transactions() {
        return transactions;
    }

    @Override
    public OutboxSession open() {
        return unnamed.open();
    }

    @Override
    public OutboxSession open(Duration answerWithin) {
        return unnamed.open(answerWithin);
    }

    @Override
    public OutboxSession openListener() {
        return unnamed.openListener();
    }

    @Override
    public boolean canAnnounce() {
        return unnamed.canAnnounce();
    }

    Database find(Connection connection) throws SQLException {
        Dialect dialect = givenDialect == null ? Dialect.of(connection) : givenDialect;
        return new Database(dialect, OutboxSchema.find(connection, dialect, schema, tablePrefix));
    }

    Database database(Connection connection) throws SQLException {
        Database database = known;
        if (database == null) {
            database = find(connection);
            known = database;
        }
        return database;
    }

    static OutboxException failure(String what, SQLException e) {
        // Pools that are empty say so by this; with a pool that is too small, the outbox's own threads have emptied it.
        String hint = e instanceof SQLTransientConnectionException
                ? ". If it is the pool that is empty: an outbox that delivers keeps up to three of its connections"
                : "";
        return new OutboxException("The database refused to " + what + ": " + e.getMessage() + hint, e);
    }

    @Override
    public String toString() {
        Database database = known;
        return "JdbcOutboxStore["
                + (database == null
                        ? "not used yet"
                        : database.dialect().name() + ", " + database.tables().messages())
                + "]";
    }

    /** Builds a {@link JdbcOutboxStore}. Not for use by several threads. */
    public static final class Builder {

        private final DataSource dataSource;
        private @Nullable TransactionConnections transactions;
        private boolean createSchema;
        private @Nullable Dialect dialect;
        private @Nullable String schema;
        private String tablePrefix = TableNames.DEFAULT_PREFIX;
        private Duration networkTimeout = DEFAULT_NETWORK_TIMEOUT;
        private @Nullable DataSource listenerDataSource;

        private Builder(DataSource dataSource) {
            this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        }

        /** Takes part in a framework's transactions. Default: those of {@link JdbcOutboxStore#transaction}. */
        public Builder transactions(TransactionConnections transactions) {
            this.transactions = Objects.requireNonNull(transactions, "transactions");
            return this;
        }

        /** Whether to create, at the start, those of the tables that are not there. Default: no. */
        public Builder createSchema(boolean createSchema) {
            this.createSchema = createSchema;
            return this;
        }

        /**
         * The schema in which the tables are (on MySQL and MariaDB, the database), as it is written in SQL. Default: that in
         * which they are found, or would be created, on the connection by which the store is checked.
         *
         * @throws IllegalArgumentException if it is no name of a schema
         */
        public Builder schema(String schema) {
            this.schema = TableNames.checkedSchema(schema);
            return this;
        }

        /**
         * What the names of the tables begin with, which is also the whole name of the table of messages. Default: {@code
         * pushcast_outbox}.
         *
         * @throws IllegalArgumentException if it does not begin with a letter, or has more than 40 letters, digits and _, or
         *     other characters
         */
        public Builder tablePrefix(String tablePrefix) {
            this.tablePrefix = TableNames.checkedPrefix(tablePrefix);
            return this;
        }

        /**
         * Where to get the one connection on which notifications of the database are heard ({@code LISTEN} of PostgreSQL): the
         * database itself, where the other data source goes through a pooler that gives a connection to others after each
         * transaction. It need not be a pool. Default: the same data source.
         */
        public Builder listenOn(DataSource listenerDataSource) {
            this.listenerDataSource = Objects.requireNonNull(listenerDataSource, "listenerDataSource");
            return this;
        }

        /** How the database is spoken to. Default: found out from its product name. */
        public Builder dialect(Dialect dialect) {
            this.dialect = Objects.requireNonNull(dialect, "dialect");
            return this;
        }

        /**
         * How long a database may take to answer the outbox's own threads until their connection is taken for broken.
         * Default: 30 s.
         *
         * @throws IllegalArgumentException if it is shorter than 1 ms or longer than 1 h
         */
        public Builder networkTimeout(Duration networkTimeout) {
            if (networkTimeout.toMillis() < 1 || networkTimeout.toHours() > 1) {
                throw new IllegalArgumentException(
                        "networkTimeout must be between 1 ms and 1 h, not " + networkTimeout);
            }
            this.networkTimeout = networkTimeout;
            return this;
        }

        /** The store. The database is not asked yet. */
        public JdbcOutboxStore build() {
            return new JdbcOutboxStore(this);
        }
    }
}
