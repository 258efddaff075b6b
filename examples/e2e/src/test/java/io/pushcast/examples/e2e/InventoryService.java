package io.pushcast.examples.e2e;

import io.pushcast.pusher.PusherApp;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Quarkus example as it is packaged, in a process of its own, with a PostgreSQL of its own. */
final class InventoryService implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 20;

    private final EmbeddedPostgres database;
    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private InventoryService(EmbeddedPostgres database, Process process) {
        this.database = database;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-inventory"));
    }

    /** Starts it; when this returns, it listens. */
    static InventoryService start(PusherApp app) throws IOException {
        Path jar = NpmPackages.ofThisModule().module().resolve("../quarkus/target/quarkus-app/quarkus-run.jar");
        if (Files.notExists(jar)) {
            throw new IllegalStateException("There is no " + jar + ": `mvn -pl examples/quarkus -am package` makes it");
        }
        EmbeddedPostgres database = EmbeddedPostgres.start();
        try {
            ProcessBuilder java = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-Dquarkus.http.host=127.0.0.1",
                            "-Dquarkus.http.port=0",
                            "-jar",
                            jar.toString())
                    .redirectErrorStream(true);
            java.environment()
                    .putAll(Map.of(
                            "PUSHER_URL",
                            "http://" + app.key() + ":" + app.secret() + "@" + app.host() + ":" + app.port() + "/apps/"
                                    + app.appId(),
                            "DATABASE_URL",
                            "jdbc:postgresql://localhost:" + database.getPort() + "/postgres",
                            "DATABASE_USER",
                            "postgres",
                            "DATABASE_PASSWORD",
                            "postgres",
                            "SESSION_KEY",
                            "the-same-for-all-instances"));
            InventoryService service = new InventoryService(database, java.start());
            service.awaitStart();
            return service;
        } catch (IOException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Where its page is. */
    String site() {
        return "http://127.0.0.1:" + port.join();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }

    private void awaitStart() {
        StringBuffer said = new StringBuffer();
        Thread reader = new Thread(() -> read(said), "inventory-log");
        reader.setDaemon(true);
        reader.start();
        try {
            port.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IllegalStateException("The inventory service did not start; it said: " + said, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new IllegalStateException("Interrupted while waiting for the inventory service", e);
        }
    }

    /** To the end, so that it never waits for somebody to read. */
    private void read(StringBuffer said) {
        try (BufferedReader log = process.inputReader()) {
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                said.append(line).append('\n');
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(Integer.valueOf(listening.group(1)));
                }
            }
            port.completeExceptionally(new IllegalStateException("It ended"));
        } catch (IOException e) {
            port.completeExceptionally(new UncheckedIOException(e));
        }
    }
}
