package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pushcast.pusher.PusherApp;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandaloneTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void readsItsOptions() {
        assertThat(StandaloneOptions.parse()).isEqualTo(new StandaloneOptions(6001, "app", "key", "secret", List.of()));
        assertThat(StandaloneOptions.parse(
                        "--port",
                        "7001",
                        "--app-id",
                        "1",
                        "--key",
                        "k",
                        "--secret",
                        "s",
                        "--webhook",
                        "http://a/b",
                        "--webhook",
                        "http://c/d"))
                .isEqualTo(new StandaloneOptions(
                        7001, "1", "k", "s", List.of(URI.create("http://a/b"), URI.create("http://c/d"))));
        assertThat(StandaloneOptions.parse("--secret", "hush")).asString().doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port|lacks its value",
                "--verbose|lacks its value, or is none",
                "--colour red|Unknown option --colour",
                "--port many|The port must be a number, not many",
                "--port 70000|The port must be within 0–65535, not 70000",
                "--port 0 --webhook nowhere|A webhook needs an absolute address",
            })
    void saysWhatIsWrongAndHowItIsUsed(String arguments, String words) {
        assertThat(start(arguments.split(" ", -1))).isNull();

        assertThat(err.toString(StandardCharsets.UTF_8)).contains(words).contains("Usage: java -jar");
    }

    @Test
    void saysHowToConnectAndWhatHappens() {
        try (EmbeddedPusher server = start("--port", "0", "--app-id", "shop", "--key", "k", "--secret", "s")) {
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("new Pusher('k', { wsHost: '127.0.0.1', wsPort: " + server.port() + ",")
                    .contains("PusherApp.fromUrl(\"http://k:s@127.0.0.1:" + server.port() + "/apps/shop\")");

            PusherApp app = PusherApp.fromUrl("http://k:s@127.0.0.1:" + server.port() + "/apps/shop");
            SignedHttp http = new SignedHttp(app);
            http.post("/apps/shop/events", "{\"name\":\"placed\",\"channel\":\"orders\",\"data\":\"1\"}");
            http.post("/apps/shop/events", "{}");
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("event    orders  placed  1")
                    .contains("refused  POST /apps/shop/events: status 400");
        }
    }

    @Test
    void saysThatItsPortIsTaken() {
        try (EmbeddedPusher other = EmbeddedPusher.start()) {
            assertThat(start("--port", String.valueOf(other.port()))).isNull();

            assertThat(err.toString(StandardCharsets.UTF_8)).contains("can't listen on 127.0.0.1:" + other.port());
        }
    }

    @Test
    void showsItsHelp() {
        assertThat(start("--help")).isNull();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: java -jar");
        assertThatIllegalArgumentException().isThrownBy(() -> StandaloneOptions.parse("--help"));
    }

    private EmbeddedPusher start(String... arguments) {
        return Standalone.start(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }
}
