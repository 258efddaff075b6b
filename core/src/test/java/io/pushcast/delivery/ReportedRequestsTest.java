package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.resilience4j.retry.RetryRegistry;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.DeliveryListener.SentRequest.Result;
import io.pushcast.message.Limits;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a listener is told of requests. */
class ReportedRequestsTest {

    private final EngineHarness harness = new EngineHarness();

    @Test
    void tellsOfEachMessageThatWasPublishedBeforeAllElse() {
        harness.publish("1", "a");

        assertThat(harness.published).containsExactly("1");
        assertThat(harness.ends).isEmpty();
    }

    @Test
    void tellsOfAMessageThatFoundNoRoomToo() {
        EngineHarness full = new EngineHarness(DeliverySettings.builder()
                .bufferMessages(1)
                .overflowPolicy(OverflowPolicy.FAIL)
                .build());
        full.publish("1", "a");
        full.publish("2", "a");

        assertThat(full.published).containsExactly("1", "2");
        assertThat(full.ends).containsOnly(entry("2", "BUFFER_FULL"));
    }

    @Test
    void measuresHowLongTheOldestWaitedAndHowLongTheAnswerTook() {
        harness.publish("1", "a");
        harness.publish("2", "b");
        harness.pass(Duration.ofMillis(3));
        harness.publish("3", "c");
        harness.pass(Duration.ofMillis(2));
        harness.pass(Duration.ofMillis(40));
        harness.transport.last().accept();

        DeliveryListener.SentRequest request = last();
        assertThat(ids(request)).containsExactly("2", "3");
        assertThat(request.queued()).isEqualTo(Duration.ofMillis(5));
        assertThat(request.took()).isEqualTo(Duration.ofMillis(40));
        assertThat(request.attempt()).isEqualTo(1);
        assertThat(request.result()).isEqualTo(Result.ACCEPTED);
        assertThat(request.httpStatus()).isEmpty();
        assertThat(request.retryIn()).isEmpty();
    }

    @Test
    void saysAfterHowLongARequestIsSentAgain() {
        harness.publish("1", "a");
        harness.transport.last().answer(EngineHarness.OUTAGE);

        assertThat(last().result()).isEqualTo(Result.OUTAGE);
        assertThat(last().httpStatus()).isEqualTo(OptionalInt.of(503));
        Duration wait = last().retryIn().orElseThrow();

        harness.pass(wait);
        harness.transport.last().accept();

        assertThat(last().attempt()).isEqualTo(2);
        assertThat(last().queued()).isEqualTo(wait);
        assertThat(last().result()).isEqualTo(Result.ACCEPTED);
    }

    @Test
    void saysWhenARequestWillNotBeSentAgain() {
        EngineHarness once = new EngineHarness(
                DeliverySettings.defaults(),
                Limits.PUSHER,
                ResilienceSettings.builder().maxAttempts(1).build());
        once.publish("1", "a");
        once.transport.last().answer(EngineHarness.LOST);

        assertThat(once.requests)
                .singleElement()
                .satisfies(request -> assertThat(request.result()).isEqualTo(Result.UNANSWERED))
                .satisfies(request -> assertThat(request.retryIn()).isEqualTo(Optional.empty()));
    }

    @Test
    void countsTheAttemptsOfMessagesThroughASplit() {
        harness.publish("0", "x");
        harness.publish("1", "a");
        harness.publish("2", "b");
        harness.pass(Duration.ofMillis(5));
        harness.transport.last().answer(EngineHarness.REJECTED);
        assertThat(last().result()).isEqualTo(Result.SPLIT);

        harness.pass(Duration.ofMillis(5));
        harness.transport.last().answer(EngineHarness.REJECTED);
        assertThat(last().result()).isEqualTo(Result.REJECTED);
        assertThat(last().attempt()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"OUTAGE", "UNKNOWN", "THROTTLED"})
    void tellsOutagesLostAnswersAndThrottlingApart(Kind kind) {
        harness.publish("1", "a");
        harness.transport.last().answer(new Retryable(kind, 0, null, null, null));

        Result expected = kind == Kind.UNKNOWN ? Result.UNANSWERED : Result.valueOf(kind.name());
        assertThat(last().result()).isEqualTo(expected);
    }

    @Test
    void saysThatTheAppIsSuspended() {
        harness.publish("1", "a");
        harness.transport.last().answer(new Outcome.Suspended(401, "no such key"));

        assertThat(last().result()).isEqualTo(Result.SUSPENDED);
        assertThat(last().httpStatus()).isEqualTo(OptionalInt.of(401));
    }

    @Test
    void keepsSilentAboutARequestThatNeverLeft() {
        harness.publish("1", "a");
        harness.transport.last().answer(new Retryable(Kind.HELD, 0, "held", null, null));

        assertThat(harness.requests).isEmpty();
    }

    @Test
    void waitsALittleWhenTheTransportDoesNotSayWhetherAnythingMayBeSent() {
        harness.transport.pause = null;
        harness.publish("1", "a");
        assertThat(harness.transport.sent).isEmpty();

        harness.transport.pause = Duration.ZERO;
        harness.pass(Duration.ofMillis(100));
        assertThat(harness.transport.sent).hasSize(1);
    }

    @Test
    void countsNoSuccessForARequestThatWasGivenUp() {
        RetryRegistry registry = RetryRegistry.ofDefaults();
        EngineHarness watched = new EngineHarness(
                DeliverySettings.builder()
                        .deliveryTimeout(Duration.ofSeconds(1))
                        .build(),
                Limits.PUSHER,
                ResilienceSettings.builder().retryRegistry(registry).build());
        watched.publish("1", "a");
        watched.transport.last().answer(EngineHarness.OUTAGE);
        watched.pass(Duration.ofSeconds(2));

        assertThat(watched.ends).containsOnly(entry("1", "EXPIRED"));
        assertThat(registry.retry("bench").getMetrics().getNumberOfSuccessfulCallsWithRetryAttempt())
                .isZero();
    }

    @Test
    void showsTheAgeOfTheOldestMessage() {
        assertThat(harness.engine.oldestAge()).isZero();
        harness.publish("1", "a");
        harness.pass(Duration.ofSeconds(3));
        harness.publish("2", "b");

        assertThat(harness.engine.oldestAge()).isEqualTo(Duration.ofSeconds(3));
    }

    private DeliveryListener.SentRequest last() {
        return harness.requests.get(harness.requests.size() - 1);
    }

    private static List<String> ids(DeliveryListener.SentRequest request) {
        return request.messages().stream().map(ChannelMessage::id).toList();
    }
}
