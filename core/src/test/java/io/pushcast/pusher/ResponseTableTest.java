package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.http.HttpResponse;
import io.pushcast.transport.Outcome;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every status with every kind of body, alone and in a batch: what it means. The table is that of the documentation. */
class ResponseTableTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final ResponseClassifier CLASSIFIER = new ResponseClassifier(
            AddressDiagnosis.of(PusherApp.builder()
                    .appId("3")
                    .key("k")
                    .secret("7ad3773142a6692b25b8")
                    .cluster("eu")
                    .build()),
            false);

    enum Body {
        JSON("{}"),
        HTML("<!DOCTYPE html>\n<html><title>Maintenance</title></html>"),
        EMPTY(""),
        TEXT("no such thing");

        private final String text;

        Body(String text) {
            this.text = text;
        }
    }

    enum Meaning {
        ACCEPTED,
        REJECTED,
        SUSPENDED_APP,
        SUSPENDED_ADDRESS,
        THROTTLED,
        OUTAGE,
        UNKNOWN
    }

    static Stream<Arguments> everyAnswer() {
        return IntStream.rangeClosed(100, 599)
                .boxed()
                .flatMap(status -> Arrays.stream(Body.values())
                        .flatMap(body -> Stream.of(1, 10).map(messages -> Arguments.of(status, body, messages))));
    }

    @ParameterizedTest
    @MethodSource("everyAnswer")
    void meansWhatTheTableSays(int status, Body body, int messages) {
        Outcome outcome = CLASSIFIER.classify(HttpResponse.of(status, Map.of(), body.text), messages, NOW);

        assertThat(meaning(outcome)).isEqualTo(expected(status, body, messages));
        if (outcome instanceof Outcome.Suspended suspended
                && suspended.subject() == Outcome.Suspended.Subject.ADDRESS) {
            assertThat(suspended.explanation())
                    .contains("https://api-eu.pusher.com:443", "status " + status)
                    .doesNotContain("\n");
        }
    }

    private static Meaning expected(int status, Body body, int messages) {
        if (status == 101) {
            return Meaning.SUSPENDED_ADDRESS;
        }
        if (status < 200) {
            return Meaning.UNKNOWN;
        }
        if (status < 300) {
            return body == Body.JSON ? Meaning.ACCEPTED : Meaning.SUSPENDED_ADDRESS;
        }
        return switch (status) {
            case 400, 413, 422 -> Meaning.REJECTED;
            case 401, 403 -> body == Body.HTML ? Meaning.SUSPENDED_ADDRESS : Meaning.SUSPENDED_APP;
            case 404 ->
                messages > 1 ? Meaning.REJECTED : body == Body.HTML ? Meaning.SUSPENDED_ADDRESS : Meaning.SUSPENDED_APP;
            case 408, 425, 429 -> Meaning.THROTTLED;
            case 511 -> Meaning.SUSPENDED_ADDRESS;
            default -> status >= 500 ? Meaning.OUTAGE : Meaning.SUSPENDED_ADDRESS;
        };
    }

    private static Meaning meaning(Outcome outcome) {
        if (outcome instanceof Outcome.Retryable retryable) {
            return Meaning.valueOf(retryable.kind().name());
        }
        if (outcome instanceof Outcome.Suspended suspended) {
            return Meaning.valueOf("SUSPENDED_" + suspended.subject());
        }
        return outcome instanceof Outcome.Accepted ? Meaning.ACCEPTED : Meaning.REJECTED;
    }
}
