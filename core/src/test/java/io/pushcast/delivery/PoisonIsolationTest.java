package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.Limits;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is believed about a message, and what about the app. */
class PoisonIsolationTest {

    private static final Outcome FORBIDDEN = new Outcome.Suspended(403, "blocked");

    private final EngineHarness harness = new EngineHarness();

    /** A request is under way, so that what comes next shares one. */
    private ManualTransport.Request batchOf(String... channels) {
        harness.publish("first", "x");
        ManualTransport.Request first = harness.transport.last();
        for (String channel : channels) {
            harness.publish(channel, channel);
        }
        harness.pass(Duration.ofMillis(5));
        first.accept();
        return harness.transport.last();
    }

    @Test
    void dividesABatchThatFailsTwiceInTheSameWayWhileOthersPass() {
        batchOf("a", "b", "c").answer(EngineHarness.OUTAGE);
        harness.pass(Duration.ofMillis(50));
        assertThat(harness.transport.last().ids()).as("once more as it was").containsExactly("a", "b", "c");
        harness.transport.last().answer(EngineHarness.OUTAGE);
        harness.pass(Duration.ofMillis(100));

        assertThat(harness.transport.underWay())
                .extracting(ManualTransport.Request::ids)
                .containsExactlyInAnyOrder(List.of("a"), List.of("b"), List.of("c"));
        assertThat(harness.requests.get(harness.requests.size() - 1))
                .matches(request -> request.result() == DeliveryListener.SentRequest.Result.OUTAGE)
                .matches(request -> request.retryIn().isEmpty());
    }

    @Test
    void keepsABatchTogetherThatFailsInDifferentWays() {
        batchOf("a", "b").answer(EngineHarness.OUTAGE);
        harness.pass(Duration.ofMillis(50));
        harness.transport.last().answer(EngineHarness.LOST);
        harness.pass(Duration.ofMillis(100));

        assertThat(harness.transport.last().ids()).containsExactly("a", "b");
    }

    @Test
    void dividesABatchThatIsAllThereIsAfterFourFailures() {
        harness.transport.pause = Duration.ofMillis(1);
        harness.publish("a", "a");
        harness.publish("b", "b");
        harness.transport.pause = Duration.ZERO;
        harness.pass(Duration.ZERO);
        for (int i = 0; i < 4; i++) {
            assertThat(harness.transport.last().ids()).containsExactly("a", "b");
            harness.transport.last().answer(EngineHarness.OUTAGE);
            harness.pass(Duration.ofSeconds(1));
        }

        assertThat(harness.transport.underWay()).hasSize(2);
    }

    @Test
    void keepsTheOrderOfAKeyWhenABatchIsDivided() {
        harness.publish("first", "x");
        IntStream.range(0, 3).forEach(i -> harness.publish("a" + i, "a"));
        harness.publish("b", "b");
        harness.pass(Duration.ofMillis(5));
        harness.transport.sent.get(0).accept();
        harness.transport.last().answer(FORBIDDEN);
        harness.pass(Duration.ofMillis(50));

        assertThat(harness.transport.underWay())
                .extracting(ManualTransport.Request::ids)
                .containsExactlyInAnyOrder(List.of("a0"), List.of("b"));
        harness.transport.underWay().forEach(ManualTransport.Request::accept);
        assertThat(harness.transport.underWay())
                .extracting(ManualTransport.Request::ids)
                .containsExactly(List.of("a1"));
    }

    @Test
    void givesUpWhatFailsAloneAgainAndAgainWhileOthersAreAccepted() {
        harness.publish("poison", "p");
        for (int i = 0; i < 60 && harness.ends.get("poison") == null; i++) {
            answerPoison(EngineHarness.OUTAGE);
            harness.publish("other" + i, "o");
            harness.transport.last().accept();
            harness.pass(Duration.ofMillis(500));
        }

        assertThat(harness.ends).containsEntry("poison", "POISON");
        assertThat(harness.failures.get("poison"))
                .matches(failure -> failure.reason() == Reason.POISON)
                .hasMessageContaining("was given up, since it failed alone again and again while others were accepted")
                .hasMessageContaining("the server answered 503: down");
        assertThat(harness.failures.get("poison").attempts()).isBetween(5, 10);
        harness.publish("next", "p");
        assertThat(harness.transport.last().ids()).as("its key goes on").containsExactly("next");
    }

    @Test
    void givesNothingUpWhileNothingElseIsAccepted() {
        harness.publish("1", "a");
        harness.publish("2", "b");
        for (int i = 0; i < 200; i++) {
            harness.transport.underWay().forEach(request -> request.answer(EngineHarness.OUTAGE));
            harness.pass(Duration.ofMillis(500));
        }

        assertThat(harness.ends).isEmpty();
        harness.pass(Duration.ofSeconds(20));
        assertThat(harness.ends).isEqualTo(Map.of("1", "EXPIRED", "2", "EXPIRED"));
    }

