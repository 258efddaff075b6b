package io.pushcast.examples.orders;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.testing.EmbeddedPusher;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The jar that {@code -Paot} builds, started with what it was processed to: it publishes to the app that its environment names. */
@EnabledIfSystemProperty(named = "aot", matches = "true")
class AotJarIT {

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void publishesToTheAppThatItsEnvironmentNames(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("log.txt");
        try (EmbeddedPusher server = EmbeddedPusher.start();
                EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            int port = freePort();
            Process application = start(server, postgres, port, log);
            try {
                await().atMost(Duration.ofSeconds(90)).until(() -> isUp(port) || !application.isAlive());
                assertThat(application.isAlive()).as(() -> read(log)).isTrue();

                assertThat(order(port).statusCode()).as(() -> read(log)).isEqualTo(201);
                assertThat(server)
                        .eventually()
                        .received()
                        .on("private-orders.c-1")
                        .named("order-placed");
                assertThat(read(log)).contains("AOT-processed").doesNotContain("No Pusher app is configured");
            } finally {
                application.destroy();
                application.waitFor();
            }
        }
    }

    private static Process start(EmbeddedPusher server, EmbeddedPostgres postgres, int port, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dspring.aot.enabled=true",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar().toString(),
                        "--server.port=" + port,
                        "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .put(
                        "PUSHCAST_URL",
                        "http://" + server.key() + ":" + server.app().secret() + "@" + server.host() + ":"
                                + server.port() + "/apps/" + server.app().appId());
        return builder.start();
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith("-exec.jar")).toList();
            assertThat(jars).as("what the build has packaged").hasSize(1);
            return jars.get(0);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean isUp(int port) {
        try {
            return http.send(request(port, "/config").GET().build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private HttpResponse<String> order(int port) throws Exception {
        return http.send(
                request(port, "/orders")
                        .header("Cookie", "XSRF-TOKEN=token")
                        .header("X-XSRF-TOKEN", "token")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"item\":\"Tea\",\"total\":19.90}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(int port, String path) {
        String login = Base64.getEncoder().encodeToString("alice:secret".getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", "Basic " + login);
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "There is no log: " + e;
        }
    }
}
