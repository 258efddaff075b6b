package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.pusher.client.ChannelAuthorizer;
import com.pusher.client.channel.PresenceChannel;
import com.pusher.client.channel.PrivateChannel;
import com.pusher.rest.Pusher;
import com.pusher.rest.data.PresenceUser;
import io.pushcast.pusher.PusherApp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What pusher-java-client, Pusher's own Java library for clients, may expect of a server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(KnownDifferences.class)
public abstract class JavaClientContract implements KnownDifferences.Lister {

    private static final String MASTER_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private final List<Pusher> opened = new ArrayList<>();
    private PusherApp app;
    private Pusher publisher;

    /** What the names of this test's channels end with, so that it does not meet those of others. */
    private String test;

    /** Starts the server and says which app it serves. */
    protected abstract PusherApp startServer();

    /** Stops the server, if it was started. */
    protected abstract void stopServer();

    @Override
    public Map<String, KnownDifference> knownDifferences() {
        return Map.of();
    }

    @BeforeAll
    void start() {
        app = startServer();
    }

    @AfterAll
    void stop() {
        stopServer();
    }

    @BeforeEach
    void open(TestInfo info) {
        test = info.getTestMethod().orElseThrow().getName();
        publisher = publisher(app.secret());
    }

    @AfterEach
    void close() throws Exception {
        for (Pusher pusher : opened) {
            pusher.close();
        }
        opened.clear();
    }

