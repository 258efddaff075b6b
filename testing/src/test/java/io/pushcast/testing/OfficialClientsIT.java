package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.pusher.client.ChannelAuthorizer;
import com.pusher.client.channel.PresenceChannel;
import com.pusher.client.channel.PrivateChannel;
import com.pusher.rest.Pusher;
import com.pusher.rest.data.Event;
import com.pusher.rest.data.PresenceUser;
import com.pusher.rest.data.Result;
import io.pushcast.pusher.PusherApp;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pusher's own Java libraries, the one for servers and the one for clients, against the server as they are. */
class OfficialClientsIT {

    private static final String MASTER_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private final List<Pusher> opened = new ArrayList<>();
    private final EmbeddedPusher server = EmbeddedPusher.start();
    private final Pusher publisher = publisher(server.app().secret());

    @AfterEach
    void stop() throws Exception {
        for (Pusher pusher : opened) {
            pusher.close();
        }
        server.close();
    }

    @Test
    void publishesOneEventToSeveralChannels() {
        Result result = publisher.trigger(List.of("orders", "audit"), "placed", Map.of("id", "o-1"), "12.34");

        assertThat(result.getHttpStatus()).isEqualTo(200);
        assertThat(result.getMessage()).isEqualTo("{}");
        assertThat(server.events())
                .containsExactly(
                        new RecordedEvent("orders", "placed", "{\"id\":\"o-1\"}", "12.34"),
                        new RecordedEvent("audit", "placed", "{\"id\":\"o-1\"}", "12.34"));
    }

    @Test
    void publishesABatch() {
        Result result = publisher.trigger(
                List.of(new Event("orders", "placed", "one"), new Event("orders", "paid", Map.of("n", 2), "12.34")));

        assertThat(result.getStatus()).isEqualTo(Result.Status.SUCCESS);
        assertThat(server.events())
                .containsExactly(
                        new RecordedEvent("orders", "placed", "\"one\"", null),
                        new RecordedEvent("orders", "paid", "{\"n\":2}", "12.34"));
    }

    @Test
    void asksAboutChannels() {
        Result result = publisher.get("/channels", Map.of("filter_by_prefix", "presence-", "info", "user_count"));

        assertThat(result.getMessage()).isEqualTo("{\"channels\":{}}");
        assertThat(publisher.get("/channels/a;b=c@d,e").getMessage()).isEqualTo("{\"occupied\":false}");
    }

    @Test
    void refusesAWrongSecret() {
        Result result = publisher("wrong").trigger("orders", "placed", Map.of());

        assertThat(result.getStatus()).isEqualTo(Result.Status.AUTHENTICATION_ERROR);
        assertThat(result.getMessage()).contains("Invalid signature");
        assertThat(server.events()).isEmpty();
    }

    @Test
    void refusesAPayloadThatIsTooLarge() {
        Result result = publisher.trigger("orders", "placed", "x".repeat(10_240));

        assertThat(result.getHttpStatus()).isEqualTo(413);
        assertThat(server.events()).isEmpty();
    }

