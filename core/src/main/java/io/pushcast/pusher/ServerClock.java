package io.pushcast.pusher;

import io.pushcast.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time by the server's clock, as far as the server has told it; else by this machine's. Safe for use by several threads.
 *
 * <p>A server tells its time by the {@code Date} of an answer, which anything on the way can write. So it is asked only when a
 * request was refused for its time, and believed only within bounds: a {@code Date} of next year must not make signatures that
 * are valid next year. Nor does one wrong {@code Date} last: each later answer that tells another time takes its place, and
 * what no answer confirms is forgotten after {@value #MINUTES_UNCONFIRMED} minutes.
 */
final class ServerClock {

    /** More than any time zone is off, which is the usual mistake of a machine whose clock was set by hand. */
    static final Duration MAX_SKEW = Duration.ofHours(24);

    static final long MINUTES_UNCONFIRMED = 10;

    /** Dates have whole seconds, and an answer takes its time to come. Far less than the 600 s that Pusher allows. */
    private static final Duration TOLERANCE = Duration.ofSeconds(60);

    private final Clock clock;
    private volatile @Nullable Skew skew;

    ServerClock(Clock clock) {
        this.clock = clock;
    }

    /** By how much the server's clock is ahead, and when an answer last said so. */
    private record Skew(Duration by, Instant confirmedAt) {}

    /** The time by the server's clock. */
    Instant now() {
        return now(skew());
    }

    /** The time by a clock that is so far ahead of this machine's. */
    Instant now(Duration ahead) {
        return clock.instant().plus(ahead);
    }

    /**
     * Takes the server's time from an answer.
     *
     * @param refused whether the server refused the request for its time
     * @param signedFor by how much the time for which the request was signed was ahead of this machine's
     * @return whether the same request would now be signed for another time, after it was refused
     */
    boolean learnFrom(HttpResponse answer, boolean refused, Duration signedFor) {
        Skew before = skew;
        if (!refused && before == null) {
            return false;
        }
        Instant now = clock.instant();
        Duration told = told(answer, now);
        if (refused) {
            // A refusal that does not tell a time that can be believed still says that this one was wrong.
            skew = told == null ? null : skewOf(told, now);
            return !isSame(skew(), signedFor);
        }
        if (told != null && before != null) {
            skew = skewOf(isSame(told, before.by()) ? before.by() : told, now);
        }
        return false;
    }

    /** Null for what is no difference. */
    private static @Nullable Skew skewOf(Duration by, Instant now) {
        return isSame(by, Duration.ZERO) ? null : new Skew(by, now);
    }

    /** Why the time that an answer tells is not believed; null if it is, or the answer tells none. */
    @Nullable
    String disbelief(HttpResponse answer) {
        Instant date = RetryAfter.date(answer.header("Date"));
        Instant now = clock.instant();
        if (date == null || told(answer, now) != null) {
            return null;
        }
        return "the server refuses requests for their time: its Date says " + date + " and this machine's clock " + now
                + ". A difference of more than " + MAX_SKEW.toHours()
                + " hours is not believed; set the clock that is wrong";
    }

    private static boolean isSame(Duration one, Duration other) {
        return one.minus(other).abs().compareTo(TOLERANCE) <= 0;
    }

    /** By how much the server's clock is ahead of this machine's by its own account; null if it says nothing believable. */
    private static @Nullable Duration told(HttpResponse answer, Instant now) {
        Instant date = RetryAfter.date(answer.header("Date"));
        if (date == null) {
            return null;
        }
        Duration ahead = Duration.between(now, date);
        return ahead.abs().compareTo(MAX_SKEW) > 0 ? null : ahead;
    }

    /** By how much the server's clock is ahead of this machine's; zero until the server has said otherwise. */
    Duration skew() {
        Skew known = skew;
        if (known == null) {
            return Duration.ZERO;
        }
        Duration age = Duration.between(known.confirmedAt(), clock.instant());
        // A clock that was put back says nothing about the age.
        return age.abs().toMinutes() >= MINUTES_UNCONFIRMED ? Duration.ZERO : known.by();
    }
}
