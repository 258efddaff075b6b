package io.pushcast.delivery;

import java.time.Duration;

/**
 * What speaks for a message being poison: one that the server, or something before it, never takes, though it says so in a
 * way that could as well be about the app (5xx, reset, timeout, 403).
 *
 * <p>Only a failure of the message alone counts, and only if another request was accepted since the last one that counted: so a
 * server that is down proves nothing. Five of them are enough, spread over two seconds at least, if it is next to impossible
 * that a message fails so often by chance; where many other requests fail as well, it takes more. Guarded by the engine's
 * lock.
 */
final class PoisonSuspicion {

    private static final int FEWEST_FAILURES = 5;
    private static final int MOST_FAILURES = 50;

    /** A message that failed alone so often is no witness to the server's health any more. */
    private static final int NO_WITNESS_AFTER = 3;

    private static final double CHANCE = 1e-6;
    private static final long SHORTEST_NANOS = Duration.ofSeconds(2).toNanos();

    private final long since;
    private final long acceptedBefore;
    private final long failedBefore;
    private long lastAccepted;
    private int failures;

    /**
     * Of a message that is sent alone for the first time.
     *
     * @param accepted how many requests were accepted so far
     * @param failed how many failed so far
     */
    PoisonSuspicion(long now, long accepted, long failed) {
        this.since = now;
        this.acceptedBefore = accepted;
        this.failedBefore = failed;
        this.lastAccepted = accepted;
    }

    /** Whether it failed so often that its failures say nothing of the server. */
    boolean isNoWitness() {
        return failures >= NO_WITNESS_AFTER;
    }

    /** It failed alone. */
    void failed(long accepted) {
        if (accepted > lastAccepted) {
            lastAccepted = accepted;
            failures++;
        }
    }

    /** Whether it is to be given up. */
    boolean isProven(long now, long accepted, long failed) {
        if (failures < FEWEST_FAILURES || now - since < SHORTEST_NANOS) {
            return false;
        }
        double rate = (failed - failedBefore + 1.0) / (accepted - acceptedBefore + failed - failedBefore + 2.0);
        return failures >= MOST_FAILURES || Math.pow(rate, failures) <= CHANCE;
    }
}
