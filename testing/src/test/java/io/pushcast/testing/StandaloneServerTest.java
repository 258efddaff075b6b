package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.RawClient.Connected;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandaloneServerTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void readsItsOptions() {
        assertThat(StandaloneOptions.parse())
                .isEqualTo(new StandaloneOptions(
                        "127.0.0.1", 6001, "app", "key", "secret", List.of(), false, Duration.ofSeconds(3), List.of()));
        assertThat(StandaloneOptions.parse(
                        "--host",
                        "0.0.0.0",
                        "--port",
                        "7001",
                        "--subscription-counts",
                        "--vacated-delay",
                        "0.5",
                        "--app-id",
                        "1",
                        "--key",
                        "k",
                        "--secret",
                        "s",
                        "--allow-origin",
                        "http://localhost:3000",
                        "--webhook",
                        "http://a/b",
                        "--webhook",
                        "http://c/d"))
                .isEqualTo(new StandaloneOptions(
                        "0.0.0.0",
                        7001,
                        "1",
                        "k",
                        "s",
                        List.of("http://localhost:3000"),
                        true,
                        Duration.ofMillis(500),
                        List.of(URI.create("http://a/b"), URI.create("http://c/d"))));
        assertThat(StandaloneOptions.parse("--secret", "hush")).asString().doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port|lacks its value",
                "--verbose|Unknown option --verbose",
                "--vacated-delay long|The delay must be a number of seconds, not long",
                "--port 0 --vacated-delay -1|The delay must not be negative",
                "--colour red|Unknown option --colour",
                "--port many|The port must be a number, not many",
                "--port 70000|The port must be within 0–65535, not 70000",
                "--port 0 --allow-origin localhost|is no origin; one looks like http://localhost:3000, without a path",
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
                    .contains("PusherApp.fromUrl(\"http://k:s@127.0.0.1:" + server.port() + "/apps/shop\")")
                    .contains("quarkus.pushcast.url=http://k:s@127.0.0.1:" + server.port() + "/apps/shop");

            PusherApp app = PusherApp.fromUrl("http://k:s@127.0.0.1:" + server.port() + "/apps/shop");
            SignedHttp http = new SignedHttp(app);
            http.post("/apps/shop/events", "{\"name\":\"placed\",\"channel\":\"orders\",\"data\":\"1\"}");
            http.post("/apps/shop/events", "{}");
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("event    orders  placed  1")
                    .contains(
                            "refused  POST /apps/shop/events: status 400, The event, which has no 'channels', lacks 'channel'");
        }
    }

    @Test
    void saysWhyItRefusesSubscribers() {
        try (EmbeddedPusher server = start("--port", "0", "--subscription-counts");
                RawClient lost = RawClient.open(server, "/app/unknown?protocol=7");
                Connected client = RawClient.connect(server)) {
            lost.next("pusher:error");
            client.client().sendJson("{'event':'pusher:subscribe','data':{'channel':'private-orders'}}");
            client.client().next("pusher:subscription_error");
            client.client().sendJson("{'event':'nonsense'}");
            client.client().next("pusher:error");
            client.signIn(server.key(), "another secret", "{\"id\":\"ann\"}");
            client.client().next("pusher:error");

            assertThat(out.toString(StandardCharsets.UTF_8))
                    .containsPattern("refused  connection \\d+\\.\\d+: App key unknown not in this cluster")
                    .contains("refused  subscription to private-orders: The subscription lacks 'auth'")
                    .contains("refused  message of " + client.socketId() + ": Unknown event 'nonsense'")
                    .contains("refused  sign-in of " + client.socketId() + ": The sign-in is refused: 'auth' must be")
                    .doesNotContain("another secret");
        }
    }

    @Test
    void letsOthersInIfItIsToListenEverywhere() {
        try (EmbeddedPusher server = start("--host", "0.0.0.0", "--port", "0");
                Connected client = RawClient.connect(server)) {
            assertThat(server.host()).isEqualTo("127.0.0.1");
            assertThat(client.socketId()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7", "host.invalid"})
    void hasNoSecretThatEverybodyKnowsWhereOthersAreLetIn(String host) {
        String one = StandaloneOptions.parse("--host", host).secret();
        String other = StandaloneOptions.parse("--host", host).secret();

        assertThat(one).hasSize(20).isNotEqualTo(other);
        assertThat(StandaloneOptions.parse("--host", host, "--secret", "s").secret())
                .isEqualTo("s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "127.1.2.3", "::1"})
    void hasTheSecretOfTheDocumentationOnThisMachineAlone(String host) {
        assertThat(StandaloneOptions.parse("--host", host).secret()).isEqualTo("secret");
    }

    @Test
    void letsInPagesOfTheOriginsThatAreAllowed() {
        try (EmbeddedPusher server = start("--port", "0", "--allow-origin", "http://localhost:3000");
                RawClient allowed = RawClient.openFromPage(server, "http://LOCALHOST:3000");
                RawClient stranger = RawClient.openFromPage(server, "https://evil.example");
                Connected noBrowser = RawClient.connect(server)) {
            allowed.next("pusher:connection_established");
            assertThat(stranger.next("pusher:error").toString())
                    .contains("4009", "Origin not allowed: pages of 'https://evil.example' may not connect");
            assertThat(noBrowser.socketId()).isNotEmpty();
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("Origin not allowed");
        }
    }

    @Test
    void letsInPagesOfAllOriginsUnlessItIsToldWhich() {
        try (EmbeddedPusher server = start("--port", "0");
                RawClient page = RawClient.openFromPage(server, "https://anywhere.example")) {
            page.next("pusher:connection_established");
        }
    }

    @Test
    void printsWhatWasSentAsOneLine() {
        try (EmbeddedPusher server = start("--port", "0")) {
            new SignedHttp(server.app())
                    .post(
                            "/apps/app/events",
                            "{\"name\":\"placed\\r\\nevent    forged\",\"channel\":\"orders\",\"data\":\"a\\nevent    forged\\u202e\"}");

            assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("event ")))
                    .containsExactly("event    orders  'placed\\r\\nevent    forged'  a event forged\\u202E");
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
        return StandaloneServer.start(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }
}
