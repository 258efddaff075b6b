package io.pushcast.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pushcast.pusher.PusherApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An nginx of this machine in front of a server, as a process of its own. Not for use by several threads. */
final class Nginx implements AutoCloseable {

    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/bin/nginx"));

    private final Path folder;
    private final int port;
    private final Process process;

    private Nginx(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** Skips the test on a machine without nginx. */
    static void assumeInstalled() {
        assumeTrue(
                PLACES.stream().anyMatch(Files::isExecutable),
                "There is no nginx at " + PLACES + "; on Debian: apt-get install nginx-light");
    }

    /**
     * Starts one that listens on a free port.
     *
     * @param upstreamPort where the server behind it listens, or will
     * @param http what its {@code http} block says beside that
     * @param location what is done with a request; empty to hand it on
     */
    static Nginx start(int upstreamPort, String http, String location) {
        return start(freePort(), upstreamPort, http, location);
    }

    /** As {@link #start(int, String, String)}, on this port. */
    static Nginx start(int port, int upstreamPort, String http, String location) {
        try {
            Path folder = Files.createTempDirectory("nginx");
            Path settings = Files.writeString(
                    folder.resolve("nginx.conf"), settings(folder, port, upstreamPort, http, location));
            String program = PLACES.stream()
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow()
                    .toString();
            Process process = new ProcessBuilder(
                            program,
                            "-p",
                            folder.toString(),
                            "-c",
                            settings.toString(),
                            "-e",
                            folder.resolve("error.log").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            Nginx nginx = new Nginx(folder, port, process);
            await("nginx listens").pollInterval(Duration.ofMillis(20)).until(nginx::isListening);
            return nginx;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String settings(Path folder, int port, int upstreamPort, String http, String location) {
        String temporary = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .map(each -> each + "_temp_path " + folder + "/" + each + ";\n")
                .reduce("", String::concat);
        return """
                daemon off;
                master_process off;
                pid %1$s/pid;
                events { worker_connections 256; }
                http {
                  access_log off;
                  %2$s
                  upstream pusher { server 127.0.0.1:%4$d max_fails=0; keepalive 16; }
                  %5$s
                  server {
                    listen 127.0.0.1:%3$d;
                    location / {
                      %6$s
                      proxy_pass http://pusher;
                      proxy_http_version 1.1;
                      proxy_set_header Connection "";
                      proxy_set_header Host $http_host;
                      proxy_next_upstream off;
                    }
                  }
                }
                """.formatted(folder, temporary, port, upstreamPort, http, location);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isListening() {
        if (!process.isAlive()) {
            throw new IllegalStateException("nginx has ended: " + read("output") + read("error.log"));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private String read(String file) {
        try {
            Path path = folder.resolve(file);
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** The app of the server behind it, as it is reached through it. */
    PusherApp appOf(EmbeddedPusher server) {
        return PusherApp.builder()
                .appId(server.app().appId())
                .key(server.app().key())
                .secret(server.app().secret())
                .host("127.0.0.1")
                .port(port)
                .tls(false)
                .build();
    }

    /** Ends it and frees the port. Closing again does nothing. */
    @Override
    public void close() {
        if (!Files.exists(folder)) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
