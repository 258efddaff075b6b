package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.testing.RawClient.Connected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as a whole: how it starts, ends, and bears with clients that misbehave. */
class EmbeddedPusherIT {

    private static final String EVENT = "{\"name\":\"placed\",\"channels\":[\"orders\"],\"data\":\"1\"}";

    @Test
    void startsOnAFreePortWithASecretOfItsOwn() {
        try (EmbeddedPusher one = EmbeddedPusher.start();
                EmbeddedPusher other = EmbeddedPusher.start()) {
            assertThat(one.port()).isNotEqualTo(other.port());
            assertThat(one.app().secret()).hasSize(20).isNotEqualTo(other.app().secret());
            assertThat(one.app().host()).isEqualTo("127.0.0.1");
            assertThat(one.app().port()).isEqualTo(one.port());
            assertThat(one.app().tls()).isFalse();
        }
    }

    @Test
    void servesTheAppItWasGiven() {
        try (EmbeddedPusher server =
                EmbeddedPusher.builder().appId("shop").key("k.1").secret("s").start()) {
            assertThat(new SignedHttp(server.app())
                            .post("/apps/shop/events", EVENT)
                            .statusCode())
                    .isEqualTo(200);
            RawClient.connect(server).close();
        }
    }

    @Test
    void doesNotShowTheSecret() {
        try (EmbeddedPusher server =
                EmbeddedPusher.builder().secret("very-secret").start()) {
            assertThat(server)
                    .hasToString(
                            "EmbeddedPusher[PusherApp[1 at http://127.0.0.1:" + server.port() + ", key embedded]]");
        }
    }

