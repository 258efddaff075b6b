package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.http.HttpResponse;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Accepted;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Rejected;
import io.pushcast.transport.Outcome.Retryable;
import io.pushcast.transport.Outcome.Suspended;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseClassifierTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "200, ACCEPTED, ACCEPTED",
        "201, ACCEPTED, ACCEPTED",
        "202, ACCEPTED, ACCEPTED",
        "204, ACCEPTED, ACCEPTED",
        "299, ACCEPTED, ACCEPTED",
        "301, REJECTED, REJECTED",
        "302, REJECTED, REJECTED",
        "307, REJECTED, REJECTED",
        "308, REJECTED, REJECTED",
        "400, REJECTED, REJECTED",
        "401, SUSPENDED, SUSPENDED",
        "402, REJECTED, REJECTED",
        "403, SUSPENDED, SUSPENDED",
        "404, SUSPENDED, REJECTED",
        "405, REJECTED, REJECTED",
        "407, SUSPENDED, SUSPENDED",
        "408, THROTTLED, THROTTLED",
        "409, REJECTED, REJECTED",
        "410, REJECTED, REJECTED",
        "413, REJECTED, REJECTED",
        "415, REJECTED, REJECTED",
        "422, REJECTED, REJECTED",
        "425, THROTTLED, THROTTLED",
        "429, THROTTLED, THROTTLED",
        "431, REJECTED, REJECTED",
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
                "",
                "{}",
                "ok",
                "{\"channels\":{\"error\":{\"user_count\":1}}}",
                "{\"batch\":[{},{}]}",
                "{\"error\":null,\"code\":0}",
                "{\"error\":\"none\"}",
                "{\"error\":\"none\",\"code\":200}",
                "{\"error\":\"none\",\"code\":null}",
                "{\"error\":\"none\",\"code\":[413]}",
                "{\"error\":\"none\",\"code\":\"E413\"}",
                "{\"error\":\"none\",\"code\":413.5}",
                "{\"code\":413}",
                "{\"data\":{\"error\":\"inside\",\"code\":413}}",
                "[{\"error\":\"in a list\",\"code\":413}]",
                "<p>no \"error\" at all, \"code\" 413</p>",
                "{\"error\":\"cut off\",\"code\":4",
            })
    void takesASuccessWithoutAnErrorForAccepted(String body) {
        assertThat(classify(200, body, 1)).isEqualTo(Accepted.INSTANCE);
        assertThat(classify(202, body, 10)).isEqualTo(Accepted.INSTANCE);
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

        Outcome throttled = ResponseClassifier.classify(HttpResponse.of(429, headers, "slow"), 10, NOW);
        Outcome outage = ResponseClassifier.classify(HttpResponse.of(503, headers, "down"), 10, NOW);

        assertThat(throttled).isEqualTo(new Retryable(Kind.THROTTLED, 429, "slow", Duration.ofMillis(millis), null));
        assertThat(outage).isEqualTo(new Retryable(Kind.OUTAGE, 503, "down", Duration.ofMillis(millis), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1e9", "12345678901", "1,5", "Sun, 99 Mar 2026 12:00:30 GMT", "NaN"})
    void ignoresAWaitThatItCanNotRead(String header) {
        Map<String, String> headers = Map.of("Retry-After", header);

        assertThat(ResponseClassifier.classify(HttpResponse.of(429, headers, ""), 1, NOW))
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
        assertThat(ResponseClassifier.isClockSkew(classify(status, body, 1))).isEqualTo(skew);
    }

    private static Outcome classify(int status, String body, int messages) {
        return ResponseClassifier.classify(HttpResponse.of(status, Map.of(), body), messages, NOW);
    }

    private static String name(Outcome outcome) {
        if (outcome instanceof Retryable retryable) {
            return retryable.kind().name();
        }
        return outcome instanceof Accepted ? "ACCEPTED" : outcome instanceof Suspended ? "SUSPENDED" : "REJECTED";
    }
}
