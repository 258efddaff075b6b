package io.pushcast.resilience;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The pause that a server asked for. If it asked without saying how long, each such answer doubles the pause, until one that
 * is none. Answers to requests from before the pause began change nothing. Safe for use by several threads.
 */
final class Throttle {

    private final long firstNanos;
    private final long longestNanos;
    private long until;
    private long last;

    Throttle(ResilienceSettings settings, long now) {
        this.firstNanos = settings.initialBackoff().toNanos();
        this.longestNanos = settings.maxBackoff().toNanos();
        this.until = now;
    }

    synchronized long remaining(long now) {
        return Math.max(0, until - now);
    }

    synchronized void asked(@Nullable Duration retryAfter, long now) {
        if (retryAfter != null) {
            extendTo(now + retryAfter.toNanos());
        } else if (remaining(now) == 0) {
            last = last == 0 ? firstNanos : Math.min(2 * last, longestNanos);
            extendTo(now + last);
        }
    }

    synchronized void notAsked() {
        last = 0;
    }

    private void extendTo(long end) {
        if (end - until > 0) {
            until = end;
        }
    }
}
