package io.pushcast.resilience;

/**
 * The pause after the server refused the app itself. When it is over, one request at a time asks whether the app is served
 * again; the first that is not refused ends it.
 */
final class Suspension {

    private final long pauseNanos;
    private boolean suspended;
    private boolean probing;
    private long until;

    Suspension(long pauseNanos) {
        this.pauseNanos = pauseNanos;
    }

    /** How many nanoseconds nothing may be sent; {@link Long#MAX_VALUE} while a probe is under way. */
    synchronized long remaining(long now) {
        if (!suspended) {
            return 0;
        }
        return probing ? Long.MAX_VALUE : Math.max(0, until - now);
    }

    /** Whether a request may go now. If it may and the app is suspended, that request is the probe. */
    synchronized boolean tryPass(long now) {
        if (remaining(now) > 0) {
            return false;
        }
        probing = suspended;
        return true;
    }

    /** A request was refused. True if this is news: the app was served before. */
    synchronized boolean refused(long now) {
        boolean news = !suspended;
        suspended = true;
        probing = false;
        until = now + pauseNanos;
        return news;
    }

    /** A request ended without saying anything about the app, because it never reached the server. */
    synchronized void inconclusive() {
        probing = false;
    }

    /** A request was not refused. True if this is news: the app was suspended before. */
    synchronized boolean served() {
        boolean news = suspended;
        suspended = false;
        probing = false;
        return news;
    }
}
