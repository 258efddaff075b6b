package io.pushcast.testing.outbox.chaos;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL that keeps its port and its data when it is restarted. */
final class PostgresDatabase extends ChaosDatabase {

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    PostgresDatabase(Path data) throws IOException {
        this.data = data;
        this.port = FreePorts.free();
        start();
    }

    private void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
    }

    void restart() throws IOException {
        server.close();
        start();
    }

    int port() {
        return port;
    }

    @Override
    String url() {
        return "jdbc:postgresql://localhost:" + port + "/postgres";
    }

    @Override
    String user() {
        return "postgres";
    }

    @Override
    DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url());
        source.setUser(user());
        return source;
    }

    @Override
    String now() {
        return "date_part('epoch', clock_timestamp()) * 1000";
    }

    @Override
    void cutConnections() throws SQLException {
        execute("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where pid <> pg_backend_pid() and backend_type = 'client backend'");
    }

    @Override
    List<Long> processes() throws IOException {
        long postmaster = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        List<Long> processes = new ArrayList<>(List.of(postmaster));
        ProcessHandle.of(postmaster)
                .orElseThrow()
                .descendants()
                .map(ProcessHandle::pid)
                .forEach(processes::add);
        return processes;
    }

    @Override
    End readOnly() throws SQLException {
        execute("alter system set default_transaction_read_only = on");
        execute("select pg_reload_conf()");
        return () -> {
            execute("alter system reset default_transaction_read_only");
            execute("select pg_reload_conf()");
        };
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