    @Test
    void saysThatItsPortIsTaken() {
        try (EmbeddedPusher server = EmbeddedPusher.start()) {
            assertThatThrownBy(
                            () -> EmbeddedPusher.builder().port(server.port()).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("can't listen on 127.0.0.1:" + server.port());
        }
    }

    @Test
    void canStartAgainOnTheSamePort() {
        EmbeddedPusher first = EmbeddedPusher.start();
        RawClient.connect(first).subscribe("orders");
        first.close();

        try (EmbeddedPusher second = EmbeddedPusher.builder().port(first.port()).start();
                Connected subscriber = RawClient.connect(second).subscribe("orders")) {
            new SignedHttp(second.app()).post("/apps/1/events", EVENT);
            subscriber.client().next("placed");
        }
    }

    @Test
    void countsSubscribers() {
        EmbeddedPusher server = EmbeddedPusher.start();
        RawClient.connect(server).subscribe("orders");
        RawClient.connect(server).subscribe("orders").subscribe("audit");

        assertThat(server.subscribers("orders")).isEqualTo(2);
        assertThat(server.subscribers("audit")).isEqualTo(1);
        assertThat(server.subscribers("other")).isZero();

        server.close();
        assertThat(server.subscribers("orders")).isZero();
    }

    @Test
    void refusesConnectionsOnceClosedAndKeepsItsRecording() {
        EmbeddedPusher server = EmbeddedPusher.start();
        new SignedHttp(server.app()).post("/apps/1/events", EVENT);

        server.close();
        server.close();

        assertThat(server.events()).hasSize(1);
        assertThatThrownBy(() -> connect(server)).isInstanceOf(ConnectException.class);
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        EmbeddedPusher.Builder builder = EmbeddedPusher.builder();

        assertThatThrownBy(() -> builder.port(70_000)).hasMessage("The port must be within 0–65535, not 70000");
        assertThatThrownBy(() -> builder.key(" ")).hasMessage("The key of the embedded Pusher must not be blank");
        assertThatThrownBy(() -> builder.activityTimeout(Duration.ofMillis(999)))
                .hasMessage("The activity timeout must be at least a second, not PT0.999S");
        assertThatThrownBy(() -> builder.maxMembers(0)).hasMessage("maxMembers must be at least 1, not 0");
        assertThatThrownBy(() -> builder.recordAtMost(0)).hasMessage("recordAtMost must be at least 1, not 0");
    }

    @Test
    void servesOthersWhileOneSubscriberDoesNotReadAndDropsItInTheEnd() throws IOException {
        try (EmbeddedPusher server = EmbeddedPusher.start();
                Socket deaf = connect(server);
                Connected reading = RawClient.connect(server).subscribe("orders")) {
            subscribeAndStopReading(server, deaf);
            SignedHttp http = new SignedHttp(server.app());
            String large = EVENT.replace("\"1\"", "\"" + "x".repeat(10_000) + "\"");

            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                for (int i = 0; i < 100; i++) {
                    http.post("/apps/1/events", large);
                    reading.client().next("placed");
                }
                return server.subscribers("orders") == 1;
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\n\r\n",
                "\u0016\u0003\u0001\r\n\r\n",
                "GET ?nothing HTTP/1.1\r\n\r\n",
                "GET * HTTP/1.1\r\n\r\n",
                "GET /%zz HTTP/1.1\r\n\r\n",
                "GET /apps/1/channels?x=%z HTTP/1.1\r\n\r\n",
                "POST /apps/1/events HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "GET /app/%zz HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
                "GET /app/embedded?protocol=7 HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
                "GET /app/embedded HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n"
            })
    void answersWhatIsNoProperRequestAndGoesOn(String request) throws IOException {
        try (EmbeddedPusher server = EmbeddedPusher.start();
                Socket socket = connect(server)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            assertThat(readAnswer(socket)).matches("(?s)HTTP/1\\.1 (400|404) .*");
            assertThat(new SignedHttp(server.app())
                            .post("/apps/1/events", EVENT)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void isNotHeldUpByARequestThatNeverEnds() throws IOException {
        try (EmbeddedPusher server = EmbeddedPusher.start();
                Socket halfway = connect(server)) {
            halfway.getOutputStream()
                    .write("POST /apps/1/events HTTP/1.1\r\nConte".getBytes(StandardCharsets.US_ASCII));

            assertThat(new SignedHttp(server.app())
                            .post("/apps/1/events", EVENT)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void answersTheRequestsOfOneConnectionInOrder() throws IOException {
        try (EmbeddedPusher server = EmbeddedPusher.start();
                Socket socket = connect(server)) {
            socket.getOutputStream()
                    .write("GET /one HTTP/1.1\r\n\r\nGET /two HTTP/1.1\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .containsSubsequence("There is nothing at /one;", "There is nothing at /two;");
        }
    }

    @Test
    void dropsAConnectionWhoseFramesAreNoWebSocketFrames() throws IOException {
        try (EmbeddedPusher server = EmbeddedPusher.start();
                Socket socket = connect(server)) {
            upgrade(server, socket);
            // A frame that is not masked, which the standard forbids clients to send.
            socket.getOutputStream().write(new byte[] {(byte) 0x81, 2, '{', '}'});
            while (socket.getInputStream().read() >= 0) {
                // Read on until the server closes.
            }
            RawClient.connect(server).close();
        }
    }

    private static Socket connect(EmbeddedPusher server) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(10_000);
        socket.connect(new java.net.InetSocketAddress(server.host(), server.port()));
        return socket;
    }

    private static void upgrade(EmbeddedPusher server, Socket socket) throws IOException {
        String request =
                "GET /app/" + server.key() + "?protocol=7 HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Version: 13\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertThat(readAnswer(socket)).startsWith("HTTP/1.1 101");
    }

    private static String readAnswer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new AssertionError("The connection ended after '" + answer + "'");
            }
            answer.append((char) next);
        }
        return answer.toString();
    }

    private static void subscribeAndStopReading(EmbeddedPusher server, Socket socket) throws IOException {
        upgrade(server, socket);
        byte[] text = "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}"
                .getBytes(StandardCharsets.US_ASCII);
        // A masked text frame whose mask is all zeros, so that the text stands there as it is.
        socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) (0x80 | text.length), 0, 0, 0, 0});
        socket.getOutputStream().write(text);
        Awaitility.await()
                .until(() -> new SignedHttp(server.app())
                        .get("/apps/1/channels/orders", java.util.Map.of("info", "subscription_count"))
                        .body()
                        .contains("\"subscription_count\":2"));
    }
}
