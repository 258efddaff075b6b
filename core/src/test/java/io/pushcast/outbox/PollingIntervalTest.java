package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PollingIntervalTest {

    private static final long MILLI = 1_000_000;

    private final PollingInterval polling = new PollingInterval(20 * MILLI, 100 * MILLI, 0);

    @Test
    void beginsAtOnce() {
        assertThat(polling.untilNext(0)).isZero();
    }

    @Test
    void looksEverLessOftenWhileNothingIsFound() {
        polling.polled(false, false, 0, 0);
        assertThat(polling.untilNext(0)).isEqualTo(40 * MILLI);
        polling.polled(false, false, 0, 0);
        polling.polled(false, false, 0, 0);
        polling.polled(false, false, 0, 0);
        assertThat(polling.untilNext(0)).isEqualTo(100 * MILLI);
    }

    @Test
    void looksSoonAgainOnceSomethingWasFound() {
        polling.polled(false, false, 0, 0);
        polling.polled(true, false, 0, 0);
        assertThat(polling.untilNext(0)).isEqualTo(20 * MILLI);
    }

    @Test
    void looksAtOnceIfThereWasMore() {
        polling.polled(true, true, 0, 5);
        assertThat(polling.untilNext(5)).isZero();
    }

    @Test
    void looksAtNewsAtOnceButNotTooOften() {
        polling.polled(false, false, 0, 0);
        polling.hurry();
        assertThat(polling.untilNext(0)).isEqualTo(2 * MILLI);
        assertThat(polling.untilNext(10 * MILLI)).isNegative();
    }

    @Test
    void restsFourTimesAsLongAsALookTook() {
        polling.polled(true, false, 10 * MILLI, 0);
        polling.hurry();
        assertThat(polling.untilNext(0)).isEqualTo(40 * MILLI);
        polling.polled(true, false, 1_000 * MILLI, 0);
        polling.hurry();
        assertThat(polling.untilNext(0)).isEqualTo(100 * MILLI);
    }
}
