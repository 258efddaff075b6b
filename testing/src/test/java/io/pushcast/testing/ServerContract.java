package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.RawClient.Connected;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a server has to do to be one of Pusher's kind, in requests and frames made by hand. Where a server is known to
 * differ, its subclass says so, see {@link KnownDifferences}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(KnownDifferences.class)
public abstract class ServerContract implements KnownDifferences.Lister {

    private static final String SUBSCRIBED = "pusher_internal:subscription_succeeded";

    private final WebhookReceiver webhooks = WebhookReceiver.start();
    private final List<JsonObject> told = new ArrayList<>();
    private PusherApp app;
    private SignedHttp http;
    private String path;

    /** What the names of this test's channels end with, so that it does not meet those of others. */
    private String test;

    /**
     * Starts the server and says which app it serves: with client events, 10 a second for each connection, sign-in, and
     * payloads of up to 10 KB; and with counts of subscribers and watchlists, if it has such.
     *
     * @param webhooks is told everything
     */
    protected abstract PusherApp startServer(URI webhooks);

    /** Stops the server, if it was started. */
    protected abstract void stopServer();

    @Override
    public Map<String, KnownDifference> knownDifferences() {
        return Map.of();
    }

    @BeforeAll
    void start() {
        app = startServer(webhooks.address());
        http = new SignedHttp(app);
        path = "/apps/" + app.appId();
    }

    @AfterAll
    void stop() {
        stopServer();
        webhooks.close();
    }

    @BeforeEach
    void name(TestInfo info) {
        test = info.getTestMethod().orElseThrow().getName();
    }

    // HTTP: publishing

    @Test
    void takesAnEventForSeveralChannels() {
        try (Connected client = connect().subscribe(name("a")).subscribe(name("b"))) {
            assertThat(status(http.post(path + "/events", """
                            {"name":"placed","channels":["%s","%s"],"data":"{\\"id\\":\\"ü\\"}"}""".formatted(name("a"), name("b")))))
                    .isEqualTo(200);

            for (String channel : List.of(name("a"), name("b"))) {
                JsonObject event = client.client().next("placed");
                assertThat(event.get("channel").getAsString()).isEqualTo(channel);
                assertThat(event.get("data").getAsString()).isEqualTo("{\"id\":\"ü\"}");
            }
        }
    }

    @Test
    void takesABatchInOrder() {
        try (Connected client = connect().subscribe(name("orders"))) {
            assertThat(status(http.post(path + "/batch_events", batch(10)))).isEqualTo(200);

            for (int i = 0; i < 10; i++) {
                assertThat(client.client().next("placed").get("data").getAsString())
                        .isEqualTo(String.valueOf(i));
            }
        }
    }

    @Test
    void refusesABatchOfEleven() {
        assertThat(status(http.post(path + "/batch_events", batch(11)))).isEqualTo(400);
    }

    @Test
    void refusesAPayloadThatIsTooLarge() {
        String data = "x".repeat(10 * 1024 + 1);

        assertThat(status(http.post(path + "/events", event("orders", "placed", data))))
                .isEqualTo(413);
    }

    @Test
    void refusesAnEventWithoutAName() {
        assertThat(status(http.post(path + "/events", "{\"channel\":\"orders\",\"data\":\"1\"}")))
                .isEqualTo(400);
    }

    @Test
    void refusesAChannelThatIsNone() {
        assertThat(status(http.post(path + "/events", event("or ders", "placed", "1"))))
                .isEqualTo(400);
    }

