package io.pushcast.resilience;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The pause that a server asked for. Each answer that asks for one doubles our own, until one that does not; what the server
 * asks for is a lower bound, and never makes the pause shorter than our own. Answers to requests from before the pause began
 * do not double it. When the pause is over, one request at a time asks whether the server is ready; the first that is not told
 * to wait ends it.
 *
 * <p>A long pause is not waited out without asking: a request goes out now and then, so that messages do not expire because of
 * one answer. Safe for use by several threads.
 */
final class Throttle {

    /** What a request may do. */
    enum Pass {
        /** It may not go. */
        REFUSED,
        /** It may go. */
        FREE,
        /** It may go, and asks whether the server is ready. */
        PROBE
    }

    private final long firstNanos;
    private final long longestNanos;
    private final long longestSilenceNanos;
    private long until;
    private long nextProbe;
    private long last;
    private boolean probing;

    /** @param longestSilenceNanos after how long, at the latest, a request asks whether a longer pause is still wanted */
    Throttle(ResilienceSettings settings, long longestSilenceNanos, long now) {
        this.firstNanos = settings.initialBackoff().toNanos();
        this.longestNanos = settings.maxBackoff().toNanos();
        this.longestSilenceNanos = longestSilenceNanos;
        this.until = now;
        this.nextProbe = now;
    }

    /** How many nanoseconds nothing may be sent; {@link Long#MAX_VALUE} while a request asks. */
    synchronized long remaining(long now) {
        if (probing) {
            return Long.MAX_VALUE;
        }
        return last == 0 ? 0 : Math.max(0, nextProbe - now);
    }

    /** Whether a request may go; if so, it is to be followed by {@link #ended}. */
    synchronized Pass tryPass(long now) {
        if (remaining(now) > 0) {
            return Pass.REFUSED;
        }
        if (last == 0) {
            return Pass.FREE;
        }
        probing = true;
        return Pass.PROBE;
    }

    /** A request that was let pass has ended, however it did. */
    synchronized void ended(Pass pass) {
        if (pass == Pass.PROBE) {
            probing = false;
        }
    }

    /** The server asked to wait, and perhaps for how long. */
    synchronized void asked(@Nullable Duration retryAfter, long now) {
        if (last == 0 || nextProbe - now <= 0) {
            last = last == 0 ? firstNanos : Math.min(2 * last, longestNanos);
            extendTo(now + last);
        }
        if (retryAfter != null) {
            extendTo(now + retryAfter.toNanos());
        }
        nextProbe = until - now > longestSilenceNanos ? now + longestSilenceNanos : until;
    }

    /** The server took a request. If that was sent before the pause began, it does not end it. */
    synchronized void notAsked(Pass pass, long now) {
        if (pass == Pass.PROBE) {
            last = 0;
            until = now;
            nextProbe = now;
        }
    }

    private void extendTo(long end) {
        if (end - until > 0) {
            until = end;
        }
    }
}