    @Test
    void givesNothingUpSoonWhereEveryOtherRequestFails() {
        harness.publish("unlucky", "p");
        for (int i = 0; i < 14; i++) {
            answerPoison(EngineHarness.OUTAGE);
            harness.publish("lost" + i, "l" + i);
            harness.transport.last().answer(EngineHarness.OUTAGE);
            harness.publish("other" + i, "o" + i);
            harness.transport.last().accept();
            harness.pass(Duration.ofMillis(2_500));
        }

        assertThat(harness.ends).doesNotContainKey("unlucky");
    }

    private void answerPoison(Outcome outcome) {
        for (ManualTransport.Request request : harness.transport.underWay()) {
            if (request.ids().equals(List.of("poison")) || request.ids().equals(List.of("unlucky"))) {
                request.answer(outcome);
            } else {
                request.accept();
            }
        }
    }

    @Test
    void countsTowardsMaxAttemptsOnlyWhatAMessageDidAlone() {
        EngineHarness thrice = new EngineHarness(
                DeliverySettings.defaults(),
                Limits.PUSHER,
                ResilienceSettings.builder().maxAttempts(2).build());
        thrice.transport.pause = Duration.ofMillis(1);
        thrice.publish("a", "a");
        thrice.publish("b", "b");
        thrice.transport.pause = Duration.ZERO;
        thrice.pass(Duration.ZERO);
        for (int i = 0; i < 2; i++) {
            thrice.transport.last().answer(EngineHarness.OUTAGE);
            thrice.pass(Duration.ofSeconds(1));
        }
        assertThat(thrice.ends).as("the batch is divided").isEmpty();
        assertThat(thrice.transport.underWay()).hasSize(2);
        for (int i = 0; i < 2; i++) {
            thrice.transport.underWay().forEach(request -> request.answer(EngineHarness.OUTAGE));
            thrice.pass(Duration.ofSeconds(1));
        }

        assertThat(thrice.ends).isEqualTo(Map.of("a", "RETRIES_EXHAUSTED", "b", "RETRIES_EXHAUSTED"));
    }

    @Test
    void probesWithMessagesThatHaveNotFailedYet() {
        harness.publish("failed", "a");
        harness.transport.last().answer(EngineHarness.OUTAGE);
        harness.transport.pause = Duration.ofSeconds(2);
        harness.publish("new", "b");
        harness.transport.pause = Duration.ZERO;
        harness.pass(Duration.ofSeconds(2));

        assertThat(harness.transport.idsOfRequests())
                .containsExactly(List.of("failed"), List.of("new"), List.of("failed"));
    }

    @Test
    void halvesABatchThatIsToldToWaitFourTimes() {
        batchOf("a", "b", "c", "d");
        for (int i = 0; i < 4; i++) {
            assertThat(harness.transport.last().ids()).containsExactly("a", "b", "c", "d");
            harness.transport.last().answer(new Retryable(Kind.THROTTLED, 429, "", null, null));
            harness.pass(Duration.ofSeconds(10));
        }

        assertThat(harness.transport.underWay())
                .extracting(ManualTransport.Request::ids)
                .containsExactlyInAnyOrder(List.of("a", "b"), List.of("c", "d"));
    }

    @Test
    void waitsNoLongerBecauseOfTheAppOnceOthersAreAccepted() {
        harness.publish("1", "a");
        harness.transport.last().answer(FORBIDDEN);
        harness.publish("2", "b");
        harness.transport.last().answer(new Retryable(Kind.THROTTLED, 429, "", Duration.ofSeconds(30), null));
        harness.pass(Duration.ofSeconds(1));
        assertThat(harness.transport.underWay()).isEmpty();
        harness.publish("3", "c");
        harness.transport.last().accept();
        harness.pass(Duration.ZERO);

        assertThat(harness.transport.underWay())
                .extracting(ManualTransport.Request::ids)
                .containsExactlyInAnyOrder(List.of("1"), List.of("2"));
    }

    @Test
    void waitsOnForTheAppWhenOnlyAnEarlierRequestIsAccepted() {
        harness.publish("early", "e");
        ManualTransport.Request early = harness.transport.last();
        harness.publish("1", "a");
        harness.pass(Duration.ofMillis(5));
        harness.transport.last().answer(FORBIDDEN);
        early.accept();
        harness.pass(Duration.ofSeconds(59));

        assertThat(harness.transport.underWay()).isEmpty();
        harness.pass(Duration.ofSeconds(1));
        assertThat(harness.transport.last().ids()).containsExactly("1");
    }
}
