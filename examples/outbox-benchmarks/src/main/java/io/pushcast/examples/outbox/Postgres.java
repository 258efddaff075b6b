package io.pushcast.examples.outbox;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL, run as a test database: commits do not wait for the disk. It has a table {@code bare}, with one index. */
final class Postgres implements AutoCloseable {

    private final EmbeddedPostgres server;
    private final HikariDataSource own;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
        this.own = pool("benchmarks");
    }

    static Postgres start() throws IOException {
        return new Postgres(EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "300")
                .start());
    }

    /** A pool that makes connections when they are needed and no sooner; it is the caller's to close. */
    HikariDataSource pool(String name) {
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        configuration.setUsername("postgres");
        configuration.setMinimumIdle(0);
        configuration.setMaximumPoolSize(50);
        configuration.addDataSourceProperty("ApplicationName", name);
        return new HikariDataSource(configuration);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = own.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The one number that a query returns. */
    long number(String query) throws SQLException {
        try (Connection connection = own.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** How many bytes of write-ahead log have been written since the start. */
    long walBytes() throws SQLException {
        return number("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
    }

    /** How many connections of a pool there are. */
    long connections(String pool) throws SQLException {
        return number("select count(*) from pg_stat_activity where application_name = '" + pool + "'");
    }

    @Override
    public void close() throws IOException {
        own.close();
        server.close();
    }
}
