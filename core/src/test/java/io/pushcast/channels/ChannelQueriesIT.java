package io.pushcast.channels;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.pushcast.message.ChannelInfo.Attribute.CACHE;
import static io.pushcast.message.ChannelInfo.Attribute.SUBSCRIPTION_COUNT;
import static io.pushcast.message.ChannelInfo.Attribute.USER_COUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.pusher.rest.SignatureUtil;
import io.pushcast.Pushcast;
import io.pushcast.json.JsonCodec;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.pusher.ServerProfile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelQueriesIT {

    private static final String SECRET = "7ad3773142a6692b25b8";

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    private final PusherTransport transport = PusherTransport.builder(PusherApp.builder()
                    .appId("3")
                    .key("key")
                    .secret(SECRET)
                    .host("localhost")
                    .port(SERVER.getPort())
                    .tls(false)
                    .pathPrefix("/realtime")
                    .build())
            .clock(Clock.fixed(Instant.ofEpochSecond(1_353_088_179), ZoneOffset.UTC))
            .requestTimeout(Duration.ofSeconds(5))
            .build();
    private final ChannelQueries queries = new ChannelQueries(transport, JsonCodec.detect());

    @AfterEach
    void close() {
        transport.close();
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static void answer(ResponseDefinitionBuilder answer) {
        SERVER.stubFor(get(anyUrl()).willReturn(answer));
        SERVER.stubFor(post(anyUrl()).willReturn(answer));
    }

    private static void answer(String body) {
        answer(aResponse().withStatus(200).withBody(body));
    }

    private static String url() {
        List<LoggedRequest> requests = SERVER.findAll(getRequestedFor(anyUrl()));
        assertThat(requests).hasSize(1);
        return requests.get(0).getUrl();
    }

    @Test
    void asksForOccupiedChannelsWithASignature() {
        answer("{\"channels\":{\"presence-room.1\":{\"user_count\":2}}}");

        assertThat(done(queries.occupied("presence-room.", USER_COUNT)))
                .hasEntrySatisfying(
                        "presence-room.1",
                        state -> assertThat(state.userCount()).hasValue(2));

        String query =
                "auth_key=key&auth_timestamp=1353088179&auth_version=1.0&filter_by_prefix=presence-room.&info=user_count";
        assertThat(url())
                .isEqualTo("/realtime/apps/3/channels?" + query + "&auth_signature="
                        + SignatureUtil.sign("GET\n/apps/3/channels\n" + query, SECRET));
    }

    @Test
    void asksForAllWithoutParameters() {
        answer("{\"channels\":{}}");

        assertThat(done(queries.occupied())).isEmpty();
        assertThat(url()).doesNotContain("filter_by_prefix").doesNotContain("info=");
    }

    @Test
    void asksForOneChannel() {
        answer("{\"occupied\":true,\"user_count\":2,\"subscription_count\":3,\"cache\":{\"data\":\"1\"}}");

        ChannelState state = done(queries.channel("presence-cache-a@b,c;d", CACHE, USER_COUNT, SUBSCRIPTION_COUNT));

        assertThat(state.occupied()).isTrue();
        assertThat(state.cached()).isPresent();
        assertThat(url())
                .startsWith("/realtime/apps/3/channels/presence-cache-a@b,c;d?")
                .contains("info=user_count%2Csubscription_count%2Ccache&");
    }

    @Test
    void asksForUsersWithoutParameters() {
        answer("{\"users\":[{\"id\":\"1\"},{\"id\":\"2\"}]}");

        assertThat(done(queries.users("presence-room"))).containsExactly("1", "2");
        assertThat(url())
                .startsWith(
                        "/realtime/apps/3/channels/presence-room/users?auth_key=key&auth_timestamp=1353088179&auth_version");
    }

    @Test
    void terminatesConnections() {
        answer("{}");

        assertThat(done(queries.terminateConnections("auth0|5 ä?#"))).isNull();

        SERVER.verify(
                1,
                postRequestedFor(
                                urlPathEqualTo("/realtime/apps/3/users/auth0%7C5%20%C3%A4%3F%23/terminate_connections"))
                        .withRequestBody(equalToJson("{}")));
    }

    @Test
    void refusesBeforeTheRequestWhatCouldNotWork() {
        refuses(() -> queries.occupied("private-", USER_COUNT), "must begin with 'presence-', unlike 'private-'");
        refuses(() -> queries.occupied("", USER_COUNT), "must begin with 'presence-', unlike ''");
        refuses(() -> queries.occupied("presence-", CACHE), "one channel at a time");
        refuses(() -> queries.occupied("a b"), "No channel's name begins with 'a b'");
        refuses(() -> queries.channel("orders", USER_COUNT), "'orders' is none");
        refuses(() -> queries.channel("private-encrypted-cachet", CACHE), "Only a cache channel has a cached event");
        refuses(() -> queries.channel("a/b"), "the character '/' at position 1");
        refuses(() -> queries.users("private-a"), "Only a presence channel has users");
        refuses(() -> queries.users("#server-to-user-1"), "Only a presence channel has users");
        refuses(() -> queries.terminateConnections(""), "lacks the user's id");
        refuses(() -> queries.terminateConnections("a/b"), "must not have a slash");
        refuses(() -> queries.terminateConnections(".."), "nor be . or ..");
        SERVER.verify(0, getRequestedFor(anyUrl()));
        SERVER.verify(0, postRequestedFor(anyUrl()));
    }

    private static void refuses(ThrowingCallable query, String message) {
        assertThatThrownBy(query).isInstanceOf(InvalidMessageException.class).hasMessageContaining(message);
    }

    @Test
    void tellsARefusalOnce() {
        answer(aResponse().withStatus(403).withBody("App is disabled"));

        assertFails(
                queries.channel("orders"), 403, "App is disabled", "The query for orders was refused with status 403");
        SERVER.verify(1, getRequestedFor(anyUrl()));
    }

    @Test
    void doesNotRepeatWhatFailedOnAServerThatIsDown() {
        answer(aResponse().withStatus(503).withBody("<html>"));

        assertFails(queries.occupied(), 503, "<html>", "was refused with status 503: <html>");
        SERVER.verify(1, getRequestedFor(anyUrl()));
    }

    @Test
    void takesTheStatusFromTheBodyOf200() {
        answer("{\"error\":\"The app does not exist\",\"code\":404,\"status\":404}");

        assertFails(queries.users("presence-a"), 404, "{\"error\"", "was refused with status 404");
        assertFails(queries.terminateConnections("1"), 404, "{\"error\"", "was refused with status 404");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>ok</html>", "17", "{\"channels\":"})
    void tellsAnAnswerThatIsNoJsonObject(String body) {
        answer(body);

        assertFails(
                queries.occupied(),
                200,
                body,
                "was answered with what is no JSON object: " + body.length() + " characters");
    }

    @Test
    void leavesAnAnswerAsItIs() {
        String hash = "0123456789abcdef".repeat(4);
        answer("{\"occupied\":true,\"cache\":{\"data\":\"{\\\"hash\\\":\\\"" + hash + "\\\"}\"}}");

        assertThat(done(queries.channel("cache-files", CACHE))
                        .cached()
                        .orElseThrow()
                        .data())
                .isEqualTo("{\"hash\":\"" + hash + "\"}");
    }

    @Test
    void leavesOutTheSignatureThatARefusalQuotes() {
        String signature = "0123456789abcdef".repeat(4);
        answer(aResponse().withStatus(401).withBody("Invalid signature: " + signature));

        assertFails(queries.occupied(), 401, "Invalid signature: (signature)", "Invalid signature: (signature)");
    }

    @Test
    void takesAnyAnswerToATermination() {
        answer(aResponse().withStatus(204));

        assertThat(done(queries.terminateConnections("1"))).isNull();
    }

    @Test
    void doesNotBelieveAPageThatConnectionsWereTerminated() {
        answer("<html>Sign in</html>");

        assertFails(queries.terminateConnections("1"), 200, "<html>", "was answered with what is no JSON object");
    }

    @Test
    void asksOnceMoreWhenTheConnectionWasLost() {
        SERVER.stubFor(get(anyUrl())
                .inScenario("lost")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("back")
                .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        SERVER.stubFor(get(anyUrl())
                .inScenario("lost")
                .whenScenarioStateIs("back")
                .willReturn(aResponse().withBody("{\"channels\":{}}")));

        assertThat(done(queries.occupied())).isEmpty();
        SERVER.verify(2, getRequestedFor(anyUrl()));
    }

    @Test
    void asksOnlyOnceMoreAndSaysWhatHappened() {
        answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        assertThatThrownBy(() -> done(queries.occupied()))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(ChannelQueryException.class, e -> {
                    assertThat(e.httpStatus()).isEmpty();
                    assertThat(e.body()).isNull();
                    assertThat(e).hasMessageStartingWith("The query for occupied channels got no answer: ");
                    assertThat(e).hasMessageNotContaining("auth_signature");
                });
        SERVER.verify(2, getRequestedFor(anyUrl()));
    }

    @Test
    void terminatesOnlyOnceWhenTheConnectionWasLost() {
        answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        assertThatThrownBy(() -> done(queries.terminateConnections("1")))
                .hasCauseInstanceOf(ChannelQueryException.class);
        SERVER.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void signsOnceMoreForTheServersClock() {
        SERVER.stubFor(get(anyUrl())
                .willReturn(aResponse()
                        .withStatus(401)
                        .withHeader("Date", "Fri, 16 Nov 2012 18:49:39 GMT")
                        .withBody("Timestamp expired")));

        assertFails(queries.occupied(), 401, "Timestamp expired", "was refused with status 401");
        assertThat(SERVER.findAll(getRequestedFor(anyUrl())))
                .hasSize(2)
                .last()
                .satisfies(request -> assertThat(request.getUrl()).contains("auth_timestamp=1353091779&"));
    }

    @Test
    void readsWhatManyChannelsTake() {
        String channels = "\"channel-" + "x".repeat(90) + "%06d\":{}";
        StringBuilder body = new StringBuilder("{\"channels\":{");
        for (int i = 0; i < 30_000; i++) {
            body.append(i == 0 ? "" : ",").append(String.format(channels, i));
        }
        answer(body.append("}}").toString());

        assertThat(done(queries.occupied())).hasSize(30_000);
    }

    @Test
    void tellsEachUserOnce() {
        answer("{\"users\":[{\"id\":\"1\"},{\"id\":2},{\"id\":\"1\"}]}");

        assertThat(done(queries.users("presence-a"))).containsExactly("1", "2");
    }

    @Test
    void asksNothingAboutAUsersOwnChannel() {
        assertThatThrownBy(() -> queries.channel("#server-to-user-a/b"))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("'#server-to-user-a/b' is a user's own channel");
    }

    @Test
    void terminatesNoConnectionsOnSoketiThatItWouldNotFind() {
        PusherApp app =
                PusherApp.fromUrl("http://key:secret@localhost:1/apps/3").servedBy(ServerProfile.SOKETI);
        try (PusherTransport soketi = PusherTransport.create(app)) {
            ChannelQueries unable = new ChannelQueries(soketi, JsonCodec.detect());

            for (String id : List.of("a b", "é", "50%", "a?b")) {
                assertThatThrownBy(() -> unable.terminateConnections(id))
                        .isInstanceOf(InvalidMessageException.class)
                        .hasMessageContaining("The connections of the user '" + id + "'")
                        .hasMessageContaining("soketi");
            }
            assertThat(unable.terminateConnections("ann@example.com")).isNotNull();
        }
    }

    @Test
    void refusesACodecThatCanOnlyWriteAtOnce() {
        assertThatThrownBy(() -> new ChannelQueries(transport, String::valueOf))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("can only write JSON");
        try (Pushcast pushcast = Pushcast.builder()
                .app(PusherApp.fromUrl("http://key:secret@localhost:1/apps/3"))
                .json(String::valueOf)
                .build()) {
            assertThatThrownBy(pushcast::channels).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    private static void assertFails(CompletionStage<?> query, int status, String body, String message) {
        assertThatThrownBy(() -> done(query))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(ChannelQueryException.class, e -> {
                    assertThat(e.httpStatus()).hasValue(status);
                    assertThat(e.body()).startsWith(body);
                    assertThat(e).hasMessageContaining(message);
                });
    }
}
