package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.http.HttpResponse;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Accepted;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Rejected;
import io.pushcast.transport.Outcome.Retryable;
import io.pushcast.transport.Outcome.Suspended;
import io.pushcast.transport.Outcome.Suspended.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseClassifierTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String SECRET = "7ad3773142a6692b25b8";
    private static final PusherApp APP =
            PusherApp.builder().appId("3").key("k").secret(SECRET).cluster("eu").build();
    private static final ResponseClassifier PUSHER = new ResponseClassifier(AddressDiagnosis.of(APP), false);
    private static final ResponseClassifier ODD = new ResponseClassifier(AddressDiagnosis.of(APP), true);

    @ParameterizedTest
    @CsvSource({
        "200, SUSPENDED, SUSPENDED",
        "201, SUSPENDED, SUSPENDED",
        "202, SUSPENDED, SUSPENDED",
        "204, SUSPENDED, SUSPENDED",
        "299, SUSPENDED, SUSPENDED",
        "301, SUSPENDED, SUSPENDED",
        "302, SUSPENDED, SUSPENDED",
        "307, SUSPENDED, SUSPENDED",
        "308, SUSPENDED, SUSPENDED",
        "400, REJECTED, REJECTED",
        "401, SUSPENDED, SUSPENDED",
        "402, SUSPENDED, SUSPENDED",
        "403, SUSPENDED, SUSPENDED",
        "404, SUSPENDED, REJECTED",
        "405, SUSPENDED, SUSPENDED",
        "407, SUSPENDED, SUSPENDED",
        "408, THROTTLED, THROTTLED",
        "409, SUSPENDED, SUSPENDED",
        "410, SUSPENDED, SUSPENDED",
        "413, REJECTED, REJECTED",
        "415, SUSPENDED, SUSPENDED",
        "422, REJECTED, REJECTED",
        "425, THROTTLED, THROTTLED",
        "429, THROTTLED, THROTTLED",
        "431, SUSPENDED, SUSPENDED",
        "500, OUTAGE, OUTAGE",
        "501, OUTAGE, OUTAGE",
        "502, OUTAGE, OUTAGE",
        "503, OUTAGE, OUTAGE",
        "504, OUTAGE, OUTAGE",
        "520, OUTAGE, OUTAGE",
        "599, OUTAGE, OUTAGE",
    })
    void tellsWhatAStatusMeans(int status, String ofOne, String ofBatch) {
        assertThat(name(classify(status, "because", 1))).isEqualTo(ofOne);
        assertThat(name(classify(status, "because", 10))).isEqualTo(ofBatch);
        // soketi says all of this with 200
        if (status >= 400) {
            String body = "{\"error\":\"because\",\"code\":" + status + "}";
            assertThat(name(classify(200, body, 1))).isEqualTo(ofOne);
            assertThat(name(classify(200, body, 10))).isEqualTo(ofBatch);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " { } ",
                "\ufeff{}",
                "{\"ok\":true}",
                "{\"success\":true,\"status\":200}",
                "{\"channels\":{\"error\":{\"user_count\":1}}}",
                "{\"batch\":[{},{}]}",
                "{\"batch\":{}}",
                "{\"error\":null,\"code\":0}",
                "{\"error\":false,\"errors\":[]}",
                "{\"error\":\"\",\"errors\":{}}",
                "{\"code\":413}",
                "{\"data\":{\"error\":\"inside\",\"code\":413}}",
            })
    void acceptsAnObjectThatSaysNoError(String body) {
        assertThat(classify(200, body, 1)).isEqualTo(Accepted.INSTANCE);
        assertThat(classify(202, body, 10)).isEqualTo(Accepted.INSTANCE);
        assertThat(classify(ODD, 200, body, 1)).isEqualTo(Accepted.INSTANCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ok",
                "null",
                "true",
                "\"{}\"",
                "[]",
                "[{}]",
                "{} {}",
                "{}<html>",
                "{ok:true}",
                "{'ok':true}",
                "{",
                "{\"ok\":true",
                "<html><body>Maintenance</body></html>",
                "{\"ok\":false}",
                "{\"ok\":\"false\"}",
                "{\"success\":false}",
                "{\"status\":\"error\"}",
                "{\"status\":500}",
                "{\"error\":\"app is down\"}",
                "{\"error\":true}",
                "{\"error\":{\"message\":\"no\"}}",
                "{\"errors\":[\"no\"]}",
                "{\"error\":\"none\",\"code\":200}",
                "{\"error\":\"none\",\"code\":null}",
                "{\"error\":\"none\",\"code\":[413]}",
                "{\"error\":\"none\",\"code\":\"E413\"}",
                "{\"error\":\"none\",\"code\":413.5}",
                "[{\"error\":\"in a list\",\"code\":413}]",
                "<p>no \"error\" at all, \"code\" 413</p>",
                "{\"error\":\"cut off\",\"code\":4",
            })
    void doesNotBelieveASuccessThatIsNoPusherServers(String body) {
        for (int messages : new int[] {1, 10}) {
            assertThat(classify(200, body, messages)).isInstanceOfSatisfying(Suspended.class, suspended -> {
                assertThat(suspended.subject()).isEqualTo(Subject.ADDRESS);
                assertThat(suspended.status()).isEqualTo(200);
                assertThat(suspended.explanation())
                        .startsWith("what answers at https://api-eu.pusher.com:443 does not answer as a Pusher server"
                                + " does: status 200")
                        .contains("set acceptAnySuccess");
            });
            assertThat(classify(ODD, 200, body, messages)).isEqualTo(Accepted.INSTANCE);
        }
    }

    @Test
    void looksIntoNoDepth() {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(name(classify(200, deep, 1))).isIn("ACCEPTED", "SUSPENDED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"too large\",\"code\":413}",
                "{\"error\":\"too large\",\"code\":\"413\"}",
                "{ \"code\" : 413, \"error\" : {\"message\":\"too large\"} }",
                "{\"ok\":false,\"error\":\"too large\",\"code\":413,\"more\":[1]}",
            })
    void findsAnErrorInTheBodyOfASuccess(String body) {
        assertThat(classify(200, body, 1)).isEqualTo(new Rejected(413, body));
    }

    @Test
    void takesACodeThatIsNoStatusForAnOutage() {
        assertThat(name(classify(200, "{\"error\":\"over capacity\",\"code\":4100}", 1)))
                .isEqualTo("OUTAGE");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1000",
        "120, 120000",
        "0.5, 500",
        "1.25, 1250",
        "'Sun, 01 Mar 2026 12:00:30 GMT', 30000",
        "'Sun, 01 Mar 2026 11:00:00 GMT', 0",
    })
    void readsHowLongToWait(String header, long millis) {
        Map<String, String> headers = Map.of("Retry-After", header);

        Outcome throttled = PUSHER.classify(HttpResponse.of(429, headers, "slow"), 10, NOW);
        Outcome outage = PUSHER.classify(HttpResponse.of(503, headers, "down"), 10, NOW);

        assertThat(throttled).isEqualTo(new Retryable(Kind.THROTTLED, 429, "slow", Duration.ofMillis(millis), null));
        assertThat(outage).isEqualTo(new Retryable(Kind.OUTAGE, 503, "down", Duration.ofMillis(millis), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1e9", "12345678901", "1,5", "Sun, 99 Mar 2026 12:00:30 GMT", "NaN"})
    void ignoresAWaitThatItCanNotRead(String header) {
        Map<String, String> headers = Map.of("Retry-After", header);

        assertThat(PUSHER.classify(HttpResponse.of(429, headers, ""), 1, NOW))
                .isEqualTo(new Retryable(Kind.THROTTLED, 429, "", null, null));
    }

    @Test
    void shortensALongBody() {
        Outcome outcome = classify(400, "x".repeat(5_000), 1);

        assertThat(((Rejected) outcome).body()).hasSize(1_000);
    }

    @Test
    void doesNotCutACharacterInTwo() {
        Outcome outcome = classify(400, "x".repeat(999) + "\uD83D\uDE00".repeat(10), 1);

        assertThat(((Rejected) outcome).body()).isEqualTo("x".repeat(999));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | Timestamp expired: Given timestamp (2012-01-01T00:00:00Z) not within 600s | true",
                "401 | {\"error\":\"invalid auth_timestamp\"} | true",
                "401 | Invalid signature: you should have sent auth_key=k&auth_timestamp=1353088179 | false",
                "401 | Unknown auth_key | false",
                "403 | Timestamp expired | false",
                "400 | Timestamp expired | false",
            })
    void knowsARefusalOfTheTime(int status, String body, boolean skew) {
        assertThat(ResponseClassifier.isClockSkew(HttpResponse.of(status, Map.of(), body)))
                .isEqualTo(skew);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "302 | Location | https://shop.example/login?auth_signature=abc | <html>Sign in</html>"
                        + " | status 302, Location 'https://shop.example/login?…', a body that starts with: <html>Sign in",
                "301 | Location | https://plain.example/apps | '' | Location 'https://plain.example/apps', an empty body",
                "405 | Allow | GET | <html>no</html> | Check the app's host, port, TLS and path prefix",
                "407 | Via | squid | '' | A proxy on the way asks for credentials",
                "511 | Via | wifi | <html>Log in</html> | The network that this machine is in asks for a login",
                "403 | Server | cloudflare | <!DOCTYPE html><title>Attention Required!</title>"
                        + " | Cloudflare, which stands before the server, refused the request",
                "401 | WWW-Authenticate | Basic | <html>Restricted</html> | does not answer as a Pusher server does",
                "404 | Server | nginx | <html>404 Not Found</html> | does not answer as a Pusher server does",
            })
    void tellsWhatItFoundAtTheAddress(int status, String header, String value, String body, String told) {
        Map<String, String> headers = Map.of(header, value);

        assertThat(PUSHER.classify(HttpResponse.of(status, headers, body), 1, NOW))
                .isInstanceOfSatisfying(Suspended.class, suspended -> {
                    assertThat(suspended.subject()).isEqualTo(Subject.ADDRESS);
                    assertThat(suspended.explanation())
                            .startsWith("what answers at https://api-eu.pusher.com:443 does not answer")
                            .contains(told)
                            .doesNotContain("\n", "auth_signature");
                });
    }

    @Test
    void saysThatAServerWantsTls() {
        ResponseClassifier plain = new ResponseClassifier(
                AddressDiagnosis.of(PusherApp.fromUrl("http://k:hush@soketi:6001/apps/3")), false);
        Map<String, String> toTls = Map.of("Location", "https://soketi/apps/3/events");
        String nginx = "<html>400 The plain HTTP request was sent to HTTPS port</html>";

        for (HttpResponse answer : List.of(HttpResponse.of(308, toTls, ""), HttpResponse.of(400, Map.of(), nginx))) {
            assertThat(plain.classify(answer, 10, NOW))
                    .isInstanceOfSatisfying(
                            Suspended.class,
                            suspended -> assertThat(suspended.explanation())
                                    .contains("http://soketi:6001")
                                    .contains("It wants TLS: turn it on for the app"));
        }
    }

    @Test
    void leavesARefusalOfTheAppAsItIs() {
        assertThat(classify(401, "Unknown auth_key", 1)).isEqualTo(new Suspended(401, "Unknown auth_key"));
        assertThat(classify(403, "{\"error\":\"over quota\"}", 10))
                .isEqualTo(new Suspended(403, "{\"error\":\"over quota\"}", Subject.APP, null));
        assertThat(classify(404, "App not found", 1)).isEqualTo(new Suspended(404, "App not found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "413", "code", "timestamp", "{\"error\":\"x\",\"code\":413}"})
    void classifiesWhatCameWhateverTheSecretIs(String secret) {
        ResponseClassifier other = new ResponseClassifier(
                AddressDiagnosis.of(PusherApp.builder()
                        .appId("3")
                        .key("k")
                        .secret(secret)
                        .cluster("eu")
                        .build()),
                false);

        assertThat(classify(other, 200, "{\"error\":\"x\",\"code\":413}", 1).status())
                .isEqualTo(413);
        assertThat(ResponseClassifier.isClockSkew(HttpResponse.of(401, Map.of(), "Timestamp expired")))
                .isTrue();
    }

    @Test
    void showsNoSecretNorSignature() {
        Suspended outcome = (Suspended) classify(302, "<p>" + SECRET + " " + "0f".repeat(32), 1);

        assertThat(outcome.body()).isEqualTo("<p>(secret) (signature)");
        assertThat(outcome.explanation()).contains("<p>(secret) (signature)").doesNotContain(SECRET);
    }

    private static Outcome classify(int status, String body, int messages) {
        return classify(PUSHER, status, body, messages);
    }

    private static Outcome classify(ResponseClassifier classifier, int status, String body, int messages) {
        return classifier.classify(HttpResponse.of(status, Map.of(), body), messages, NOW);
    }

    private static String name(Outcome outcome) {
        if (outcome instanceof Retryable retryable) {
            return retryable.kind().name();
        }
        return outcome instanceof Accepted ? "ACCEPTED" : outcome instanceof Suspended ? "SUSPENDED" : "REJECTED";
    }
}
