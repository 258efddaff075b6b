package io.pushcast.examples.outbox;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL with the outbox's tables, run as a test database: commits do not wait for the disk. */
final class Postgres implements AutoCloseable {

    /** About as large as an event of a shop. */
    static final String PAYLOAD = "x".repeat(298);

    private final EmbeddedPostgres server;
    private final HikariDataSource pool;
    private final JdbcOutboxStore store;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        configuration.setUsername("postgres");
        configuration.setMaximumPoolSize(20);
        this.pool = new HikariDataSource(configuration);
        this.store = JdbcOutboxStore.on(pool).createSchema(true).build();
        store.check();
    }

    static Postgres start() throws IOException {
        return new Postgres(EmbeddedPostgres.builder().start());
    }

    HikariDataSource pool() {
        return pool;
    }

    JdbcOutboxStore store() {
        return store;
    }

    /** Fills the outbox with so many messages of 300 bytes to 1 000 channels. */
    void fill(int messages) throws SQLException {
        execute("insert into pushcast_outbox (partition_no, message_id, channels, event_name, payload, ordering_key,"
                + " headers, created_at) select i % 64, 'message-' || i, 'channel-' || i % 1000, 'happened', '\""
                + PAYLOAD + "\"', 'channel-' || i % 1000, '', 0 from generate_series(1, " + messages + ") i");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How many bytes of write-ahead log have been written since the start. */
    long walBytes() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws IOException {
        pool.close();
        server.close();
    }
}
