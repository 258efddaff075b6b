package io.pushcast.pusher;

import io.pushcast.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The time by the server's clock, as far as the server has told it; else by this machine's. Safe for use by several threads. */
final class ServerClock {

    private final Clock clock;
    private volatile Duration skew = Duration.ZERO;

    ServerClock(Clock clock) {
        this.clock = clock;
    }

    /** The time by the server's clock. */
    Instant now() {
        return clock.instant().plus(skew);
    }

    /** Takes the server's time from an answer; returns false if the answer does not say it. */
    boolean learnFrom(HttpResponse answer) {
        Instant date = RetryAfter.date(answer.header("Date"));
        if (date == null) {
            return false;
        }
        skew = Duration.between(clock.instant(), date);
        return true;
    }

    /** By how much the server's clock is ahead of this machine's; zero until the server has said otherwise. */
    Duration skew() {
        return skew;
    }
}
