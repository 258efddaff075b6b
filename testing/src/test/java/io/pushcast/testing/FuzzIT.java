package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.pushcast.testing.RawClient.Connected;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.slf4j.LoggerFactory;

/** Nonsense at random: nothing is granted for it, nothing escapes, and the server goes on serving. */
class FuzzIT {

    private static final List<String> ODD = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "\"\"",
            "[]",
            "{}",
            "[[[[1]]]]",
            "{\"a\":{}}",
            "\"\\ud800\"",
            "\"#\"",
            "\"private-orders\"",
            "\"presence-room\"",
            "\"#server-to-user-ann\"",
            "\"client-x\"",
            "\"pusher:ping\"",
            "\"embedded:0\"",
            "\"{}\"",
            "\"{\\\"user_id\\\":7}\"",
            "\"" + "x".repeat(300) + "\"");

    private static final List<String> MESSAGES = List.of(
            "{\"event\":\"pusher:ping\",\"data\":{}}",
            "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"private-orders\",\"auth\":\"embedded:00\"}}",
            "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"presence-room\",\"auth\":\"embedded:00\","
                    + "\"channel_data\":\"{\\\"user_id\\\":\\\"ann\\\"}\"}}",
            "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"#server-to-user-ann\"}}",
            "{\"event\":\"pusher:unsubscribe\",\"data\":{\"channel\":\"orders\"}}",
            "{\"event\":\"client-x\",\"channel\":\"private-orders\",\"data\":{\"n\":1}}");

    /** In a run of their own, since the first that is refused ends the connection. */
    private static final List<String> SIGN_INS = List.of(
            "{\"event\":\"pusher:signin\",\"data\":{\"auth\":\"embedded:00\",\"user_data\":\"{\\\"id\\\":\\\"ann\\\"}\"}}");

    private static final List<String> BODIES = List.of(
            "{\"name\":\"placed\",\"channels\":[\"orders\",\"audit\"],\"data\":\"{}\",\"socket_id\":\"1.2\",\"info\":\"user_count\"}",
            "{\"batch\":[{\"name\":\"placed\",\"channel\":\"orders\",\"data\":\"1\",\"info\":\"subscription_count\"}]}",
            "{}");

    private static final List<String> PATHS = List.of(
            "/apps/1/events",
            "/apps/1/batch_events",
            "/apps/1/channels",
            "/apps/1/channels/presence-room",
            "/apps/1/channels/presence-room/users",
            "/apps/1/users/ann/terminate_connections",
            "/apps/2/events",
            "/");

    private final EmbeddedPusher server = EmbeddedPusher.start();
    private final SignedHttp http = new SignedHttp(server.app());
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final WebhookReceiver application = WebhookReceiver.start();

    /** {@code -Dpushcast.fuzz.seed=…} repeats a run. */
    private final long seed = Long.getLong("pushcast.fuzz.seed", System.nanoTime());

    private final Random random = new Random(seed);

    @BeforeEach
    void listen(TestInfo test) {
        System.out.println("-Dpushcast.fuzz.seed=" + seed + " repeats " + test.getDisplayName());
        logged.start();
        root().addAppender(logged);
    }

    @AfterEach
    void nothingEscapedAndTheServerServes() {
        try (Connected client = RawClient.connect(server).subscribe("orders")) {
            assertThat(http.post("/apps/1/events", "{\"name\":\"last\",\"channel\":\"orders\",\"data\":\"1\"}")
                            .statusCode())
                    .isEqualTo(200);
            client.client().next("last");
        } finally {
            // Only when it is closed has it seen all that was sent to it.
            server.close();
            application.close();
            root().detachAppender(logged);
        }
        assertThat(logged.list)
                .as("warnings and errors with seed " + seed)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    @Test
    void framesOfNonsenseGrantNothing() {
        server.webhooks().to(application.address());
        for (int i = 0; i < 40; i++) {
            try (Connected client = RawClient.connect(server)) {
                for (int j = 0; j < 50 && !client.client().isClosed(); j++) {
                    client.client().trySend(mutated(MESSAGES));
                }
                assertThat(answered(client, "last-" + i)).as("seed %d", seed).noneMatch(FuzzIT::isGrant);
                assertThat(occupied())
                        .as("seed %d", seed)
                        .noneMatch(FuzzIT::isProtected)
                        .contains("last-" + i);
                assertThat(server.subscribers("#server-to-user-ann"))
                        .as("seed %d", seed)
                        .isZero();
                client.client().sendBinary(bytes(200));
            }
        }
        assertThat(told()).as("seed %d", seed).isNotEmpty().noneMatch(FuzzIT::isOfMembersOrClients);
    }

    @Test
    void signInsOfNonsenseAreRefused() {
        for (int i = 0; i < 300; i++) {
            try (Connected client = RawClient.connect(server)) {
                client.client().trySend(mutated(SIGN_INS));
                client.client()
                        .trySend("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"#server-to-user-ann\"}}");
                assertThat(answered(client, "last-" + i)).as("seed %d", seed).noneMatch(FuzzIT::isGrant);
                assertThat(server.subscribers("#server-to-user-ann"))
                        .as("seed %d", seed)
                        .isZero();
            }
        }
    }

    /** All that the server says to a client until it has handled all that the client sent, or has closed. */
    private static List<JsonObject> answered(Connected client, String lastChannel) {
        client.client().trySend("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + lastChannel + "\"}}");
        return client.client()
                .untilOrClosed(message -> message.get("event").getAsString().endsWith(":subscription_succeeded")
                        && message.get("channel").getAsString().equals(lastChannel));
    }

    private static boolean isGrant(JsonObject message) {
        return switch (message.get("event").getAsString()) {
            case "pusher:signin_success" -> true;
            case "pusher_internal:subscription_succeeded" ->
                isProtected(message.get("channel").getAsString());
            default -> false;
        };
    }

    private static boolean isProtected(String channel) {
        return channel.startsWith("private-") || channel.startsWith("presence-") || channel.startsWith("#");
    }

    /** The channels that the server takes for subscribed to. */
    private Set<String> occupied() {
        return JsonParser.parseString(http.get("/apps/1/channels", Map.of()).body())
                .getAsJsonObject()
                .getAsJsonObject("channels")
                .keySet();
    }

    /** All that the application is told up to an event that is made up now. */
    private List<JsonObject> told() {
        server.webhooks().send(Map.of("name", "last"));
        List<JsonObject> all = new ArrayList<>();
        while (all.isEmpty()
                || !all.get(all.size() - 1).get("name").getAsString().equals("last")) {
            application.next(server.app()).getAsJsonArray("events").forEach(event -> all.add(event.getAsJsonObject()));
        }
        return all;
    }

    private static boolean isOfMembersOrClients(JsonObject event) {
        return event.get("name").getAsString().startsWith("member_")
                || event.get("name").getAsString().equals("client_event")
                || (event.has("channel") && isProtected(event.get("channel").getAsString()));
    }

    @Test
    void signedRequestsOfNonsenseAreAnswered() {
        for (int i = 0; i < 3_000; i++) {
            String path = pick(PATHS);
            boolean asks = path.contains("channels");
            HttpResponse<String> answer = asks
                    ? http.get(path, Map.of("info", pick(ODD), "filter_by_prefix", pick(ODD)))
                    : http.post(path, mutated(BODIES));

            assertThat(answer.statusCode())
                    .as("seed %d: %s", seed, answer.body())
                    .isIn(200, 400, 404, 405, 413);
        }
    }

    @Test
    void tamperedRequestsAreRefused() {
        int events = server.events().size();
        for (int i = 0; i < 1_000; i++) {
            String query = http.signedQuery("POST", "/apps/1/events", Map.of(), BODIES.get(0));
            int at = random.nextInt(query.length());
            String tampered = query.substring(0, at) + "x" + query.substring(at + 1);
            HttpResponse<String> answer = http.exchange("POST", "/apps/1/events?" + tampered, BODIES.get(0));

            assertThat(answer.statusCode()).as("seed %d: %s", seed, tampered).isIn(400, 401);
        }
        assertThat(server.events()).hasSize(events);
    }

    @Test
    void bytesOfNonsenseHarmNobodyElse() throws IOException {
        for (int i = 0; i < 300; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                OutputStream out = socket.getOutputStream();
                out.write(opening().getBytes(StandardCharsets.ISO_8859_1));
                out.write(bytes(2_000));
                out.flush();
            } catch (IOException e) {
                // The server may have hung up already, which is its right.
                assertThat(e).hasMessageMatching("(?s).*(Broken pipe|reset|aborted).*");
            }
        }
    }

    /** Sometimes the beginning of a request, or all of a WebSocket's, so that what follows is read as a frame. */
    private String opening() {
        return switch (random.nextInt(5)) {
            case 0 ->
                "GET /app/embedded?protocol=7 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
            case 1 ->
                "POST /apps/1/events HTTP/1.1\r\nHost: x\r\nContent-Length: " + random.nextInt(5_000) + "\r\n\r\n";
            case 2 -> "POST /apps/1/events HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
            case 3 -> "GET /%zz?%%% HTTP/1.1\r\nUpgrade: websocket\r\n\r\n";
            default -> "";
        };
    }

    /** One of these, with some of its values exchanged for odd ones, or some of its characters. */
    private String mutated(List<String> originals) {
        StringBuilder text = new StringBuilder(pick(originals));
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length());
            if (random.nextBoolean()) {
                int end = text.indexOf(",", at) < 0 ? text.length() - 1 : text.indexOf(",", at);
                int colon = text.lastIndexOf(":", at);
                if (colon >= 0 && colon < end) {
                    text.replace(colon + 1, end, pick(ODD));
                }
            } else {
                text.replace(at, Math.min(text.length(), at + random.nextInt(3)), "" + (char) random.nextInt(0xd800));
            }
        }
        return text.toString();
    }

    private byte[] bytes(int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
