package io.pushcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class RateLimitedLogTest {

    private final RecordedLog recorded = new RecordedLog(RateLimitedLogTest.class);
    private final Queue<Runnable> later = new ArrayDeque<>();
    private long now = Long.MAX_VALUE - 5;
    private final RateLimitedLog log =
            new RateLimitedLog(LoggerFactory.getLogger(RateLimitedLogTest.class), () -> now, later::add);

    @AfterEach
    void close() {
        recorded.close();
    }

    @Test
    void tellsEachKindAtOnceAndTheRestEveryMinute() {
        for (int i = 0; i < 10_000; i++) {
            log.tell("conflated", Level.INFO, "conflated " + i, null);
        }
        log.tell("refused", Level.WARN, "refused", null);
        assertThat(recorded.lines()).containsExactly("INFO conflated 0", "WARN refused");

        passAMinute();
        assertThat(recorded.lines())
                .hasSize(3)
                .last()
                .isEqualTo("INFO 9999 more within 60 s, the last of them: conflated 9999");
    }

    @Test
    void tellsAtOnceWhatDidNotHappenForAMinute() {
        log.tell("kind", Level.WARN, "one", null);
        passAMinute();
        log.tell("kind", Level.WARN, "two", null);

        assertThat(recorded.lines()).containsExactly("WARN one", "WARN two");
    }

    @Test
    void goesOnCountingAfterASummary() {
        for (int minute = 0; minute < 3; minute++) {
            log.tell("kind", Level.WARN, "event", null);
            log.tell("kind", Level.WARN, "event", null);
            passAMinute();
        }

        assertThat(recorded.lines())
                .containsExactly(
                        "WARN event",
                        "WARN 1 more within 60 s, the last of them: event",
                        "WARN 2 more within 60 s, the last of them: event",
                        "WARN 2 more within 60 s, the last of them: event");
    }

    @Test
    void tellsWhatIsLeftInTheEnd() {
        log.tell("kind", Level.WARN, "one", null);
        log.tell("kind", Level.WARN, "two", null);
        now += Duration.ofSeconds(3).toNanos();
        log.tellAll();

        assertThat(recorded.lines()).containsExactly("WARN one", "WARN 1 more within 3 s, the last of them: two");
    }

    @Test
    void isBoundedForKindsWithoutNumber() {
        for (int i = 0; i < 1_000; i++) {
            log.tell(i, Level.WARN, "event", null);
        }

        assertThat(recorded.lines()).hasSize(51);
    }

    @Test
    void waitsForNoMinuteWhenNothingHappens() {
        log.tell("kind", Level.WARN, "one", null);
        passAMinute();

        assertThat(later).isEmpty();
    }

    private void passAMinute() {
        now += Duration.ofMinutes(1).toNanos();
        Runnable due = later.poll();
        if (due != null) {
            due.run();
        }
    }
}
