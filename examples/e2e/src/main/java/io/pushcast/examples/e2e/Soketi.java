package io.pushcast.examples.e2e;

import io.pushcast.pusher.PusherApp;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running soketi, a server that speaks Pusher's protocol, in a process of its own on 127.0.0.1. It serves one app, with
 * messages of clients and sign-in of users turned on, and takes payloads of 10 KB as Pusher does. Its configuration and
 * its log are in {@code target/soketi}. Safe for use by several threads.
 *
 * @see <a href="https://docs.soketi.app">soketi's documentation</a>
 */
final class Soketi implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final String HOST = "127.0.0.1";

    private final PusherApp app;
    private final Process process;
    private final Path log;

    private Soketi(PusherApp app, Process process, Path log) {
        this.app = app;
        this.process = process;
        this.log = log;
        // An interrupted test run leaves no server behind; what is stopped already stays so.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-soketi"));
    }

    /**
     * Starts one on a free port; when this returns, it is ready. It has no webhooks.
     *
     * @throws MissingProgramException if Node.js or the package is not installed
     * @throws IllegalStateException if it does not become ready within 30 seconds; the message shows its log
     */
    static Soketi start(InstalledPrograms programs, NpmPackages packages) {
        return start(programs, packages, freePort());
    }

    /** As {@link #start(InstalledPrograms, NpmPackages)}, on this port, such as the one that an earlier one had. */
    static Soketi start(InstalledPrograms programs, NpmPackages packages, int port) {
        return start(programs, packages, port, null, null);
    }

    /**
     * One that writes each event that it accepts to a file, as a line of channel and data, before it answers the request.
     *
     * @param port the port, such as the one that an earlier one had; 0 takes a free one
     * @param accepted the file, which is appended to
     */
    static Soketi recording(InstalledPrograms programs, NpmPackages packages, int port, Path accepted) {
        return start(programs, packages, port == 0 ? freePort() : port, null, accepted);
    }

    /** As {@link #start(InstalledPrograms, NpmPackages)}, and it tells this address everything that it tells anybody. */
    static Soketi start(InstalledPrograms programs, NpmPackages packages, URI webhooks) {
        return start(programs, packages, freePort(), webhooks, null);
    }

    private static Soketi start(
            InstalledPrograms programs,
            NpmPackages packages,
            int port,
            @Nullable URI webhooks,
            @Nullable Path accepted) {
        Path node = programs.node();
        Path server = packages.find("@soketi/soketi/bin/server.js");
        PusherApp app = PusherApp.builder()
                .appId("shop")
                .key("shop-key")
                .secret("shop-secret")
                .host(HOST)
                .port(port)
                .tls(false)
                .build();
        try {
            Path folder = Files.createDirectories(packages.module().resolve("target/soketi"));
            Path config = Files.writeString(folder.resolve(app.port() + ".json"), config(app, webhooks));
            Path log = folder.resolve(app.port() + ".log");
            List<String> command = new ArrayList<>(List.of(node.toString()));
            if (accepted != null) {
                command.addAll(List.of("--require", recorder(folder).toString()));
            }
            command.addAll(List.of(server.toString(), "start", "--config=" + config));
            ProcessBuilder soketi =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            if (accepted != null) {
                soketi.environment().put("ACCEPTED", accepted.toString());
            }
            return new Soketi(app, soketi.start(), log).awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException("soketi can't be started with " + node, e);
        }
    }

    private static Path recorder(Path folder) throws IOException {
        String name = "record-accepted.js";
        try (InputStream script = Objects.requireNonNull(Soketi.class.getResourceAsStream("/" + name), name)) {
            Path file = folder.resolve(name);
            Files.copy(script, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        }
    }

    /** The app that it serves, secret included. */
    PusherApp app() {
        return app;
    }

    /** Stops it and waits until it is gone, 5 seconds at most before it is killed. */
    @Override
    public void close() {
        process.destroy();
        if (!exitsWithin(STOP)) {
            process.destroyForcibly();
        }
    }

    /** Kills it, as a crash would, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        if (!exitsWithin(STOP)) {
            throw new IllegalStateException("soketi was killed and still runs, as process " + process.pid());
        }
    }

    @Override
    public String toString() {
        return "Soketi[" + app + "]";
    }

    private Soketi awaitReady() {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + app.port() + "/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long deadline = System.nanoTime() + START.toNanos();
        while (!answers(http, ready)) {
            if (exitsWithin(PAUSE) || System.nanoTime() > deadline) {
                String said = log();
                close();
                throw new IllegalStateException("soketi did not become ready; it said: " + said);
            }
        }
        return this;
    }

    private static boolean answers(HttpClient http, HttpRequest ready) {
        try {
            return http.send(ready, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private boolean exitsWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted while waiting for soketi", e);
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "nothing that can be read (" + e + ")";
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("There is no free port on 127.0.0.1", e);
        }
    }

    /** Its metrics port is always opened, metrics or not: it gets a free one too, so that several can run. */
    private static String config(PusherApp app, @Nullable URI webhooks) {
        return """
                {
                  "host": "%1$s",
                  "port": %2$d,
                  "metrics.enabled": false,
                  "metrics.host": "%1$s",
                  "metrics.port": %3$d,
                  "shutdownGracePeriod": 100,
                  "eventLimits.maxPayloadInKb": 10,
                  "appManager.array.apps": [
                    {
                      "id": "%4$s",
                      "key": "%5$s",
                      "secret": "%6$s",
                      "enabled": true,
                      "enableClientMessages": true,
                      "enableUserAuthentication": true,
                      "maxClientEventsPerSecond": 10,
                      "webhooks": [%7$s]
                    }
                  ]
                }
                """.formatted(
                        HOST,
                        app.port(),
                        freePort(),
                        app.appId(),
                        app.key(),
                        app.secret(),
                        webhooks == null ? "" : webhook(webhooks));
    }

    private static String webhook(URI address) {
        return """
                {
                  "url": "%s",
                  "event_types": ["channel_occupied", "channel_vacated", "member_added", "member_removed",
                      "client_event", "cache_miss"]
                }
                """.formatted(address);
    }
}
