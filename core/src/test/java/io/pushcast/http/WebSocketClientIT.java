package io.pushcast.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pushcast.http.ScriptedServer.Connection;
import io.pushcast.http.ScriptedServer.Request;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketClientIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");

    /** What a listener was told, one line each. */
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private final WebSocketListener listener = new WebSocketListener() {
        @Override
        public void onOpen(WebSocket socket) {
            told.add("open");
        }

        @Override
        public void onText(String text) {
            told.add(text);
        }

        @Override
        public void onClosed(int code, String reason) {
            told.add("closed " + code + " " + reason);
        }

        @Override
        public void onFailure(Throwable cause) {
            told.add("failed: " + cause.getMessage());
        }
    };

    private String next() throws InterruptedException {
        return told.poll(10, TimeUnit.SECONDS);
    }

    private static WebSocketClient client(int port, UnaryOperator<HttpClientSettings.Builder> more) {
        return new WebSocketClient(
                more.apply(HttpClientSettings.builder("127.0.0.1", port, false).header("User-Agent", "test"))
                        .build(),
                64 << 10);
    }

    private static WebSocketClient client(ScriptedServer server) {
        return client(server.port(), settings -> settings);
    }

    /** The server's side of a WebSocket, after the handshake. */
    private interface Frames {
        void send(Connection connection) throws Exception;
    }

    private static ScriptedServer server(Frames frames) throws IOException {
        return new ScriptedServer((request, connection) -> {
            connection.write(handshake(request));
            frames.send(connection);
        });
    }

    private static String handshake(Request request) throws Exception {
        Matcher key = KEY.matcher(request.head());
        assertThat(key.find()).isTrue();
        byte[] digest = MessageDigest.getInstance("SHA-1")
                .digest((key.group(1) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
    }

    private static byte[] frame(int firstByte, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else if (payload.length < 1 << 16) {
            frame.write(126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private static byte[] text(String text) {
        return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] close(int code, String reason) {
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[words.length + 2];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(words, 0, payload, 2, words.length);
        return frame(0x88, payload);
    }

    /** One frame of the client, without its mask. */
    private static String readFrame(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int opcode = in.readUnsignedByte() & 0xf;
        int length = in.readUnsignedByte() & 0x7f;
        length = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return opcode == 8
                ? "close " + ((payload[0] & 0xff) << 8 | payload[1] & 0xff)
                : opcode + " " + new String(payload, StandardCharsets.UTF_8);
    }

    @Test
    void shakesHandsAndExchangesMessages() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (ScriptedServer server = server(connection -> {
                    connection.write(text("grüß dich"));
                    heard.add(readFrame(connection.socket()));
                    connection.write(close(4200, "come back"));
                    heard.add(readFrame(connection.socket()));
                    connection.awaitClose();
                });
                WebSocketClient client = client(server)) {
            WebSocket socket = client.connect("/app/key?protocol=7", listener);

            assertThat(next()).isEqualTo("open");
            assertThat(next()).isEqualTo("grüß dich");
            assertThat(socket.send("hallo ä")).isTrue();
            assertThat(next()).isEqualTo("closed 4200 come back");
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("1 hallo ä");
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("close 4200");
            assertThat(socket.send("late")).isFalse();
            assertThat(server.requests().get(0).head())
                    .startsWith("GET /app/key?protocol=7 HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\nhost: 127.0.0.1:" + server.port() + "\r\n")
                    .containsIgnoringCase("\r\nuser-agent: test\r\n")
                    .doesNotContainIgnoringCase("origin");
        }
    }

    @Test
    void answersPingsAndSaysGoodBye() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (ScriptedServer server = server(connection -> {
                    connection.write(frame(0x89, "abc".getBytes(StandardCharsets.UTF_8)));
                    heard.add(readFrame(connection.socket()));
                    heard.add(readFrame(connection.socket()));
                    connection.write(close(1000, ""));
                    connection.awaitClose();
                });
                WebSocketClient client = client(server)) {
            WebSocket socket = client.connect("/", listener);
            assertThat(next()).isEqualTo("open");
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("10 abc");

            socket.close(1000, "");

            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("close 1000");
            assertThat(next()).isEqualTo("closed 1000 ");
            server.awaitClosedByClient(1);
        }
    }

    @Test
    void closesThoughTheServerDoesNotAnswer() throws Exception {
        try (ScriptedServer server = server(Connection::awaitClose);
                WebSocketClient client = client(server)) {
            WebSocket socket = client.connect("/", listener);
            assertThat(next()).isEqualTo("open");

            socket.close(1000, "");

            assertThat(next()).isEqualTo("closed 1000 ");
            server.awaitClosedByClient(1);
        }
    }

    /** The handshake's last bytes and several frames, cut at every place where a packet could end. */
    @Test
    void putsTogetherWhatComesInPieces() throws Exception {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(text("first ü"));
        frames.writeBytes(frame(0x01, "sec".getBytes(StandardCharsets.UTF_8)));
        frames.writeBytes(frame(0x89, new byte[0]));
        frames.writeBytes(frame(0x80, "ond".getBytes(StandardCharsets.UTF_8)));
        frames.writeBytes(text("x".repeat(130)));
        frames.writeBytes(close(1000, "end"));
        byte[] all = frames.toByteArray();
        for (int cut = 0; cut <= all.length; cut++) {
            int at = cut;
            CountDownLatch firstRead = new CountDownLatch(at == 0 ? 0 : 1);
            try (ScriptedServer server = new ScriptedServer((request, connection) -> {
                        byte[] head = handshake(request).getBytes(StandardCharsets.US_ASCII);
                        ByteArrayOutputStream one = new ByteArrayOutputStream();
                        one.writeBytes(head);
                        one.write(all, 0, at);
                        connection.write(one.toByteArray());
                        firstRead.await(5, TimeUnit.MILLISECONDS);
                        connection.socket().getOutputStream().write(all, at, all.length - at);
                        connection.awaitClose();
                    });
                    WebSocketClient client = client(server)) {
                client.connect("/", listener);

                assertThat(List.of(next(), next(), next(), next(), next()))
                        .as("cut at " + cut)
                        .containsExactly("open", "first ü", "second", "x".repeat(130), "closed 1000 end");
            }
        }
    }

    @Test
    void readsAFrameThatComesByteByByte() throws Exception {
        try (ScriptedServer server = server(connection -> {
                    for (byte one : text("äöü and so on")) {
                        connection.write(new byte[] {one});
                    }
                    connection.awaitClose();
                });
                WebSocketClient client = client(server)) {
            client.connect("/", listener);

            assertThat(next()).isEqualTo("open");
            assertThat(next()).isEqualTo("äöü and so on");
        }
    }

    @Test
    void takesMessagesUpToTheLimit() throws Exception {
        String most = "x".repeat(64 << 10);
        try (ScriptedServer server = server(connection -> {
                    connection.write(text(most));
                    connection.write(text(most + "x"));
                    connection.awaitClose();
                });
                WebSocketClient client = client(server)) {
            client.connect("/", listener);

            assertThat(next()).isEqualTo("open");
            assertThat(next()).isEqualTo(most);
            assertThat(next()).startsWith("failed: ").contains("65536");
        }
    }

    @Test
    void takesAMessageOfAMegabyteIfItMay() throws Exception {
        String megabyte = "ü".repeat(512 << 10);
        try (ScriptedServer server = server(connection -> {
                    connection.write(text(megabyte));
                    connection.awaitClose();
                });
                WebSocketClient client = new WebSocketClient(
                        HttpClientSettings.builder("127.0.0.1", server.port(), false)
                                .build(),
                        1 << 20)) {
            client.connect("/", listener);

            assertThat(next()).isEqualTo("open");
            assertThat(next()).isEqualTo(megabyte);
        }
    }

    @Test
    void limitsAMessageInManyFramesToo() throws Exception {
        try (ScriptedServer server = server(connection -> {
                    connection.write(frame(0x01, new byte[1000]));
                    for (int i = 0; i < 100; i++) {
                        connection.write(frame(0x00, new byte[1000]));
                    }
                    connection.awaitClose();
                });
                WebSocketClient client = client(server)) {
            client.connect("/", listener);

            assertThat(next()).isEqualTo("open");
            assertThat(next()).isEqualTo("failed: The server sent a message of more than 65536 bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "81 02 c3 28, text that is not UTF-8",
        "81 03 ed a0 80, text that is not UTF-8",
        "82 01 00, a binary message",
        "83 00, a frame that is none",
        "c1 00, a frame that is none",
        "81 80 00 00 00 00, a frame that is none",
        "80 00, a frame that is none",
        "09 00, a frame that is none",
        "88 01 00, a frame that is none"
    })
    void endsAConnectionThatDoesNotKeepToTheProtocol(String hex, String words) throws Exception {
        byte[] bad = new byte[hex.split(" ").length];
        for (int i = 0; i < bad.length; i++) {
            bad[i] = (byte) Integer.parseInt(hex.split(" ")[i], 16);
        }
        try (ScriptedServer server = server(connection -> {
                    connection.write(bad);
                    connection.awaitClose();
                });
                WebSocketClient client = client(server)) {
            client.connect("/", listener);

            assertThat(next()).isEqualTo("open");
            assertThat(next()).startsWith("failed: The server sent ").contains(words);
            server.awaitClosedByClient(1);
        }
    }

    @Test
    void takesTheCharacterThatStandsForWhatIsNone() throws Exception {
        try (ScriptedServer server = server(connection -> {
                    connection.write(text("a\uFFFDb"));
                    connection.awaitClose();
                });
                WebSocketClient client = client(server)) {
            client.connect("/", listener);

            assertThat(next()).isEqualTo("open");
            assertThat(next()).isEqualTo("a\uFFFDb");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\n{} | status 200",
                "HTTP/1.1 404 Not Found\\r\\nContent-Length: 0\\r\\n\\r\\n | status 404",
                "HTTP/1.1 101 Fine\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: x\\r\\n\\r\\n | handshake is none",
                "HTTP/1.1 101 Fine\\r\\n\\r\\n | handshake is none"
            })
    void tellsAHandshakeThatIsNone(String answer, String words) throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
                    connection.write(answer.trim().replace("\\r\\n", "\r\n"));
                    connection.awaitClose();
                });
                WebSocketClient client = client(server)) {
            client.connect("/", listener);

            assertThat(next()).startsWith("failed: ").contains(words);
            server.awaitClosedByClient(1);
        }
    }

    @Test
    void givesUpAServerThatNeverAnswers() throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> connection.awaitClose());
                WebSocketClient client =
                        client(server.port(), settings -> settings.requestTimeout(Duration.ofMillis(200)))) {
            client.connect("/", listener);

            assertThat(next()).isEqualTo("failed: The server did not open a WebSocket within 200 ms");
            server.awaitClosedByClient(1);
        }
    }

    @Test
    void tellsARefusedConnectionAndAReset() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (WebSocketClient client = client(free, settings -> settings)) {
            client.connect("/", listener);
            assertThat(next()).startsWith("failed: ");
        }
        try (ScriptedServer server = server(connection -> {
                    connection.socket().setSoLinger(true, 0);
                    connection.socket().close();
                });
                WebSocketClient client = client(server)) {
            client.connect("/", listener);
            assertThat(next()).isIn("open", "failed: Connection reset");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(told).allMatch(line -> line.startsWith("failed: ")));
        }
    }

    /** The server's bytes stay in the network while nobody wants them. */
    @Test
    void readsNothingWhileItIsPaused() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        byte[] kilobytes = text("x".repeat(32 << 10));
        int count = 2_000;
        try (ScriptedServer server = server(connection -> {
                    for (int i = 0; i < count; i++) {
                        connection.write(kilobytes);
                        sent.incrementAndGet();
                    }
                    connection.awaitClose();
                });
                WebSocketClient client = client(server)) {
            AtomicInteger received = new AtomicInteger();
            CountDownLatch all = new CountDownLatch(count);
            WebSocket socket = client.connect("/", new WebSocketListener() {
                @Override
                public void onOpen(WebSocket opened) {
                    opened.pause();
                }

                @Override
                public void onText(String text) {
                    received.incrementAndGet();
                    all.countDown();
                }

                @Override
                public void onClosed(int code, String reason) {}

                @Override
                public void onFailure(Throwable cause) {}
            });
            int[] before = {-1};
            await().pollInterval(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> {
                boolean still = sent.get() == before[0] && before[0] > 0;
                before[0] = sent.get();
                return still;
            });
            assertThat(sent.get()).isLessThan(count);
            assertThat(received.get()).isLessThanOrEqualTo(2);

            socket.resume();

            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void goesThroughATunnelOfAProxyWithAndWithoutTls(@TempDir Path folder) throws Exception {
        Certificates certificates = new Certificates(folder, "name", "-ext", "san=dns:localhost", "-validity", "2");
        Frames frames = connection -> {
            connection.write(text("hello"));
            connection.awaitClose();
        };
        ScriptedServer.Script script = (request, connection) -> {
            connection.write(handshake(request));
            frames.send(connection);
        };
        for (boolean tls : List.of(false, true)) {
            try (ScriptedServer server = tls
                            ? new ScriptedServer(certificates.server().getServerSocketFactory(), script)
                            : new ScriptedServer(script);
                    ScriptedServer proxy = new ScriptedServer((request, connection) -> {
                        try (Socket target = new Socket("127.0.0.1", server.port())) {
                            connection.write("HTTP/1.1 200 OK\r\n\r\n");
                            connection.tunnelTo(target);
                        }
                    });
                    WebSocketClient client = new WebSocketClient(
                            HttpClientSettings.builder("localhost", server.port(), tls)
                                    .sslContext(certificates.client())
                                    .proxy("127.0.0.1", proxy.port())
                                    .build(),
                            1 << 20)) {
                client.connect("/", listener);

                assertThat(next()).isEqualTo("open");
                assertThat(next()).isEqualTo("hello");
                assertThat(proxy.requests().get(0).head()).startsWith("CONNECT localhost:" + server.port());
            }
            told.clear();
        }
    }

    @Test
    void tellsWhatItIsClosedWith() throws Exception {
        try (ScriptedServer server = server(Connection::awaitClose)) {
            WebSocketClient client = client(server);
            client.connect("/", listener);
            assertThat(next()).isEqualTo("open");

            client.close();

            assertThat(next()).isEqualTo("failed: The WebSocket client is closed");
            client.connect("/", listener);
            assertThat(next()).isEqualTo("failed: The WebSocket client is closed");
            assertThat(told).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "app", "/a b", "/a\r\nb", "/ä"})
    void refusesATargetThatIsNone(String target) throws Exception {
        try (ScriptedServer server = server(Connection::awaitClose);
                WebSocketClient client = client(server)) {
            assertThatThrownBy(() -> client.connect(target, listener)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Whatever bytes come, the connection ends or goes on, and exactly one end is told. */
    @Test
    void survivesRandomBytes() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            try (ScriptedServer server = server(connection -> {
                        connection.write(bytes);
                        connection.end();
                    });
                    WebSocketClient client = client(server)) {
                told.clear();
                client.connect("/", listener);
                String last = next();
                while (!last.startsWith("failed: ") && !last.startsWith("closed ")) {
                    last = next();
                }
            }
            assertThat(told).as("what is told after the end").isEmpty();
        }
    }
}
