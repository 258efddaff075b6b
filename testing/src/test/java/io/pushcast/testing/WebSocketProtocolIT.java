package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.pushcast.auth.AuthLimits;
import io.pushcast.testing.RawClient.Connected;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The WebSocket protocol, message by message. */
class WebSocketProtocolIT {

    private static final String ANN = "{\"user_id\":\"ann\",\"user_info\":{\"name\":\"Ann\"}}";
    private static final String BOB = "{\"user_id\":\"bob\"}";

    private final EmbeddedPusher server = EmbeddedPusher.start();
    private final SignedHttp http = new SignedHttp(server.app());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void greetsWithASocketIdInsideAString() {
        try (RawClient client = RawClient.open(server, "/app/embedded?protocol=7")) {
            JsonObject greeting = client.next("pusher:connection_established");

            assertThat(greeting.get("data").getAsString()).startsWith("{");
            assertThat(RawClient.data(greeting).get("socket_id").getAsString()).matches("\\d+\\.\\d+");
            assertThat(RawClient.data(greeting).get("activity_timeout").getAsInt())
                    .isEqualTo(120);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/app/embedded?protocol=5, 0",
        "/app/embedded?protocol=6, 0",
        "/app/embedded?protocol=4, 4007",
        "/app/embedded?protocol=8, 4007",
        "/app/embedded?protocol=new, 4006",
        "/app/embedded, 4008",
        "/app/other?protocol=7, 4001",
        "/application?protocol=7, 4005"
    })
    void refusesConnectionsThatCantBeServed(String address, int code) {
        try (RawClient client = RawClient.open(server, address)) {
            if (code == 0) {
                client.next("pusher:connection_established");
                return;
            }
            JsonObject error = RawClient.data(client.next("pusher:error"));
            assertThat(error.get("code").getAsInt()).isEqualTo(code);
            assertThat(error.get("message").getAsString()).isNotBlank();
            assertThat(client.closeCode()).isEqualTo(code);
        }
    }

    @Test
    void tellsWhichKeyWouldBeRight() {
        try (RawClient client = RawClient.open(server, "/app/other?protocol=7")) {
            assertThat(RawClient.data(client.next("pusher:error"))
                            .get("message")
                            .getAsString())
                    .contains("other")
                    .contains("embedded");
        }
    }

    @Test
    void sendsEventsToSubscribersInOrder() {
        try (Connected subscriber = RawClient.connect(server).subscribe("orders")) {
            for (int i = 0; i < 50; i++) {
                publish("orders", "placed", String.valueOf(i), null);
            }
            for (int i = 0; i < 50; i++) {
                JsonObject event = subscriber.client().next("placed");
                assertThat(event.get("channel").getAsString()).isEqualTo("orders");
                assertThat(event.get("data").getAsString()).isEqualTo(String.valueOf(i));
            }
        }
    }

    @Test
    void passesThePayloadThroughUnchanged() {
        String payload = "{\\\"html\\\":\\\"<b>&'=\\u2028 üñ😀\\\"}";
        try (Connected subscriber = RawClient.connect(server).subscribe("orders")) {
            publish("orders", "placed", payload, null);

            assertThat(subscriber.client().next("placed").get("data").getAsString())
                    .isEqualTo("{\"html\":\"<b>&'=\u2028 üñ😀\"}");
        }
    }

    @Test
    void leavesOutTheExcludedConnection() {
        try (Connected one = RawClient.connect(server).subscribe("orders");
                Connected other = RawClient.connect(server).subscribe("orders")) {
            publish("orders", "placed", "1", one.socketId());

            assertThat(other.client().next("placed").get("data").getAsString()).isEqualTo("1");
            assertThat(one.client().rest()).isEmpty();
        }
    }

    @Test
    void sendsNothingOfARefusedBatch() {
        try (Connected subscriber = RawClient.connect(server).subscribe("orders")) {
            int status = http.post(
                            "/apps/1/batch_events",
                            "{\"batch\":[{\"name\":\"a\",\"channel\":\"orders\",\"data\":\"1\"},"
                                    + "{\"name\":\"b\",\"channel\":\"or ders\",\"data\":\"2\"}]}")
                    .statusCode();

            assertThat(status).isEqualTo(400);
            assertThat(subscriber.client().rest()).isEmpty();
        }
    }