    @Test
    void receivesEventsInOrder() {
        try (JavaClient client = new JavaClient(app, app.key())) {
            client.pusher().subscribe("orders-" + test, client.listener(), "placed");
            client.connect();
            assertThat(client.next()).isEqualTo("subscribed orders-" + test);

            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                publisher.trigger("orders-" + test, "placed", Map.of("n", i));
                publisher.trigger("other", "placed", Map.of("n", i));
                expected.add("orders-" + test + " placed {\"n\":" + i + "}");
            }
            assertThat(client.next(30)).isEqualTo(expected);
        }
    }

    @Test
    void isLeftOutWhenItsSocketIsExcluded() {
        try (JavaClient client = new JavaClient(app, app.key())) {
            client.pusher().subscribe("orders-" + test, client.listener(), "placed");
            client.connect();
            assertThat(client.next()).isEqualTo("subscribed orders-" + test);
            String socketId = client.pusher().getConnection().getSocketId();

            publisher.trigger("orders-" + test, "placed", 1, socketId);
            publisher.trigger("orders-" + test, "placed", 2);

            assertThat(client.next()).isEqualTo("orders-" + test + " placed 2");
        }
    }

    @Test
    void subscribesToAPrivateChannelWithAGoodSignature() {
        try (JavaClient one = new JavaClient(app, authorizing(publisher));
                JavaClient other = new JavaClient(app, authorizing(publisher))) {
            PrivateChannel channel = one.pusher().subscribePrivate("private-orders-" + test, one.listener(), "placed");
            other.pusher().subscribePrivate("private-orders-" + test, other.listener(), "client-seen");
            for (JavaClient client : List.of(one, other)) {
                client.connect();
                assertThat(client.next()).isEqualTo("subscribed private-orders-" + test);
            }

            publisher.trigger("private-orders-" + test, "placed", Map.of("id", "o-1"));
            assertThat(one.next()).isEqualTo("private-orders-" + test + " placed {\"id\":\"o-1\"}");

            channel.trigger("client-seen", "{\"by\":\"one\"}");
            assertThat(other.next()).isEqualTo("private-orders-" + test + " client-seen {\"by\":\"one\"}");
        }
    }

    @Test
    void isRefusedWithASignatureOfAnotherSecret() {
        try (JavaClient client = new JavaClient(app, authorizing(publisher("wrong")))) {
            client.pusher()
                    .subscribePrivate(
                            "private-orders-" + test, client.listener(), "placed", "pusher:subscription_error");
            client.connect();

            assertThat(client.next())
                    .startsWith("private-orders-" + test + " pusher:subscription_error {\"type\":\"AuthError\"")
                    .contains("\"status\":401");
            publisher.trigger("private-orders-" + test, "placed", 1);
            client.pusher().subscribe("orders-" + test, client.listener(), "placed");
            assertThat(client.next()).isEqualTo("subscribed orders-" + test);
        }
    }

    @Test
    void seesMembersComeAndGo() {
        try (JavaClient ann = new JavaClient(app, member("ann", "Ann"));
                JavaClient bob = new JavaClient(app, member("bob", "Bob"))) {
            PresenceChannel annsRoom =
                    ann.pusher().subscribePresence("presence-room-" + test, ann.listener(), "client-hello");
            PresenceChannel bobsRoom = bob.pusher().subscribePresence("presence-room-" + test, bob.listener());
            ann.connect();
            assertThat(ann.next(2))
                    .containsExactlyInAnyOrder(
                            "subscribed presence-room-" + test,
                            "users of presence-room-" + test + " [ann={\"name\":\"Ann\"}]");
            assertThat(annsRoom.getMe().getId()).isEqualTo("ann");

            bob.connect();
            assertThat(bob.next(2))
                    .containsExactlyInAnyOrder(
                            "subscribed presence-room-" + test,
                            "users of presence-room-" + test + " [ann={\"name\":\"Ann\"}, bob={\"name\":\"Bob\"}]");
            assertThat(ann.next()).isEqualTo("+bob={\"name\":\"Bob\"}");
            assertThat(publisher
                            .get("/channels/presence-room-" + test + "/users")
                            .getMessage())
                    .isEqualTo("{\"users\":[{\"id\":\"ann\"},{\"id\":\"bob\"}]}");

            bobsRoom.trigger("client-hello", "{}");
            assertThat(ann.next()).isEqualTo("presence-room-" + test + " client-hello {} from bob");

            bob.pusher().disconnect();
            assertThat(ann.next()).isEqualTo("-bob");
        }
    }

    @Test
    void decryptsWhatTheOfficialServerLibraryEncrypted() {
        Pusher encrypting = open(new Pusher(app.appId(), app.key(), app.secret(), MASTER_KEY));
        try (JavaClient client = new JavaClient(app, authorizing(encrypting))) {
            client.pusher().subscribePrivateEncrypted("private-encrypted-orders-" + test, client.listener(), "placed");
            client.connect();
            assertThat(client.next()).isEqualTo("subscribed private-encrypted-orders-" + test);

            assertThat(encrypting
                            .trigger("private-encrypted-orders-" + test, "placed", Map.of("id", "o-1"))
                            .getMessage())
                    .doesNotContain("error");

            assertThat(client.next()).isEqualTo("private-encrypted-orders-" + test + " placed {\"id\":\"o-1\"}");
        }
    }

    @Test
    void signsInAndIsReachedAsAUser() {
        try (JavaClient client = new JavaClient(app, this::authenticateAnn)) {
            client.pusher().user().bind("hello", client.listener());
            client.pusher().signin();
            client.connect();

            // The client says nowhere that it has subscribed to its user's channel.
            String line = null;
            for (int i = 0; i < 100 && line == null; i++) {
                publishToAnn("hello");
                line = client.poll(Duration.ofMillis(100));
            }
            assertThat(line).isEqualTo("#server-to-user-ann hello {}");
        }
    }

    @Test
    void isToldThatItsKeyIsWrong() {
        try (JavaClient client = new JavaClient(app, "other")) {
            assertThatThrownBy(client::connect).hasMessageContaining("4001");
        }
    }

    private String authenticateAnn(String socketId) {
        String userData = "{\"id\":\"ann\"}";
        JsonObject answer = new JsonObject();
        answer.addProperty("auth", app.key() + ":" + SignedHttp.hmac(app.secret(), socketId + "::user::" + userData));
        answer.addProperty("user_data", userData);
        return answer.toString();
    }

    private void publishToAnn(String event) {
        String body = "{\"name\":\"" + event + "\",\"channel\":\"#server-to-user-ann\",\"data\":\"{}\"}";
        assertThat(new SignedHttp(app)
                        .post("/apps/" + app.appId() + "/events", body)
                        .statusCode())
                .isEqualTo(200);
    }

    private static ChannelAuthorizer authorizing(Pusher pusher) {
        return (channel, socketId) -> pusher.authenticate(socketId, channel);
    }

    private ChannelAuthorizer member(String id, String name) {
        PresenceUser user = new PresenceUser(id, Map.of("name", name));
        return (channel, socketId) -> publisher.authenticate(socketId, channel, user);
    }

    private Pusher publisher(String secret) {
        return open(new Pusher(app.appId(), app.key(), secret));
    }

    private Pusher open(Pusher pusher) {
        opened.add(pusher);
        pusher.setHost(app.host() + ":" + app.port());
        return pusher;
    }
}
