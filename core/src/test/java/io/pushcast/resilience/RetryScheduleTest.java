package io.pushcast.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.retry.RetryRegistry;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private static final Outcome OUTAGE = new Retryable(Kind.OUTAGE, 503, "", null, null);

    @Test
    void doublesTheLongestWaitUpToTheMaximum() {
        RetrySchedule.Attempts attempts =
                schedule(ResilienceSettings.defaults(), 0.999_999).begin();

        List<Long> millis = IntStream.range(0, 9)
                .mapToObj(i -> attempts.afterFailure(OUTAGE).orElseThrow().toMillis())
                .toList();
        assertThat(millis).containsExactly(99L, 199L, 399L, 799L, 1_599L, 3_199L, 6_399L, 9_999L, 9_999L);
    }

    @Property
    void drawsTheWaitEvenlyBetweenNothingAndTheLongest(@ForAll @DoubleRange(max = 0.999) @Scale(3) double random) {
        Duration wait = schedule(ResilienceSettings.defaults(), random)
                .begin()
                .afterFailure(OUTAGE)
                .orElseThrow();

        assertThat(wait.toMillis()).isEqualTo((long) (random * 100));
    }

    @Test
    void waitsAtLeastAsLongAsTheServerAsks() {
        Outcome throttled = new Retryable(Kind.THROTTLED, 429, "", Duration.ofSeconds(30), null);

        assertThat(schedule(ResilienceSettings.defaults(), 0.5).begin().afterFailure(throttled))
                .contains(Duration.ofMillis(30_050));
    }

    @Test
    void waitsOutASuspension() {
        assertThat(schedule(ResilienceSettings.defaults(), 0).begin().afterFailure(new Outcome.Suspended(401, "")))
                .contains(Duration.ofSeconds(60));
    }

    @Test
    void givesUpAfterTheAttemptsAllowed() {
        RetrySchedule.Attempts attempts =
                schedule(ResilienceSettings.builder().maxAttempts(3).build(), 0).begin();

        assertThat(attempts.afterFailure(OUTAGE)).isPresent();
        assertThat(attempts.afterFailure(OUTAGE)).isPresent();
        assertThat(attempts.afterFailure(OUTAGE)).isEmpty();
    }

    @Test
    void isSeenByTheRegistryOfTheApplication() {
        RetryRegistry registry = RetryRegistry.ofDefaults();
        List<String> events = new ArrayList<>();
        RetrySchedule schedule =
                schedule(ResilienceSettings.builder().retryRegistry(registry).build(), 0);
        registry.retry("app")
                .getEventPublisher()
                .onEvent(event -> events.add(event.getEventType().name()));

        RetrySchedule.Attempts attempts = schedule.begin();
        attempts.afterFailure(OUTAGE);
        attempts.answered();

        assertThat(events).contains("SUCCESS");
        assertThat(registry.retry("app").getMetrics().getNumberOfSuccessfulCallsWithRetryAttempt())
                .isEqualTo(1);
    }

    @Test
    void givesUpAfterTheLastAttemptWhateverAListenerThrows() {
        RetryRegistry registry = RetryRegistry.ofDefaults();
        RetrySchedule schedule = schedule(
                ResilienceSettings.builder()
                        .maxAttempts(1)
                        .retryRegistry(registry)
                        .build(),
                0);
        registry.retry("app").getEventPublisher().onError(event -> {
            throw new IllegalStateException("a listener's own trouble");
        });

        assertThat(schedule.begin().afterFailure(OUTAGE)).isEmpty();
        assertThat(registry.retry("app").getMetrics().getNumberOfFailedCallsWithRetryAttempt())
                .isEqualTo(1);
    }

    private static RetrySchedule schedule(ResilienceSettings settings, double random) {
        return new RetrySchedule("app", settings, () -> random);
    }
}
