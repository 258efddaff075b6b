package io.pushcast.delivery;

import java.time.Duration;

/** Durations as the nanoseconds that clocks count. */
final class NanoDurations {

    /** Some 73 years: as good as for ever, and far enough from overflowing when it is added to a time. */
    static final long LONGEST = Long.MAX_VALUE / 4;

    private static final Duration LONGEST_DURATION = Duration.ofNanos(LONGEST);

    private NanoDurations() {}

    static long of(Duration duration) {
        return duration.compareTo(LONGEST_DURATION) < 0 ? duration.toNanos() : LONGEST;
    }
}