    @Test
    void sendsNothingAfterAnUnsubscription() {
        try (Connected subscriber =
                RawClient.connect(server).subscribe("orders").subscribe("audit")) {
            subscriber.client().sendJson("{'event':'pusher:unsubscribe','data':{'channel':'orders'}}");
            assertThat(subscriber.client().rest()).isEmpty();

            publish("orders", "placed", "1", null);
            publish("audit", "placed", "2", null);

            assertThat(subscriber.client().rest())
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.get("channel").getAsString()).isEqualTo("audit"));
        }
    }

    @Test
    void forgetsAConnectionThatBreaks() {
        Connected subscriber = RawClient.connect(server).subscribe("orders");
        assertThat(occupied()).contains("orders");

        subscriber.client().abort();

        Awaitility.await().untilAsserted(() -> assertThat(occupied()).isEqualTo("{\"channels\":{}}"));
    }

    @ParameterizedTest
    @CsvSource({"private-orders", "private-encrypted-orders", "private-cache-orders"})
    void grantsAPrivateChannelToAGoodSignature(String channel) {
        try (Connected subscriber = RawClient.connect(server)) {
            subscriber.subscribeSigned(channel, server.key(), server.app().secret(), null);
            assertThat(subscriber
                            .client()
                            .next("pusher_internal:subscription_succeeded")
                            .get("channel")
                            .getAsString())
                    .isEqualTo(channel);
        }
    }

    @ParameterizedTest
    @CsvSource({"private-orders", "private-encrypted-orders", "private-cache-orders", "presence-cache-room"})
    void refusesAWrongSecret(String channel) {
        String channelData = channel.startsWith("presence-") ? BOB : null;
        try (Connected subscriber = RawClient.connect(server)) {
            subscriber.subscribeSigned(channel, server.key(), "wrong", channelData);

            JsonObject error = subscriber.client().next("pusher:subscription_error");
            assertThat(error.get("channel").getAsString()).isEqualTo(channel);
            assertThat(RawClient.data(error).get("type").getAsString()).isEqualTo("AuthError");
            assertThat(RawClient.data(error).get("status").getAsInt()).isEqualTo(401);
            assertThat(RawClient.data(error).get("error").getAsString())
                    .contains("Expected HMAC SHA256 hex digest of " + subscriber.socketId() + ":" + channel);
            publish(channel, "placed", "1", null);
            assertThat(subscriber.client().rest()).isEmpty();
        }
    }

    @Test
    void refusesAWrongKeyNoAuthAndTheSignatureOfAnotherConnection() {
        try (Connected subscriber = RawClient.connect(server);
                Connected other = RawClient.connect(server)) {
            RawClient client = subscriber.client();

            subscriber.subscribeSigned("private-orders", "other", server.app().secret(), null);
            assertThat(error(client)).contains("must start with 'embedded:'");

            client.sendJson("{'event':'pusher:subscribe','data':{'channel':'private-orders'}}");
            assertThat(error(client)).contains("lacks 'auth'");

            client.sendJson("{'event':'pusher:subscribe','data':{'channel':'private-orders','auth':'nonsense'}}");
            assertThat(error(client)).contains("unlike 'nonsense'");

            String stolen = SignedHttp.hmac(server.app().secret(), other.socketId() + ":private-orders");
            client.sendJson("{'event':'pusher:subscribe','data':{'channel':'private-orders','auth':'embedded:" + stolen
                    + "'}}");
            assertThat(error(client)).contains("Invalid signature");

            publish("private-orders", "placed", "1", null);
            assertThat(client.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'user_info':{}}                     | must have a string 'user_id'",
                "{'user_id':'u','user_info':'Ann'}    | The user_info must be a JSON object",
                "{'user_id':'u','user_info':['Ann']}  | The user_info must be a JSON object",
                "{'user_id':'u','user_info':7}        | The user_info must be a JSON object",
                "{'user_id':true}                     | must have a string 'user_id'",
                "{'user_id':''}                       | it must have 1 to 128",
                "[]                                   | channel_data must be a JSON object, not an array",
                "nonsense                             | channel_data must be a JSON object, and this is no JSON",
            })
    void refusesMembersThatAreNone(String channelData, String words) {
        try (Connected subscriber = RawClient.connect(server)) {
            subscriber.subscribeSigned(
                    "presence-room", server.key(), server.app().secret(), channelData.replace('\'', '"'));

            assertThat(error(subscriber.client())).contains(words);
        }
    }

    @Test
    void refusesMembersWithoutChannelDataOrWithTooMuchOfIt() {
        try (Connected subscriber = RawClient.connect(server)) {
            joinAs(subscriber, null);
            assertThat(error(subscriber.client())).contains("needs channel_data with the user_id");

            joinAs(subscriber, "{\"user_id\":\"" + "u".repeat(129) + "\"}");
            assertThat(error(subscriber.client())).contains("The user_id has 129 characters");

            joinAs(subscriber, "{\"user_id\":\"u\",\"user_info\":\"" + "i".repeat(1023) + "\"}");
            assertThat(error(subscriber.client())).contains("The user_info has 1025 bytes and the limit is 1024");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a b|U+0020", "a/b|'/'", "#server-to-user-7|for its user alone"})
    void refusesChannelsThatAreNone(String channel, String words) {
        try (Connected subscriber = RawClient.connect(server)) {
            subscriber.client().sendJson("{'event':'pusher:subscribe','data':{'channel':'" + channel + "'}}");

            assertThat(error(subscriber.client())).contains(words);
        }
    }

    @Test
    void tellsAboutMembersOnceEachAndOnlyTheOthers() {
        try (Connected ann = RawClient.connect(server);
                Connected ann2 = RawClient.connect(server);
                Connected bob = RawClient.connect(server)) {
            assertThat(presence(joinAs(ann, ANN)))
                    .isEqualTo("{\"ids\":[\"ann\"],\"hash\":{\"ann\":{\"name\":\"Ann\"}}," + "\"count\":1}");
            assertThat(presence(joinAs(bob, BOB)))
                    .isEqualTo("{\"ids\":[\"ann\",\"bob\"],\"hash\":{\"ann\":{\"name\":\"Ann\"},\"bob\":null},"
                            + "\"count\":2}");
            assertThat(ann.client()
                            .next("pusher_internal:member_added")
                            .get("data")
                            .getAsString())
                    .isEqualTo("{\"user_id\":\"bob\",\"user_info\":null}");

            presence(joinAs(ann2, ANN));
            ann2.client().sendJson("{'event':'pusher:unsubscribe','data':{'channel':'presence-room'}}");
            assertThat(ann2.client().rest()).isEmpty();
            assertThat(bob.client().rest()).isEmpty();
            assertThat(users()).isEqualTo("{\"users\":[{\"id\":\"ann\"},{\"id\":\"bob\"}]}");

            ann.client().abort();
            assertThat(bob.client()
                            .next("pusher_internal:member_removed")
                            .get("data")
                            .getAsString())
                    .isEqualTo("{\"user_id\":\"ann\"}");
            assertThat(http.get("/apps/1/channels", Map.of("filter_by_prefix", "presence-", "info", "user_count"))
                            .body())
                    .isEqualTo("{\"channels\":{\"presence-room\":{\"user_count\":1}}}");
        }
    }

    @Test
    void refusesTheHundredAndFirstMember() {
        List<Connected> members = java.util.stream.IntStream.range(0, 100)
                .mapToObj(i -> joinAs(RawClient.connect(server), "{\"user_id\":\"" + i + "\"}"))
                .toList();
        try (Connected tooMany = RawClient.connect(server)) {
            joinAs(tooMany, "{\"user_id\":\"100\"}");
            assertThat(RawClient.data(tooMany.client().next("pusher:subscription_error"))
                            .get("type")
                            .getAsString())
                    .isEqualTo("LimitReached");

            joinAs(tooMany, "{\"user_id\":\"99\"}");
            assertThat(tooMany.client().next("pusher_internal:subscription_succeeded"))
                    .isNotNull();
        }
        members.forEach(Connected::close);
    }

    @Test
    void takesOtherLimitsOfUsersAndMembers() {
        try (EmbeddedPusher small = EmbeddedPusher.builder()
                        .authLimits(AuthLimits.PUSHER
                                .withMaxUserIdLength(3)
                                .withMaxUserInfoBytes(20)
                                .withMaxWatchlistSize(1))
                        .maxMembers(1)
                        .start();
                Connected ann = RawClient.connect(small);
                Connected bob = RawClient.connect(small)) {
            join(small, bob, "{\"user_id\":\"bobo\"}");
            assertThat(error(bob.client())).contains("The user_id has 4 characters; it must have 1 to 3");
            join(small, bob, "{\"user_id\":\"bob\",\"user_info\":\"" + "i".repeat(19) + "\"}");
            assertThat(error(bob.client())).contains("The user_info has 21 bytes and the limit is 20");

            join(small, ann, "{\"user_id\":\"ann\",\"user_info\":{\"n\":\"" + "i".repeat(12) + "\"}}");
            ann.client().next("pusher_internal:subscription_succeeded");
            join(small, bob, "{\"user_id\":\"bob\"}");
            assertThat(error(bob.client())).contains("has 1 members, which is the limit");

            ann.signIn(small.key(), small.app().secret(), "{\"id\":\"ann\",\"watchlist\":[\"bob\"]}");
            ann.client().next("pusher:signin_success");
        }
    }

    private static void join(EmbeddedPusher server, Connected client, String channelData) {
        client.subscribeSigned("presence-room", server.key(), server.app().secret(), channelData);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'id':'anna'}|the id has 4 characters and the limit is 3",
                "{'id':true}|must have an 'id', which is a string",
                "{'id':'a\\u0007'}|The user's id has the character U+0007",
                "{'id':'ann','user_info':'nineteen characters'}|the user_info has 21 bytes and the limit is 20",
                "{'id':'ann','watchlist':['bob','cat']}|the watchlist has 2 users and the limit is 1",
                "{'id':'ann','watchlist':['bobo']}|the watchlist must have users' ids of up to 3 characters",
            })
    void refusesToSignInUsersBeyondTheLimits(String userData, String words) {
        try (EmbeddedPusher small = EmbeddedPusher.builder()
                        .authLimits(AuthLimits.PUSHER
                                .withMaxUserIdLength(3)
                                .withMaxUserInfoBytes(20)
                                .withMaxWatchlistSize(1))
                        .start();
                Connected client = RawClient.connect(small)) {
            client.signIn(small.key(), small.app().secret(), userData.replace('\'', '"'));

            assertThat(protocolError(client.client())).contains(words);
            assertThat(client.client().closeCode()).isEqualTo(4009);
        }
    }

    @Test
    void passesClientEventsOnToTheOthers() {
        try (Connected ann = RawClient.connect(server);
                Connected bob = RawClient.connect(server)) {
            joinAs(ann, ANN).client().next("pusher_internal:subscription_succeeded");
            joinAs(bob, BOB).client().next("pusher_internal:subscription_succeeded");
            ann.client().next("pusher_internal:member_added");

            ann.client().sendJson("{'event':'client-typing','channel':'presence-room','data':{'on':true}}");

            assertThat(bob.client().next("client-typing"))
                    .hasToString("{\"event\":\"client-typing\",\"channel\":\"presence-room\",\"data\":{\"on\":true},"
                            + "\"user_id\":\"ann\"}");
            assertThat(ann.client().rest()).isEmpty();
            assertThat(server.events()).isEmpty();
        }
    }

    @Test
    void refusesClientEventsWhereTheyDontBelong() {
        try (Connected subscriber = RawClient.connect(server).subscribe("orders")) {
            RawClient client = subscriber.client();

            client.sendJson("{'event':'client-x','channel':'orders','data':1}");
            assertThat(protocolError(client)).contains("only supported on private and presence channels");
            client.sendJson("{'event':'client-x','channel':'private-encrypted-orders','data':1}");
            assertThat(protocolError(client)).contains("only supported on private and presence channels");
            client.sendJson("{'event':'client-x','channel':'private-orders','data':1}");
            assertThat(protocolError(client)).contains("you are not subscribed to channel private-orders");

            subscriber.subscribeSigned(
                    "private-orders", server.key(), server.app().secret(), null);
            client.next("pusher_internal:subscription_succeeded");
            client.sendJson("{'event':'client-x','channel':'private-orders','data':'" + "x".repeat(10_241) + "'}");
            assertThat(protocolError(client)).contains("has 10241 bytes and the limit is 10240");
            client.sendJson("{'event':'client-" + "x".repeat(200) + "','channel':'private-orders','data':1}");
            assertThat(protocolError(client)).contains("the name has 207 characters and the limit is 200");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "hello                                                    | A message must be a JSON object",
                "{'event'                                                 | this is no JSON",
                "[1]                                                      | a JSON object, not an array",
                "{}                                                       | The message lacks 'event'",
                "{'event':7}                                              | 'event' must be a string, not a number",
                "{'event':'pusher:subscribe'}                             | must be an object with the channel, not null",
                "{'event':'pusher:subscribe','data':{}}                   | lacks 'channel'",
                "{'event':'pusher:subscribe','data':{'channel':[]}}       | 'channel' of pusher:subscribe must be a string",
                "{'event':'pusher:unsubscribe','data':'x'}                | data of pusher:unsubscribe must be an object",
                "{'event':'pusher:unsubscribe','data':{'channel':'x'}}    | No current subscription to channel x",
                "{'event':'pusher:dance','data':{}}                       | Unknown event 'pusher:dance'",
                "{'event':'placed','channel':'orders','data':1}           | start with 'client-'",
                "{'event':'client-x','data':1}                            | lacks 'channel'",
            })
    void answersNonsenseWithAnErrorAndGoesOn(String message, String words) {
        try (Connected subscriber = RawClient.connect(server)) {
            subscriber.client().sendJson(message);

            assertThat(protocolError(subscriber.client())).contains(words);
            subscriber.subscribe("orders");
        }
    }

    @Test
    void answersBinaryFramesWithAnError() {
        try (Connected subscriber = RawClient.connect(server)) {
            subscriber.client().sendBinary(new byte[] {1, 2, 3});

            assertThat(protocolError(subscriber.client())).contains("Binary frames are not supported");
        }
    }

    @Test
    void putsFragmentsTogether() {
        try (Connected subscriber = RawClient.connect(server)) {
            subscriber.client().sendInParts("{\"event\":\"pusher:pi", "ng\",\"data\":{}}");

            subscriber.client().next("pusher:pong");
        }
    }

    @Test
    void refusesASecondSubscriptionToTheSameChannel() {
        try (Connected subscriber = RawClient.connect(server).subscribe("orders")) {
            subscriber.client().sendJson("{'event':'pusher:subscribe','data':{'channel':'orders'}}");
            assertThat(protocolError(subscriber.client())).isEqualTo("Existing subscription to channel orders");

            publish("orders", "placed", "1", null);
            assertThat(subscriber.client().rest()).hasSize(1);
        }
    }

    @Test
    void pingsASilentClientAndDropsItWhenNoPongComes() {
        try (EmbeddedPusher impatient = EmbeddedPusher.builder()
                        .activityTimeout(Duration.ofSeconds(1))
                        .start();
                Connected answering = RawClient.connect(impatient);
                Connected silent = RawClient.connect(impatient)) {
            answering.client().answerPings();

            silent.client().next("pusher:ping");
            assertThat(silent.client().closeCode()).isEqualTo(4201);
            for (int i = 0; i < 3; i++) {
                answering.client().next("pusher:ping");
            }
            assertThat(answering.client().isClosed()).isFalse();
        }
    }

    @Test
    void givesCacheChannelsTheirLastEvent() {
        try (Connected early = RawClient.connect(server).subscribe("cache-prices");
                Connected late = RawClient.connect(server)) {
            assertThat(early.client().next("pusher:cache_miss").get("channel").getAsString())
                    .isEqualTo("cache-prices");
            publish("cache-prices", "changed", "1", null);
            publish("cache-prices", "changed", "2", null);

            late.subscribe("cache-prices");
            assertThat(late.client().next("changed").get("data").getAsString()).isEqualTo("2");
            assertThat(late.client().rest()).isEmpty();
            assertThat(http.get("/apps/1/channels/cache-prices", Map.of("info", "cache"))
                            .body())
                    .isEqualTo("{\"occupied\":true,\"cache\":{\"data\":\"2\"}}");
        }
    }

    @Test
    void reachesASignedInUserAndTerminatesTheirConnections() {
        try (Connected ann = RawClient.connect(server);
                Connected other = RawClient.connect(server)) {
            signIn(ann, "{\"id\":\"ann\"}", server.app().secret());
            assertThat(RawClient.data(ann.client().next("pusher:signin_success"))
                            .get("user_data")
                            .getAsString())
                    .isEqualTo("{\"id\":\"ann\"}");
            ann.subscribe("#server-to-user-ann");
            other.client().sendJson("{'event':'pusher:subscribe','data':{'channel':'#server-to-user-ann'}}");
            assertThat(error(other.client())).contains("nobody signed in");

            publish("#server-to-user-ann", "hello", "1", null);
            assertThat(ann.client().next("hello").get("data").getAsString()).isEqualTo("1");

            assertThat(http.post("/apps/1/users/ann/terminate_connections", "{}")
                            .statusCode())
                    .isEqualTo(200);
            ann.client().next("pusher:error");
            assertThat(ann.client().closeCode()).isEqualTo(4009);
            assertThat(other.client().rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"{\"id\":\"ann\"}|wrong", "{}|", "{\"id\":\"\"}|", "nonsense|"})
    void refusesASignInThatIsNotSignedOrNamesNobody(String userData, @Nullable String secret) {
        try (Connected client = RawClient.connect(server)) {
            signIn(client, userData, secret == null ? server.app().secret() : secret);

            assertThat(protocolError(client.client())).contains("The sign-in is refused");
            assertThat(client.client().closeCode()).isEqualTo(4009);
        }
    }

    @Test
    void saysGoodbyeWhenItCloses() {
        Connected subscriber = RawClient.connect(server).subscribe("orders");

        server.close();

        assertThat(subscriber.client().closeCode()).isEqualTo(1001);
    }

    private void publish(String channel, String event, String escapedData, @Nullable String excluded) {
        String body = "{\"name\":\"" + event + "\",\"channel\":\"" + channel + "\",\"data\":\"" + escapedData + "\""
                + (excluded == null ? "" : ",\"socket_id\":\"" + excluded + "\"") + "}";
        assertThat(http.post("/apps/1/events", body).statusCode()).isEqualTo(200);
    }

    private String occupied() {
        return http.get("/apps/1/channels", Map.of()).body();
    }

    private String users() {
        return http.get("/apps/1/channels/presence-room/users", Map.of()).body();
    }

    private Connected joinAs(Connected client, @Nullable String channelData) {
        return client.subscribeSigned(
                "presence-room", server.key(), server.app().secret(), channelData);
    }

    private void signIn(Connected client, String userData, String secret) {
        JsonObject data = new JsonObject();
        data.addProperty(
                "auth", server.key() + ":" + SignedHttp.hmac(secret, client.socketId() + "::user::" + userData));
        data.addProperty("user_data", userData);
        client.client().send("pusher:signin", data);
    }

    private static String presence(Connected client) {
        JsonObject succeeded = client.client().next("pusher_internal:subscription_succeeded");
        return RawClient.data(succeeded).get("presence").toString();
    }

    private static String error(RawClient client) {
        return RawClient.data(client.next("pusher:subscription_error"))
                .get("error")
                .getAsString();
    }

    private static String protocolError(RawClient client) {
        return RawClient.data(client.next("pusher:error")).get("message").getAsString();
    }
}
