package io.pushcast.outbox;

/** Says when to look for messages: soon after some were found, ever later while none are. Used by one thread. */
final class PollingInterval {

    /** Announcements that come faster than this are looked at together. */
    private static final long SHORTEST_GAP_NANOS = 2_000_000;

    /** A look at much, such as all that is held while the server is down, must not fill the database's time. */
    private static final int REST_PER_LOOK = 4;

    private final long shortestNanos;
    private final long longestNanos;
    private long interval;
    private long lastAt;
    private long nextAt;
    private long gap = SHORTEST_GAP_NANOS;

    PollingInterval(long shortestNanos, long longestNanos, long now) {
        this.shortestNanos = shortestNanos;
        this.longestNanos = longestNanos;
        this.interval = shortestNanos;
        this.lastAt = now - SHORTEST_GAP_NANOS;
        this.nextAt = now;
    }

    /** There are, or may be, new messages. */
    void hurry() {
        interval = shortestNanos;
        nextAt = lastAt + gap;
    }

    /**
     * A look is over.
     *
     * @param took how many nanoseconds it took
     * @param more whether there were more than could be taken
     */
    void polled(boolean found, boolean more, long took, long now) {
        lastAt = now;
        gap = Math.min(longestNanos, Math.max(SHORTEST_GAP_NANOS, REST_PER_LOOK * took));
        interval = found ? shortestNanos : Math.min(2 * interval, longestNanos);
        nextAt = more ? now : now + interval;
    }

    long untilNext(long now) {
        return nextAt - now;
    }
}
