package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.RawClient.Connected;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The jar that runs alone, in a process of its own. */
class StandaloneJarIT {

    private static final Pattern ADDRESS = Pattern.compile("http://\\S+/apps/app");

    @Test
    void servesWithNothingButItself() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        System.getProperty("standalone.jar"),
                        "--port",
                        "0")
                .redirectErrorStream(true)
                .start();
        // Then it says nothing more, and whoever reads what it says goes on.
        CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES).execute(process::destroyForcibly);
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            PusherApp app = PusherApp.fromUrl(next(said, ADDRESS));
            try (Connected client = RawClient.connect(app).subscribe("orders")) {
                SignedHttp http = new SignedHttp(app);
                http.post("/apps/app/events", "{\"name\":\"placed\",\"channel\":\"orders\",\"data\":\"1\"}");

                assertThat(client.client().next("placed").get("data").getAsString())
                        .isEqualTo("1");
                next(said, Pattern.compile("event +orders +placed +1"));
            }
        } finally {
            process.destroy();
        }
    }

    /** The next line with this, and what it matches; SLF4J and the JVM have nothing to say before. */
    private static String next(BufferedReader said, Pattern wanted) throws IOException {
        StringBuilder before = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher matcher = wanted.matcher(line);
            if (matcher.find()) {
                assertThat(before.toString())
                        .doesNotContainIgnoringCase("slf4j")
                        .doesNotContain("WARNING");
                return matcher.group();
            }
            before.append(line).append('\n');
        }
        throw new AssertionError("It never said " + wanted + ", but: " + before);
    }
}
