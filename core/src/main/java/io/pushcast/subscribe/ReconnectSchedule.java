package io.pushcast.subscribe;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * When to come back. Full jitter: a random part of a pause that doubles up to a limit, so that many clients that lost their server
 * together don't come back together. For use by one thread.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/#error-codes">Close codes</a>
 */
final class ReconnectSchedule {

    private static final Duration LEAST_PAUSE_IF_ASKED = Duration.ofSeconds(1);

    private final Duration first;
    private final Duration longest;
    private final DoubleSupplier random;
    private int failures;

    /**
     * @param first the limit of the first pause
     * @param longest the limit of all pauses
     * @param random from 0 to 1
     */
    ReconnectSchedule(Duration first, Duration longest, DoubleSupplier random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** What went well ends the series of failures. */
    void succeeded() {
        failures = 0;
    }

    /** Whether a server that closed with this code must be left alone. */
    static boolean isFinal(int code) {
        return code >= 4000 && code <= 4099;
    }

    /** The pause after a connection or an attempt that ended with this close code; any other number if there was none. */
    Duration next(int code) {
        failures++;
        Duration pause = jittered();
        if (code >= 4200 && code <= 4299 && failures == 1) {
            return Duration.ZERO;
        }
        return code >= 4100 && code <= 4199 ? LEAST_PAUSE_IF_ASKED.plus(pause) : pause;
    }

    /** The pause after something else that failed. */
    Duration next() {
        return next(0);
    }

    private Duration jittered() {
        int doublings = Math.min(failures - 1, 30);
        double limit = Math.min((double) longest.toNanos(), (double) first.toNanos() * (1L << doublings));
        return Duration.ofNanos((long) (limit * random.getAsDouble()));
    }
}
