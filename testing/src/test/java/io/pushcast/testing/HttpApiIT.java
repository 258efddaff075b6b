package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.Limits;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The HTTP API against requests signed by hand. */
class HttpApiIT {

    private static final String EVENT = "{\"name\":\"placed\",\"channels\":[\"orders\"],\"data\":\"{}\"}";

    private final EmbeddedPusher server = EmbeddedPusher.start();
    private final SignedHttp http = new SignedHttp(server.app());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void acceptsAnEventForSeveralChannels() {
        HttpResponse<String> answer = http.post(
                "/apps/1/events",
                "{\"name\":\"placed\",\"channels\":[\"orders\",\"audit\"],\"data\":\"{\\\"id\\\":\\\"ü\\\"}\","
                        + "\"socket_id\":\"12.34\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(server.events())
                .containsExactly(
                        new RecordedEvent("orders", "placed", "{\"id\":\"ü\"}", "12.34"),
                        new RecordedEvent("audit", "placed", "{\"id\":\"ü\"}", "12.34"));
    }

    @Test
    void acceptsASingleChannel() {
        assertThat(http.post("/apps/1/events", "{\"name\":\"placed\",\"channel\":\"orders\",\"data\":\"1\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.events()).containsExactly(new RecordedEvent("orders", "placed", "1", null));
    }

    @Test
    void acceptsABatchInOrder() {
        HttpResponse<String> answer = http.post("/apps/1/batch_events", batch(10));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(server.events())
                .extracting(RecordedEvent::data)
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void recordsTakenAndRefusedRequests() {
        http.post("/apps/1/events", EVENT);
        http.post("/apps/1/events", "{}");

        assertThat(server.requests())
                .containsExactly(
                        new RecordedRequest("POST", "/apps/1/events", EVENT, 200),
                        new RecordedRequest("POST", "/apps/1/events", "{}", 400));

        server.forget();
        assertThat(server.requests()).isEmpty();
        assertThat(server.events()).isEmpty();
    }

    @Test
    void remembersTheNewestOnly() {
        try (EmbeddedPusher small = EmbeddedPusher.builder().recordAtMost(3).start()) {
            new SignedHttp(small.app()).post("/apps/1/batch_events", batch(5));

            assertThat(small.events()).extracting(RecordedEvent::data).containsExactly("2", "3", "4");
        }
    }

    @Test
    void refusesAWrongSecret() {
        SignedHttp stranger = new SignedHttp(server.app(), server.key(), "wrong", Clock.systemUTC());

        assertRefused(stranger.post("/apps/1/events", EVENT), 401, "Invalid signature: you should have sent");
    }

    @Test
    void refusesAWrongKey() {
        SignedHttp stranger = new SignedHttp(server.app(), "other", server.app().secret(), Clock.systemUTC());

        assertRefused(
                stranger.post("/apps/1/events", EVENT),
                401,
                "Unknown auth_key 'other': the key of this app is 'embedded'");
    }

    @Test
    void refusesABodyOtherThanTheSignedOne() {
        String query = http.signedQuery("POST", "/apps/1/events", Map.of(), EVENT);

        assertRefused(
                http.exchange("POST", "/apps/1/events?" + query, EVENT.replace("orders", "secret")),
                401,
                "Invalid body_md5");
    }

    @Test
    void refusesARequestWithoutASignature() {
        assertRefused(http.exchange("POST", "/apps/1/events", EVENT), 401, "lacks the parameter auth_key");
        assertRefused(
                http.postTampered("/apps/1/events", EVENT, a -> a.replaceAll("&?auth_signature=\\w+", "")),
                401,
                "lacks the parameter auth_signature");
    }

    @Test
    void refusesAnOldTimestampByItsOwnClock() {
        Instant now = Instant.parse("2030-01-01T00:00:00Z");
        try (EmbeddedPusher later =
                EmbeddedPusher.builder().clock(Clock.fixed(now, ZoneOffset.UTC)).start()) {
            assertRefused(
                    signingAt(later, now.minus(Duration.ofSeconds(601))).post("/apps/1/events", EVENT),
                    401,
                    "Timestamp expired: Given timestamp (2029-12-31T23:49:59Z) not within 600s of server time"
                            + " (2030-01-01T00:00:00Z)");

            HttpResponse<String> accepted =
                    signingAt(later, now.minus(Duration.ofSeconds(600))).post("/apps/1/events", EVENT);
            assertThat(accepted.statusCode()).isEqualTo(200);
            assertThat(accepted.headers().firstValue("date")).contains("Tue, 01 Jan 2030 00:00:00 GMT");
        }
    }

    @Test
    void refusesAnUnknownApp() {
        assertRefused(http.post("/apps/2/events", EVENT), 404, "Unknown app '2': the app of this server is '1'");
    }

    @ParameterizedTest
    @CsvSource({"/", "/apps", "/apps/1", "/apps/1/event", "/apps/1/events/", "/apps/1/users/7", "/app/embedded"})
    void refusesAnUnknownPath(String path) {
        assertRefused(http.post(path, EVENT), 404, "There is nothing at " + path);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /apps/1/events, POST",
        "PUT, /apps/1/batch_events, POST",
        "POST, /apps/1/channels, GET",
        "DELETE, /apps/1/channels/orders, GET"
    })
    void refusesAWrongMethod(String method, String path, String allowed) {
        HttpResponse<String> answer = http.exchange(method, path, "");

        assertRefused(answer, 405, "This path answers " + allowed + ", not " + method);
        assertThat(answer.headers().firstValue("allow")).contains(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "nothing                                                    | The body must be a JSON object",
                "[]                                                         | a JSON object, not an array",
                "{'name':'n','channels':['c'],'data':'d'                    | this is no JSON",
                "{name:'n','channels':['c'],'data':'d'}                     | this is no JSON",
                "{'name':'n','channels':['c'],'data':'d'} {}                | this is no JSON",
                "{'channels':['c'],'data':'d'}                              | The event lacks 'name'",
                "{'name':'n','channels':['c']}                              | The event lacks 'data'",
                "{'name':'n','data':'d'}                                    | lacks 'channel'",
                "{'name':'n','channels':[],'data':'d'}                      | 1 to 100 channels, not 0",
                "{'name':'n','channels':'c','data':'d'}                     | must be an array, not a string",
                "{'name':'n','channels':[1],'data':'d'}                     | strings only, not a number",
                "{'name':7,'channels':['c'],'data':'d'}                     | 'name' must be a string, not a number",
                "{'name':'n','channels':['c'],'data':{'a':1}}               | 'data' must be a string, not an object",
                "{'name':'','channels':['c'],'data':'d'}                    | event name must not be empty",
                "{'name':'pusher:x','channels':['c'],'data':'d'}            | 'pusher:x'",
                "{'name':'client-x','channels':['c'],'data':'d'}            | 'client-x'",
                "{'name':'n','channels':['a b'],'data':'d'}                 | 'a b'",
                "{'name':'n','channels':['ok','a/b'],'data':'d'}            | 'a/b'",
                "{'name':'n','channels':[''],'data':'d'}                    | channel name must not be empty",
                "{'name':'n','channels':['c'],'data':'d','socket_id':'12'}  | '12' is no socket id",
                "{'name':'n','channels':['c'],'data':'d','socket_id':12.1}  | 'socket_id' must be a string",
                "{'name':'n','channels':['c'],'data':'d','info':'weather'}  | 'info' asks for 'weather'",
            })
    void refusesAMalformedEvent(String body, String words) {
        assertRefused(http.post("/apps/1/events", body.replace('\'', '"')), 400, words);
    }

    @Test
    void refusesNamesThatAreTooLong() {
        assertRefused(http.post("/apps/1/events", EVENT.replace("orders", "o".repeat(165))), 400, "the limit is 164");
        assertRefused(http.post("/apps/1/events", EVENT.replace("placed", "p".repeat(201))), 400, "the limit is 200");
    }

    @Test
    void refusesTooManyChannels() {
        assertThat(http.post("/apps/1/events", toChannels(100)).statusCode()).isEqualTo(200);
        server.forget();

        assertRefused(http.post("/apps/1/events", toChannels(101)), 400, "1 to 100 channels, not 101");
    }

    @Test
    void refusesAPayloadOneByteOverTheLimit() {
        assertThat(http.post("/apps/1/events", EVENT.replace("{}", "ü".repeat(5120)))
                        .statusCode())
                .isEqualTo(200);
        server.forget();

        assertRefused(
                http.post("/apps/1/events", EVENT.replace("{}", "ü".repeat(5120) + "x")),
                413,
                "The payload of 'placed' has 10241 bytes and the limit is 10240");
    }

    @Test
    void takesWhatItsLimitsAllow() {
        Limits large = Limits.PUSHER.withMaxPayloadBytes(100_000).withMaxBatchSize(20);
        try (EmbeddedPusher generous = EmbeddedPusher.builder().limits(large).start()) {
            SignedHttp toGenerous = new SignedHttp(generous.app());

            assertThat(toGenerous
                            .post("/apps/1/events", EVENT.replace("{}", "x".repeat(100_000)))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(toGenerous.post("/apps/1/batch_events", batch(20)).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesARequestThatIsTooLargeAndGoesOnOnTheSameConnection() {
        assertRefused(
                http.post("/apps/1/events", EVENT.replace("{}", "x".repeat(2_000_000))),
                413,
                "The body of a request may have 1048576 bytes at most");
        assertThat(server.requests()).containsExactly(new RecordedRequest("POST", "/apps/1/events", "", 413));
        assertThat(http.post("/apps/1/events", EVENT).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesABatchThatIsTooLongOrEmptyOrNone() {
        assertRefused(http.post("/apps/1/batch_events", batch(11)), 400, "A batch has 1 to 10 events, not 11");
        assertRefused(http.post("/apps/1/batch_events", batch(0)), 400, "A batch has 1 to 10 events, not 0");
        assertRefused(http.post("/apps/1/batch_events", EVENT), 400, "the events as an array 'batch'");
        assertRefused(http.post("/apps/1/batch_events", "{\"batch\":[1]}"), 400, "Event 1 of the batch must be an");
    }

    @Test
    void refusesABatchAsAWholeAndNamesTheCulprit() {
        assertRefused(
                http.post("/apps/1/batch_events", batch(3).replace("\"data\":\"1\"", "\"data\":1")),
                400,
                "Event 2 of the batch is refused: 'data' must be a string, not a number");
        assertRefused(
                http.post(
                        "/apps/1/batch_events",
                        batch(3).replace("\"data\":\"2\"", "\"data\":\"" + "x".repeat(10_241) + "\"")),
                413,
                "Event 3 of the batch is refused. The payload of 'placed' has 10241 bytes");
    }

    @Test
    void answersInfoAboutTheChannelsPublishedTo() {
        HttpResponse<String> answer = http.post(
                "/apps/1/events",
                "{\"name\":\"n\",\"channels\":[\"orders\",\"presence-room\"],\"data\":\"d\","
                        + "\"info\":\"user_count,subscription_count\"}");

        assertThat(answer.body())
                .isEqualTo("{\"channels\":{\"orders\":{\"subscription_count\":0},"
                        + "\"presence-room\":{\"user_count\":0,\"subscription_count\":0}}}");

        HttpResponse<String> batch = http.post(
                "/apps/1/batch_events",
                batch(2).replaceFirst("\"data\":\"0\"", "\"data\":\"0\",\"info\":\"subscription_count\""));
        assertThat(batch.body()).isEqualTo("{\"batch\":[{\"subscription_count\":0},{}]}");
    }

    @Test
    void answersQuestionsAboutChannelsNobodyListensTo() {
        assertThat(http.get("/apps/1/channels", Map.of()).body()).isEqualTo("{\"channels\":{}}");
        assertThat(http.get("/apps/1/channels/a;b=c", Map.of("info", "subscription_count"))
                        .body())
                .isEqualTo("{\"occupied\":false,\"subscription_count\":0}");
        assertThat(http.get("/apps/1/channels/presence-room/users", Map.of()).body())
                .isEqualTo("{\"users\":[]}");
    }

    @Test
    void refusesQuestionsThatHaveNoAnswer() {
        assertRefused(
                http.get("/apps/1/channels", Map.of("info", "user_count")), 400, "known for presence channels only");
        assertRefused(http.get("/apps/1/channels/orders", Map.of("info", "user_count")), 400, "'orders' is none");
        assertRefused(http.get("/apps/1/channels/orders/users", Map.of()), 400, "'orders' is none");
        assertRefused(
                http.get("/apps/1/channels/presence-a/users", Map.of("info", "user_count")),
                400,
                "without parameters, not with [info]");
    }

    private void assertRefused(HttpResponse<String> answer, int status, String words) {
        assertThat(answer.body()).contains(words);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(server.events()).isEmpty();
    }

    private static SignedHttp signingAt(EmbeddedPusher server, Instant time) {
        return new SignedHttp(server.app(), server.key(), server.app().secret(), Clock.fixed(time, ZoneOffset.UTC));
    }

    private static String batch(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> "{\"name\":\"placed\",\"channel\":\"orders\",\"data\":\"" + i + "\"}")
                .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
    }

    private static String toChannels(int count) {
        List<String> names =
                IntStream.range(0, count).mapToObj(i -> "\"c" + i + "\"").toList();
        return "{\"name\":\"n\",\"data\":\"d\",\"channels\":[" + String.join(",", names) + "]}";
    }
}
