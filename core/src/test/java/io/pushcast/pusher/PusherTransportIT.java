package io.pushcast.pusher;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.pusher.rest.SignatureUtil;
import io.pushcast.http.ByteWriter;
import io.pushcast.message.ChannelInfo;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Accepted;
import io.pushcast.transport.Outcome.Rejected;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PusherTransportIT {

    private static final String KEY = "278d425bdf160c739803";
    private static final String SECRET = "7ad3773142a6692b25b8";
    private static final Instant SIGNED_AT = Instant.ofEpochSecond(1_353_088_179);

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    private PusherTransport transport = transport("");

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void sendsOneMessageAsAnEvent() {
        answer(aResponse().withStatus(200).withBody("{}"));

        Outcome outcome = send(message("order-placed", "{\"some\":\"d\u00e4ta\"}", "project-3", "private-x_1"));

        assertThat(outcome).isEqualTo(Accepted.INSTANCE);
        LoggedRequest request = onlyRequest();
        assertThat(request.getUrl()).startsWith("/apps/3/events?");
        assertThat(request.getBodyAsString())
                .isEqualTo("{\"name\":\"order-placed\",\"channels\":[\"project-3\",\"private-x_1\"],"
                        + "\"data\":\"{\\\"some\\\":\\\"d\u00e4ta\\\"}\"}");
        assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeader("X-Pusher-Library")).startsWith("pushcast ");
        assertThat(request.getHeader("User-Agent")).startsWith("pushcast/");
    }

    @Test
    void sendsSeveralMessagesAsABatchInTheirOrder() {
        answer(aResponse().withStatus(200).withBody("{}"));
        ChannelMessage first = message("a", "1", "one");
        ChannelMessage second = ChannelMessage.builder("2", List.of(ChannelName.of("two")), "b", "\"<&>\"")
                .excluding(SocketId.of("12.34"))
                .build();

        Outcome outcome = send(first, second);

        assertThat(outcome).isEqualTo(Accepted.INSTANCE);
        LoggedRequest request = onlyRequest();
        assertThat(request.getUrl()).startsWith("/apps/3/batch_events?");
        assertThat(request.getBodyAsString())
                .isEqualTo("{\"batch\":[{\"name\":\"a\",\"channel\":\"one\",\"data\":\"1\"},"
                        + "{\"name\":\"b\",\"channel\":\"two\",\"data\":\"\\\"<&>\\\"\",\"socket_id\":\"12.34\"}]}");
    }

    @Test
    void signsEachRequest() throws Exception {
        answer(aResponse().withStatus(200).withBody("{}"));

        send(message("a", "{}", "one"));

        LoggedRequest request = onlyRequest();
        String query = "auth_key=" + KEY + "&auth_timestamp=1353088179&auth_version=1.0&body_md5="
                + md5(request.getBodyAsString());
        String signature = SignatureUtil.sign("POST\n/apps/3/events\n" + query, SECRET);
        assertThat(request.getUrl()).isEqualTo("/apps/3/events?" + query + "&auth_signature=" + signature);
    }

    @Test
    void keepsTheBodiesApartOfRequestsThatAreUnderWayTogether() throws Exception {
        answer(aResponse().withStatus(200).withBody("{}"));
        List<List<ChannelMessage>> batches = IntStream.range(0, 200)
                .mapToObj(i -> List.of(
                        message("a", "\"" + "x".repeat(i * 7 % 90) + i + "\"", "one"),
                        message("b", "\"" + "y".repeat(i * 31 % 500) + "\"", "two")))
                .toList();

        List<CompletableFuture<Outcome>> sent = batches.stream()
                .map(batch -> transport.send(batch).toCompletableFuture())
                .toList();

        assertThat(sent)
                .allSatisfy(
                        outcome -> assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(Accepted.INSTANCE));
        List<LoggedRequest> requests = SERVER.findAll(postRequestedFor(anyUrl()));
        assertThat(requests)
                .extracting(LoggedRequest::getBodyAsString)
                .containsExactlyInAnyOrderElementsOf(
                        batches.stream().map(PusherTransportIT::body).toList());
        for (LoggedRequest request : requests) {
            assertThat(request.getUrl()).contains("&body_md5=" + md5(request.getBodyAsString()) + "&");
        }
    }

    @Test
    void keepsThePathPrefixOutOfTheSignature() {
        answer(aResponse().withStatus(200).withBody("{}"));
        send(message("a", "{}", "one"));
        String plain = onlyRequest().getUrl();
        SERVER.resetRequests();

        try (PusherTransport prefixed = transport("/realtime")) {
            prefixed.send(List.of(message("a", "{}", "one")))
                    .toCompletableFuture()
                    .join();
        }

        assertThat(onlyRequest().getUrl()).isEqualTo("/realtime" + plain);
    }

    @Test
    void refusesABatchWithAMessageToSeveralChannels() {
        assertThatThrownBy(() -> transport.send(List.of(message("a", "{}", "one"), message("b", "{}", "two", "three"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 channels");
        assertThatThrownBy(() -> transport.send(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsWhatTheServerSaysOfTheChannels() {
        answer(aResponse().withStatus(200).withBody("{\"channels\":{\"one\":{\"subscription_count\":7}}}"));
        ChannelMessage asking = ChannelMessage.builder("1", List.of(ChannelName.of("one")), "a", "1")
                .info(Set.of(ChannelInfo.Attribute.SUBSCRIPTION_COUNT))
                .build();

        assertThat(send(asking))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.info(asking))
                                .isEqualTo(Map.of(
                                        ChannelName.of("one"),
                                        new ChannelInfo(OptionalInt.empty(), OptionalInt.of(7)))));
    }

    @Test
    void tellsSockudoByKeysWhatItHasHadAlready() {
        answer(aResponse().withStatus(200).withBody("{}"));
        ChannelMessage message = message("a", "1", "one");
        try (PusherTransport sockudo = PusherTransport.create(transport.app().servedBy(ServerProfile.SOCKUDO))) {
            sockudo.send(List.of(message)).toCompletableFuture().join();
            sockudo.send(List.of(message)).toCompletableFuture().join();
            assertThat(SERVER.findAll(postRequestedFor(anyUrl())))
                    .hasSize(2)
                    .allSatisfy(request ->
                            assertThat(request.getHeader("X-Idempotency-Key")).isEqualTo(IdempotencyKey.of(message)));
            SERVER.resetRequests();

            sockudo.send(List.of(message, message("b", "2", "two")))
                    .toCompletableFuture()
                    .join();

            assertThat(onlyRequest().getBodyAsString())
                    .contains("\"idempotency_key\":\"" + IdempotencyKey.of(message) + "\"");
            assertThat(onlyRequest().containsHeader("X-Idempotency-Key")).isFalse();
        }
    }

    @Test
    void sendsNoKeysToOthers() {
        answer(aResponse().withStatus(200).withBody("{}"));

        send(message("a", "1", "one"));

        assertThat(onlyRequest().containsHeader("X-Idempotency-Key")).isFalse();
    }

    @Test
    void tellsARefusal() {
        answer(aResponse().withStatus(413).withBody("The data content of this event exceeds the allowed maximum"));

        assertThat(send(message("a", "{}", "one")))
                .isEqualTo(new Rejected(413, "The data content of this event exceeds the allowed maximum"));
    }

    private static String body(List<ChannelMessage> batch) {
        ByteWriter body = new ByteWriter();
        RequestBody.writeBatch(batch, body, false);
        return new String(body.array(), 0, body.length(), StandardCharsets.UTF_8);
    }

    private static String md5(String body) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8)));
    }

    private Outcome send(ChannelMessage... messages) {
        return transport
                .send(Arrays.asList(messages))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static void answer(ResponseDefinitionBuilder answer) {
        SERVER.stubFor(post(anyUrl()).willReturn(answer));
    }

    private static LoggedRequest onlyRequest() {
        List<LoggedRequest> requests = SERVER.findAll(postRequestedFor(anyUrl()));
        assertThat(requests).hasSize(1);
        return requests.get(0);
    }

    private static ChannelMessage message(String event, String data, String... channels) {
        return ChannelMessage.builder(
                        "1", Arrays.stream(channels).map(ChannelName::of).toList(), event, data)
                .build();
    }

    private static PusherTransport transport(String pathPrefix) {
        PusherApp app = PusherApp.builder()
                .appId("3")
                .key(KEY)
                .secret(SECRET)
                .host("localhost")
                .port(SERVER.getPort())
                .tls(false)
                .pathPrefix(pathPrefix)
                .build();
        return PusherTransport.builder(app)
                .clock(Clock.fixed(SIGNED_AT, ZoneOffset.UTC))
                .build();
    }
}