    @Test
    void sendsErrorsWithTheirStatus() {
        assertThat(http.post(path + "/events", "{\"channel\":\"orders\",\"data\":\"1\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    // HTTP: signatures

    @Test
    void refusesASignatureOfAnotherSecret() {
        SignedHttp forger = new SignedHttp(app, app.key(), "not " + app.secret(), Clock.systemUTC());

        assertThat(status(forger.post(path + "/events", event("orders", "placed", "1"))))
                .isEqualTo(401);
    }

    @Test
    void refusesABodyThatIsNotTheSignedOne() {
        String signed = event("orders", "placed", "1");
        String query = http.signedQuery("POST", path + "/events", Map.of(), signed);

        assertThat(status(http.exchange("POST", path + "/events?" + query, signed.replace("1", "2"))))
                .isEqualTo(401);
    }

    @Test
    void refusesAnOldTimestamp() {
        Clock slow = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-700));
        SignedHttp late = new SignedHttp(app, app.key(), app.secret(), slow);

        assertThat(status(late.post(path + "/events", event("orders", "placed", "1"))))
                .isEqualTo(401);
    }

    @Test
    void refusesAnUnknownApp() {
        assertThat(status(http.post("/apps/unknown/events", event("orders", "placed", "1"))))
                .isEqualTo(404);
    }

    @Test
    void refusesAnUnsignedQuery() {
        assertThat(status(http.exchange("GET", path + "/channels", ""))).isNotEqualTo(200);
    }

    // HTTP: questions

    @Test
    void tellsWhichChannelsAreOccupied() {
        try (Connected client = connect().subscribe(name("orders"))) {
            JsonObject channels =
                    get("/channels", Map.of("filter_by_prefix", name("orders"))).getAsJsonObject("channels");

            assertThat(channels.keySet()).containsExactly(name("orders"));
            assertThat(get("/channels/" + name("orders"), Map.of())
                            .get("occupied")
                            .getAsBoolean())
                    .isTrue();
            assertThat(get("/channels/" + name("other"), Map.of())
                            .get("occupied")
                            .getAsBoolean())
                    .isFalse();
            assertThat(client.socketId()).isNotEmpty();
        }
    }

    @Test
    void tellsHowManySubscribeToAChannel() {
        try (Connected one = connect().subscribe(name("orders"));
                Connected other = connect().subscribe(name("orders"))) {
            assertThat(get("/channels/" + name("orders"), Map.of("info", "subscription_count"))
                            .get("subscription_count")
                            .getAsInt())
                    .isEqualTo(2);
            assertThat(one.socketId()).isNotEqualTo(other.socketId());
        }
    }

    @Test
    void tellsTheMembersOfAPresenceChannel() {
        try (Connected ann = connect().subscribe(app, name("presence-room"), member("ann"));
                Connected ann2 = connect().subscribe(app, name("presence-room"), member("ann"));
                Connected bob = connect().subscribe(app, name("presence-room"), member("bob"))) {
            assertThat(get("/channels/" + name("presence-room") + "/users", Map.of()))
                    .hasToString("{\"users\":[{\"id\":\"ann\"},{\"id\":\"bob\"}]}");
            assertThat(get("/channels/" + name("presence-room"), Map.of("info", "user_count"))
                            .get("user_count")
                            .getAsInt())
                    .isEqualTo(2);
            assertThat(List.of(ann.socketId(), ann2.socketId(), bob.socketId())).doesNotHaveDuplicates();
        }
    }

    @Test
    void tellsMembersOfPresenceChannelsOnly() {
        assertThat(status(http.get(path + "/channels/orders/users", Map.of()))).isEqualTo(400);
    }

    @Test
    void refusesParametersToTheQuestionForMembers() {
        assertThat(status(http.get(path + "/channels/presence-room/users", Map.of())))
                .isEqualTo(200);
        assertThat(status(http.get(path + "/channels/presence-room/users", Map.of("info", "user_count"))))
                .isEqualTo(400);
    }

    @Test
    void tellsAboutTheChannelOfAnEventThatAsks() {
        try (Connected client = connect().subscribe(app, name("presence-room"), member("ann"))) {
            JsonObject asking = JsonParser.parseString(event(name("presence-room"), "placed", "1"))
                    .getAsJsonObject();
            asking.addProperty("info", "user_count,subscription_count");

            assertThat(http.post(path + "/events", asking.toString()).body())
                    .isEqualTo("{\"channels\":{\"" + name("presence-room")
                            + "\":{\"user_count\":1,\"subscription_count\":1}}}");
            client.client().next("placed");
        }
    }

    @Test
    void tellsAboutTheChannelsOfABatchThatAsks() {
        JsonObject asking = JsonParser.parseString(batch(2)).getAsJsonObject();
        asking.getAsJsonArray("batch").get(1).getAsJsonObject().addProperty("info", "subscription_count");

        assertThat(http.post(path + "/batch_events", asking.toString()).body())
                .isEqualTo("{\"batch\":[{},{\"subscription_count\":0}]}");
    }

    // WebSocket: connections

    @Test
    void greetsWithASocketId() {
        try (Connected client = connect()) {
            assertThat(client.socketId()).matches("\\d+\\.\\d+");
        }
    }

    @Test
    void refusesAnUnknownKey() {
        try (RawClient client = RawClient.open(app, "/app/unknown?protocol=7")) {
            assertThat(code(client.next("pusher:error"))).isEqualTo(4001);
            assertThat(client.closeCode()).isEqualTo(4001);
        }
    }

    @Test
    void refusesAnUnknownVersionOfTheProtocol() {
        try (RawClient client = RawClient.open(app, "/app/" + app.key() + "?protocol=4")) {
            assertThat(code(client.next("pusher:error"))).isEqualTo(4007);
        }
    }

    @Test
    void answersPings() {
        try (Connected client = connect()) {
            assertThat(client.client().rest()).isEmpty();
        }
    }

    @Test
    void saysWhatIsWrongWithNonsense() {
        try (Connected client = connect()) {
            client.client().send("nonsense");

            client.client().next("pusher:error");
        }
    }

    // WebSocket: channels

    @Test
    void sendsEventsInOrderAndNoneAfterAnUnsubscription() {
        try (Connected client = connect().subscribe(name("orders"))) {
            for (int i = 0; i < 20; i++) {
                publish(name("orders"), "placed", String.valueOf(i), null);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(client.client().next("placed").get("data").getAsString())
                        .isEqualTo(String.valueOf(i));
            }

            client.unsubscribe(name("orders"));
            assertThat(client.client().rest()).isEmpty();
            publish(name("orders"), "placed", "20", null);
            assertThat(client.client().rest()).isEmpty();
        }
    }

    @Test
    void leavesOutTheExcludedConnection() {
        try (Connected one = connect().subscribe(name("orders"));
                Connected other = connect().subscribe(name("orders"))) {
            publish(name("orders"), "placed", "1", one.socketId());

            other.client().next("placed");
            assertThat(one.client().rest()).isEmpty();
        }
    }

    @Test
    void subscribesToPrivateChannelsWithTheAppsSignatureOnly() {
        try (Connected good = connect().subscribe(app, name("private-orders"), null);
                Connected forging = connect()) {
            forging.subscribeSigned(name("private-orders"), app.key(), "not " + app.secret(), null);
            JsonObject error = forging.client().next("pusher:subscription_error");
            assertThat(error.get("channel").getAsString()).isEqualTo(name("private-orders"));
            assertThat(RawClient.data(error).get("status").getAsInt()).isEqualTo(401);

            publish(name("private-orders"), "placed", "1", null);
            good.client().next("placed");
            assertThat(forging.client().rest()).isEmpty();
        }
    }

    @Test
    void passesOnWhatIsEncryptedAsItIs() {
        String envelope = "{\"nonce\":\"AAAA\",\"ciphertext\":\"BBBB\"}";
        try (Connected client = connect().subscribe(app, name("private-encrypted-orders"), null)) {
            publish(name("private-encrypted-orders"), "placed", envelope, null);

            assertThat(client.client().next("placed").get("data").getAsString()).isEqualTo(envelope);
        }
    }

    @Test
    void tellsOthersOfEachMemberOnce() {
        String room = name("presence-room");
        try (Connected ann = connect().subscribe(app, room, member("ann"));
                Connected bob = connect();
                Connected bob2 = connect()) {
            bob.subscribeSigned(room, app.key(), app.secret(), member("bob"));
            JsonObject presence = RawClient.data(bob.client().next(SUBSCRIBED)).getAsJsonObject("presence");
            assertThat(presence.get("ids")).hasToString("[\"ann\",\"bob\"]");
            assertThat(presence.get("hash"))
                    .hasToString("{\"ann\":{\"name\":\"Dr ann\"},\"bob\":{\"name\":\"Dr bob\"}}");
            assertThat(presence.get("count").getAsInt()).isEqualTo(2);
            assertThat(RawClient.data(ann.client().next("pusher_internal:member_added")))
                    .hasToString("{\"user_id\":\"bob\",\"user_info\":{\"name\":\"Dr bob\"}}");

            bob2.subscribe(app, room, member("bob"));
            assertThat(ann.client().rest()).isEmpty();
            bob.client().abort();
            awaitSubscribers(room, 2);
            assertThat(ann.client().rest()).isEmpty();

            bob2.unsubscribe(room);
            assertThat(RawClient.data(ann.client().next("pusher_internal:member_removed")))
                    .hasToString("{\"user_id\":\"bob\"}");
        }
    }

    @Test
    void givesCacheChannelsTheirLastEvent() {
        String prices = name("cache-prices");
        try (Connected early = connect().subscribe(prices);
                Connected late = connect()) {
            assertThat(early.client().next("pusher:cache_miss").get("channel").getAsString())
                    .isEqualTo(prices);
            publish(prices, "changed", "1", null);
            publish(prices, "changed", "2", null);
            early.client().next("changed");
            early.client().next("changed");

            late.subscribe(prices);
            assertThat(late.client().next("changed").get("data").getAsString()).isEqualTo("2");
        }
    }

    @Test
    void tellsSubscribersHowManyTheyAre() {
        try (Connected one = connect().subscribe(name("orders"));
                Connected other = connect()) {
            assertThat(count(one)).isEqualTo(1);
            other.subscribe(name("orders"));
            assertThat(count(one)).isEqualTo(2);
            assertThat(count(other)).isEqualTo(2);
            other.unsubscribe(name("orders"));
            assertThat(count(one)).isEqualTo(1);
        }
    }

    // WebSocket: client events

    @Test
    void passesClientEventsOnToTheOthersWithTheirUser() {
        String room = name("presence-room");
        try (Connected ann = connect().subscribe(app, room, member("ann"));
                Connected bob = connect().subscribe(app, room, member("bob"))) {
            ann.client().next("pusher_internal:member_added");
            bob.client().sendJson("{'event':'client-typing','channel':'" + room + "','data':{'on':true}}");

            JsonObject event = ann.client().next("client-typing");
            assertThat(event.get("channel").getAsString()).isEqualTo(room);
            assertThat(event.get("user_id").getAsString()).isEqualTo("bob");
            assertThat(RawClient.data(event)).hasToString("{\"on\":true}");
            assertThat(bob.client().rest()).isEmpty();
        }
    }

    @Test
    void refusesClientEventsOnPublicChannels() {
        try (Connected ann = connect().subscribe(name("orders"));
                Connected bob = connect().subscribe(name("orders"))) {
            ann.client().sendJson("{'event':'client-x','channel':'" + name("orders") + "','data':{}}");

            ann.client().next("pusher:error");
            assertThat(bob.client().rest()).isEmpty();
        }
    }

    @Test
    void dropsClientEventsOfWhoHasNotSubscribed() {
        String orders = name("private-orders");
        try (Connected ann = connect();
                Connected bob = connect().subscribe(app, orders, null)) {
            ann.client().sendJson("{'event':'client-x','channel':'" + orders + "','data':{}}");
            ann.client().rest();

            assertThat(bob.client().rest()).isEmpty();
        }
    }

    @Test
    void limitsClientEventsToTenASecond() {
        String orders = name("private-orders");
        try (Connected ann = connect().subscribe(app, orders, null)) {
            IntStream.range(0, 30)
                    .forEach(i -> ann.client()
                            .sendJson("{'event':'client-x','channel':'" + orders + "','data':{'n':" + i + "}}"));

            assertThat(code(ann.client().next("pusher:error"))).isEqualTo(4301);
        }
    }

    // WebSocket: users

    @Test
    void reachesSignedInUsersAndTerminatesTheirConnections() {
        String user = name("ann");
        try (Connected ann = connect().signIn(app.key(), app.secret(), user(user, ""));
                Connected other = connect()) {
            ann.client().next("pusher:signin_success");
            ann.subscribe("#server-to-user-" + user);
            publish("#server-to-user-" + user, "hello", "1", null);
            assertThat(ann.client().next("hello").get("data").getAsString()).isEqualTo("1");
            assertThat(other.client().rest()).isEmpty();

            assertThat(status(http.post(path + "/users/" + user + "/terminate_connections", "{}")))
                    .isEqualTo(200);
            assertThat(code(ann.client().next("pusher:error"))).isEqualTo(4009);
            assertThat(ann.client().closeCode()).isEqualTo(4009);
            assertThat(other.client().rest()).isEmpty();
        }
    }

    @Test
    void refusesASignInWithTheSignatureOfAnotherSecret() {
        try (Connected client = connect().signIn(app.key(), "not " + app.secret(), user("ann", ""))) {
            assertThat(code(client.client().next("pusher:error"))).isEqualTo(4009);
            assertThat(client.client().closeCode()).isEqualTo(4009);
        }
    }

    @Test
    void keepsTheChannelOfAUserToThatUser() {
        try (Connected client = connect()) {
            client.client().sendJson("{'event':'pusher:subscribe','data':{'channel':'#server-to-user-eve'}}");

            client.client().next("pusher:subscription_error");
        }
    }

    @Test
    void tellsWatchersWhoComesAndGoes() {
        try (Connected ann = signedIn("ann", ",\"watchlist\":[\"bob-w\",\"cat-w\"]")) {
            try (Connected bob = signedIn("bob-w", "");
                    Connected bob2 = signedIn("bob-w", ",\"watchlist\":[\"bob-w\",\"dan-w\"]")) {
                assertThat(watched(ann)).isEqualTo("{\"name\":\"online\",\"user_ids\":[\"bob-w\"]}");
                assertThat(watched(bob2)).isEqualTo("{\"name\":\"online\",\"user_ids\":[\"bob-w\"]}");
                assertThat(ann.client().rest()).isEmpty();
                assertThat(bob.client().rest()).isEmpty();
            }
            assertThat(watched(ann)).isEqualTo("{\"name\":\"offline\",\"user_ids\":[\"bob-w\"]}");
        }
    }

    // webhooks

    @Test
    void tellsTheApplicationOfChannels() {
        try (Connected client = connect().subscribe(name("cache-orders"))) {
            webhook("channel_occupied", name("cache-orders"));
            webhook("cache_miss", name("cache-orders"));
            assertThat(client.socketId()).isNotEmpty();
        }
        webhook("channel_vacated", name("cache-orders"));
    }

    @Test
    void tellsTheApplicationOfMembersAndWhatTheySend() {
        String room = name("presence-room");
        try (Connected ann = connect().subscribe(app, room, member("ann"))) {
            assertThat(webhook("member_added", room).get("user_id").getAsString())
                    .isEqualTo("ann");
            ann.client().sendJson("{'event':'client-x','channel':'" + room + "','data':'text'}");
            JsonObject event = webhook("client_event", room);
            assertThat(event.get("event").getAsString()).isEqualTo("client-x");
            assertThat(event.get("data").getAsString()).isEqualTo("text");
            assertThat(event.get("socket_id").getAsString()).isEqualTo(ann.socketId());
            assertThat(event.get("user_id").getAsString()).isEqualTo("ann");
        }
        assertThat(webhook("member_removed", room).get("user_id").getAsString()).isEqualTo("ann");
    }

    @Test
    void tellsTheApplicationOnceMoreWhatItDidNotTake() {
        webhooks.failOne(name("orders"));
        try (Connected client = connect().subscribe(name("orders"))) {
            webhook("channel_occupied", name("orders"));
            webhook("channel_occupied", name("orders"));
            assertThat(client.socketId()).isNotEmpty();
        }
    }

    private Connected connect() {
        return RawClient.connect(app);
    }

    private Connected signedIn(String id, String more) {
        Connected client = connect().signIn(app.key(), app.secret(), user(id, more));
        client.client().next("pusher:signin_success");
        return client;
    }

    private static String user(String id, String more) {
        return "{\"id\":\"" + id + "\"" + more + "}";
    }

    private static String member(String id) {
        return "{\"user_id\":\"" + id + "\",\"user_info\":{\"name\":\"Dr " + id + "\"}}";
    }

    private String name(String channel) {
        return channel + "-" + test;
    }

    private static int code(JsonObject error) {
        return RawClient.data(error).get("code").getAsInt();
    }

    private static int count(Connected client) {
        return RawClient.data(client.client().next("pusher_internal:subscription_count"))
                .get("subscription_count")
                .getAsInt();
    }

    private static String watched(Connected client) {
        JsonArray events = RawClient.data(client.client().next("pusher_internal:watchlist_events"))
                .getAsJsonArray("events");
        assertThat(events).hasSize(1);
        return events.get(0).toString();
    }

    /** The next such event that the application is told; others are kept for later. */
    private JsonObject webhook(String kind, String channel) {
        while (true) {
            for (JsonObject event : told) {
                if (event.get("name").getAsString().equals(kind)
                        && event.get("channel").getAsString().equals(channel)) {
                    told.remove(event);
                    return event;
                }
            }
            webhooks.next(app).getAsJsonArray("events").forEach(event -> told.add(event.getAsJsonObject()));
        }
    }

    private void awaitSubscribers(String channel, int count) {
        Awaitility.await()
                .until(() -> get("/channels/" + channel, Map.of("info", "subscription_count"))
                                .get("subscription_count")
                                .getAsInt()
                        == count);
    }

    private JsonObject get(String rest, Map<String, String> parameters) {
        return JsonParser.parseString(http.get(path + rest, parameters).body()).getAsJsonObject();
    }

    private void publish(String channel, String event, String data, @Nullable String excluded) {
        JsonObject body = JsonParser.parseString(event(channel, event, data)).getAsJsonObject();
        if (excluded != null) {
            body.addProperty("socket_id", excluded);
        }
        assertThat(status(http.post(path + "/events", body.toString()))).isEqualTo(200);
    }

    private static String event(String channel, String event, String data) {
        JsonObject body = new JsonObject();
        body.addProperty("name", event);
        body.addProperty("channel", channel);
        body.addProperty("data", data);
        return body.toString();
    }

    private String batch(int size) {
        JsonArray events = new JsonArray();
        IntStream.range(0, size)
                .forEach(i -> events.add(JsonParser.parseString(event(name("orders"), "placed", String.valueOf(i)))));
        JsonObject batch = new JsonObject();
        batch.add("batch", events);
        return batch.toString();
    }

    /** What the server means: some send errors with status 200 and the true one in the body. */
    private static int status(HttpResponse<String> answer) {
        if (answer.statusCode() == 200 && answer.body().startsWith("{")) {
            JsonObject body = JsonParser.parseString(answer.body()).getAsJsonObject();
            return body.has("error") && body.has("code") ? body.get("code").getAsInt() : 200;
        }
        return answer.statusCode();
    }
}