    @Test
    void theJavaClientReceivesEventsInOrder() {
        try (JavaClient client = new JavaClient(server, server.key())) {
            client.pusher().subscribe("orders", client.listener(), "placed");
            client.connect();
            assertThat(client.next()).isEqualTo("subscribed orders");

            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                publisher.trigger("orders", "placed", Map.of("n", i));
                publisher.trigger("other", "placed", Map.of("n", i));
                expected.add("orders placed {\"n\":" + i + "}");
            }
            assertThat(client.next(30)).isEqualTo(expected);
        }
    }

    @Test
    void theJavaClientIsLeftOutWhenItsSocketIsExcluded() {
        try (JavaClient client = new JavaClient(server, server.key())) {
            client.pusher().subscribe("orders", client.listener(), "placed");
            client.connect();
            assertThat(client.next()).isEqualTo("subscribed orders");
            String socketId = client.pusher().getConnection().getSocketId();

            publisher.trigger("orders", "placed", 1, socketId);
            publisher.trigger("orders", "placed", 2);

            assertThat(client.next()).isEqualTo("orders placed 2");
        }
    }

    @Test
    void theJavaClientSubscribesToAPrivateChannelWithAGoodSignature() {
        try (JavaClient one = new JavaClient(server, authorizing(publisher));
                JavaClient other = new JavaClient(server, authorizing(publisher))) {
            PrivateChannel channel = one.pusher().subscribePrivate("private-orders", one.listener(), "placed");
            other.pusher().subscribePrivate("private-orders", other.listener(), "client-seen");
            for (JavaClient client : List.of(one, other)) {
                client.connect();
                assertThat(client.next()).isEqualTo("subscribed private-orders");
            }

            publisher.trigger("private-orders", "placed", Map.of("id", "o-1"));
            assertThat(one.next()).isEqualTo("private-orders placed {\"id\":\"o-1\"}");

            channel.trigger("client-seen", "{\"by\":\"one\"}");
            assertThat(other.next()).isEqualTo("private-orders client-seen {\"by\":\"one\"}");
        }
    }

    @Test
    void theJavaClientIsRefusedWithASignatureOfAnotherSecret() {
        try (JavaClient client = new JavaClient(server, authorizing(publisher("wrong")))) {
            client.pusher()
                    .subscribePrivate("private-orders", client.listener(), "placed", "pusher:subscription_error");
            client.connect();

            assertThat(client.next())
                    .startsWith("private-orders pusher:subscription_error {\"type\":\"AuthError\"")
                    .contains("\"status\":401");
            publisher.trigger("private-orders", "placed", 1);
            client.pusher().subscribe("orders", client.listener(), "placed");
            assertThat(client.next()).isEqualTo("subscribed orders");
        }
    }

    @Test
    void theJavaClientSeesMembersComeAndGo() {
        try (JavaClient ann = new JavaClient(server, member("ann", "Ann"));
                JavaClient bob = new JavaClient(server, member("bob", "Bob"))) {
            PresenceChannel annsRoom = ann.pusher().subscribePresence("presence-room", ann.listener(), "client-hello");
            PresenceChannel bobsRoom = bob.pusher().subscribePresence("presence-room", bob.listener());
            ann.connect();
            assertThat(ann.next(2))
                    .containsExactlyInAnyOrder(
                            "subscribed presence-room", "users of presence-room [ann={\"name\":\"Ann\"}]");
            assertThat(annsRoom.getMe().getId()).isEqualTo("ann");

            bob.connect();
            assertThat(bob.next(2))
                    .containsExactlyInAnyOrder(
                            "subscribed presence-room",
                            "users of presence-room [ann={\"name\":\"Ann\"}, bob={\"name\":\"Bob\"}]");
            assertThat(ann.next()).isEqualTo("+bob={\"name\":\"Bob\"}");
            assertThat(publisher.get("/channels/presence-room/users").getMessage())
                    .isEqualTo("{\"users\":[{\"id\":\"ann\"},{\"id\":\"bob\"}]}");

            bobsRoom.trigger("client-hello", "{}");
            assertThat(ann.next()).isEqualTo("presence-room client-hello {} from bob");

            bob.pusher().disconnect();
            assertThat(ann.next()).isEqualTo("-bob");
        }
    }

    @Test
    void theJavaClientDecryptsWhatTheOfficialServerLibraryEncrypted() {
        PusherApp app = server.app();
        Pusher encrypting = open(new Pusher(app.appId(), app.key(), app.secret(), MASTER_KEY));
        try (JavaClient client = new JavaClient(server, authorizing(encrypting))) {
            client.pusher().subscribePrivateEncrypted("private-encrypted-orders", client.listener(), "placed");
            client.connect();
            assertThat(client.next()).isEqualTo("subscribed private-encrypted-orders");

            encrypting.trigger("private-encrypted-orders", "placed", Map.of("id", "o-1"));

            assertThat(client.next()).isEqualTo("private-encrypted-orders placed {\"id\":\"o-1\"}");
            assertThat(server.events())
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.data()).contains("\"ciphertext\"").doesNotContain("o-1"));
        }
    }

    @Test
    void theJavaClientSignsInAndIsReachedAsAUser() {
        try (JavaClient client = new JavaClient(server, this::authenticateAnn)) {
            client.pusher().user().bind("hello", client.listener());
            client.pusher().signin();
            client.connect();
            Awaitility.await().until(this::annIsListening);

            publishToAnn("hello");

            assertThat(client.next()).isEqualTo("#server-to-user-ann hello {}");
        }
    }

    @Test
    void theJavaClientIsToldThatItsKeyIsWrong() {
        try (JavaClient client = new JavaClient(server, "other")) {
            assertThatThrownBy(client::connect)
                    .hasMessageContaining("4001")
                    .hasMessageContaining("App key other not in this cluster");
        }
    }

    private String authenticateAnn(String socketId) {
        String userData = "{\"id\":\"ann\"}";
        JsonObject answer = new JsonObject();
        answer.addProperty(
                "auth", server.key() + ":" + SignedHttp.hmac(server.app().secret(), socketId + "::user::" + userData));
        answer.addProperty("user_data", userData);
        return answer.toString();
    }

    private boolean annIsListening() {
        return publishToAnn("probe").contains("\"subscription_count\":1");
    }

    private String publishToAnn(String event) {
        return new SignedHttp(server.app())
                .post(
                        "/apps/1/events",
                        "{\"name\":\"" + event
                                + "\",\"channel\":\"#server-to-user-ann\",\"data\":\"{}\",\"info\":\"subscription_count\"}")
                .body();
    }

    private static ChannelAuthorizer authorizing(Pusher pusher) {
        return (channel, socketId) -> pusher.authenticate(socketId, channel);
    }

    private ChannelAuthorizer member(String id, String name) {
        PresenceUser user = new PresenceUser(id, Map.of("name", name));
        return (channel, socketId) -> publisher.authenticate(socketId, channel, user);
    }

    private Pusher publisher(String secret) {
        return open(new Pusher(server.app().appId(), server.key(), secret));
    }

    private Pusher open(Pusher pusher) {
        opened.add(pusher);
        pusher.setHost(server.host() + ":" + server.port());
        return pusher;
    }
}
