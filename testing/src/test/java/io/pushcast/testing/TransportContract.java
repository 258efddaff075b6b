package io.pushcast.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.RawClient.Connected;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Accepted;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Rejected;
import io.pushcast.transport.Outcome.Retryable;
import io.pushcast.transport.Outcome.Suspended;
import io.pushcast.transport.Transport;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/**
 * What a transport has to do, whatever client it is built on: seen from a subscriber, and from what it says became of a
 * request.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TransportContract {

    private PusherApp app;
    private Transport transport;
    private String test;
    private int number;

    /** Starts the server and says which app it serves: with payloads of up to 10 KiB. */
    protected abstract PusherApp startServer();

    /** Stops the server, if it was started. */
    protected abstract void stopServer();

    /** A transport to this app, with the default settings but for the encryption of the connection. */
    protected abstract Transport transportTo(PusherApp app);

    @BeforeAll
    void start() {
        app = startServer();
        transport = transportTo(app);
    }

    @AfterAll
    void stop() {
        if (transport != null) {
            transport.close();
        }
        stopServer();
    }

    @BeforeEach
    void name(TestInfo info) {
        test = info.getTestMethod().orElseThrow().getName();
    }

    @Test
    void sendsAMessageToAllItsChannels() {
        try (Connected client = connect().subscribe(name("a")).subscribe(name("b"))) {
            assertThat(send(message("{\"id\":1}", name("a"), name("b")).build()))
                    .isInstanceOf(Accepted.class);

            for (String channel : List.of(name("a"), name("b"))) {
                JsonObject event = client.client().next("placed");
                assertThat(event.get("channel").getAsString()).isEqualTo(channel);
                assertThat(event.get("data").getAsString()).isEqualTo("{\"id\":1}");
            }
        }
    }

    @Test
    void sendsABatchInOrder() {
        try (Connected client = connect().subscribe(name("orders"))) {
            List<ChannelMessage> batch = IntStream.range(0, 10)
                    .mapToObj(i -> message("{\"n\":" + i + "}", name("orders")).build())
                    .toList();
            assertThat(send(batch)).isInstanceOf(Accepted.class);

            for (int i = 0; i < 10; i++) {
                assertThat(client.client().next("placed").get("data").getAsString())
                        .isEqualTo("{\"n\":" + i + "}");
            }
        }
    }

    @Test
    void keepsThePayloadsMeaning() {
        String payload = "{\"total\":19.90,\"big\":123456789012345678901234567890,\"text\":\"<ü>&'\\\"\\u2028😀\","
                + "\"list\":[true,false,null,[]],\"empty\":{}}";
        try (Connected client = connect().subscribe(name("orders"))) {
            assertThat(send(message(payload, name("orders")).build())).isInstanceOf(Accepted.class);

            assertThat(JsonParser.parseString(
                            client.client().next("placed").get("data").getAsString()))
                    .isEqualTo(JsonParser.parseString(payload));
        }
    }

    @Test
    void sendsPayloadsThatAreNoObjects() {
        try (Connected client = connect().subscribe(name("orders"))) {
            for (String payload : List.of("[1,2]", "\"text\"", "7", "true", "null")) {
                assertThat(send(message(payload, name("orders")).build()))
                        .as(payload)
                        .isInstanceOf(Accepted.class);
                assertThat(client.client().next("placed").get("data").getAsString())
                        .isEqualTo(payload);
            }
        }
    }

    @Test
    void leavesTheExcludedConnectionOut() {
        try (Connected one = connect().subscribe(name("orders"));
                Connected other = connect().subscribe(name("orders"))) {
            assertThat(send(message("{\"n\":1}", name("orders"))
                            .excluding(SocketId.of(one.socketId()))
                            .build()))
                    .isInstanceOf(Accepted.class);
            assertThat(send(message("{\"n\":2}", name("orders")).build())).isInstanceOf(Accepted.class);

            assertThat(other.client().next("placed").get("data").getAsString()).isEqualTo("{\"n\":1}");
            assertThat(one.client().next("placed").get("data").getAsString()).isEqualTo("{\"n\":2}");
        }
    }

    @Test
    void takesMessagesToUsers() {
        ChannelMessage message = ChannelMessage.builder(id(), List.of(ChannelName.ofUser("42")), "placed", "{}")
                .build();

        assertThat(send(message)).isInstanceOf(Accepted.class);
    }

    @Test
    void sendsWhatIsEncryptedAsItIs() {
        EncryptionKeys keys = EncryptionKeys.of("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
        ChannelName channel = ChannelName.of("private-encrypted-" + test);
        String ciphertext = keys.encrypt(channel, "{\"secret\":true}");
        try (Connected client = connect().subscribe(app, channel.value(), null)) {
            assertThat(send(ChannelMessage.builder(id(), List.of(channel), "placed", ciphertext)
                            .build()))
                    .isInstanceOf(Accepted.class);

            String data = client.client().next("placed").get("data").getAsString();
            assertThat(keys.decrypt(channel, data)).isEqualTo("{\"secret\":true}");
        }
    }

    @Test
    void saysWhatIsTooLarge() {
        String payload = "\"" + "x".repeat(10 * 1024 + 1) + "\"";

        assertThat(send(message(payload, name("orders")).build()))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.status()).isEqualTo(413));
    }

    @Test
    void saysThatTheAppIsRefused() {
        PusherApp wrong = PusherApp.builder()
                .appId(app.appId())
                .key(app.key())
                .secret("not the secret of this app")
                .host(app.host())
                .port(app.port())
                .tls(false)
                .build();
        try (Transport other = transportTo(wrong)) {
            assertThat(send(other, List.of(message("{}", name("orders")).build())))
                    .isInstanceOfSatisfying(
                            Suspended.class,
                            suspended -> assertThat(suspended.status()).isEqualTo(401));
        }
    }

    @Test
    void saysThatNobodyAnswers() {
        PusherApp nobody = PusherApp.fromUrl("http://k:long-enough-to-be-a-secret@127.0.0.1:1/apps/3");
        try (Transport other = transportTo(nobody)) {
            assertThat(send(other, List.of(message("{}", name("orders")).build())))
                    .isInstanceOfSatisfying(Retryable.class, outcome -> {
                        assertThat(outcome.status()).isZero();
                        assertThat(outcome.kind()).isIn(Kind.OUTAGE, Kind.UNKNOWN);
                        assertThat(outcome.cause()).isNotNull();
                        assertThat(outcome.toString()).doesNotContain("auth_signature", "long-enough");
                    });
        }
    }

    @Test
    void sendsNothingOnceItIsClosed() {
        Transport other = transportTo(app);
        other.close();
        other.close();

        assertThat(send(other, List.of(message("{}", name("orders")).build())))
                .isInstanceOfSatisfying(
                        Retryable.class, outcome -> assertThat(outcome.kind()).isEqualTo(Kind.HELD));
        assertThat(other.pause()).isPositive();
    }

    /** For subclasses: a message to a channel of this test. */
    protected final ChannelMessage aMessage() {
        return message("{}", name("orders")).build();
    }

    protected final Outcome send(ChannelMessage message) {
        return send(List.of(message));
    }

    protected final Outcome send(List<ChannelMessage> messages) {
        return send(transport, messages);
    }

    private static Outcome send(Transport transport, List<ChannelMessage> messages) {
        try {
            return transport.send(messages).toCompletableFuture().get(20, SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("The transport gave no outcome", e);
        }
    }

    private ChannelMessage.Builder message(String payload, String... channels) {
        return ChannelMessage.builder(
                id(), List.of(channels).stream().map(ChannelName::of).toList(), "placed", payload);
    }

    private String id() {
        return test + "-" + ++number;
    }

    private String name(String channel) {
        return channel + "-" + test;
    }

    private Connected connect() {
        return RawClient.connect(app);
    }
}
