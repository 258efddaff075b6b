package io.pushcast.resilience;

/**
 * The pause after the server refused the app itself. When it is over, one request at a time asks whether the app is served
 * again; the first that is not refused ends it. What becomes of requests from before the last refusal says nothing.
 */
final class AppSuspension {

    /** What {@link #tryPass} answers when no request may go. */
    static final long REFUSED = -1;

    private final long pauseNanos;
    private boolean suspended;
    private boolean probing;
    private long until;
    /** How often the app has been refused: tells requests from after a refusal from those before. */
    private long refusals;

    AppSuspension(long pauseNanos) {
        this.pauseNanos = pauseNanos;
    }

    /** Whether the app was refused, and has not been served since. */
    synchronized boolean isSuspended() {
        return suspended;
    }

    /** How many nanoseconds nothing may be sent; {@link Long#MAX_VALUE} while a probe is under way. */
    synchronized long remaining(long now) {
        if (!suspended) {
            return 0;
        }
        return probing ? Long.MAX_VALUE : Math.max(0, until - now);
    }

    /** A pass for a request that may go now, to be given back with what became of it; {@link #REFUSED} if none may. */
    synchronized long tryPass(long now) {
        if (remaining(now) > 0) {
            return REFUSED;
        }
        probing = suspended;
        return refusals;
    }

    /** A request was refused. True if this is news: the app was served before. */
    synchronized boolean refused(long pass, long now) {
        if (pass != refusals) {
            return false;
        }
        boolean news = !suspended;
        refusals++;
        suspended = true;
        probing = false;
        until = now + pauseNanos;
        return news;
    }

    /** A request ended without saying anything about the app, because it never reached the server. */
    synchronized void inconclusive(long pass) {
        if (pass == refusals) {
            probing = false;
        }
    }

    /** A request was not refused. True if this is news: the app was suspended before. */
    synchronized boolean served(long pass) {
        if (pass != refusals) {
            return false;
        }
        boolean news = suspended;
        suspended = false;
        probing = false;
        return news;
    }
}
