package io.pushcast.outbox;

/** Says when to look for messages: soon after some were found, ever later while none are. Used by one thread. */
final class Polling {

    /** News that come faster than this are looked at together. */
    private static final long SHORTEST_GAP_NANOS = 2_000_000;

    private final long shortestNanos;
    private final long longestNanos;
    private long interval;
    private long lastAt;
    private long nextAt;

    Polling(long shortestNanos, long longestNanos, long now) {
        this.shortestNanos = shortestNanos;
        this.longestNanos = longestNanos;
        this.interval = shortestNanos;
        this.lastAt = now - SHORTEST_GAP_NANOS;
        this.nextAt = now;
    }

    /** There are, or may be, new messages. */
    void hurry() {
        interval = shortestNanos;
        nextAt = lastAt + SHORTEST_GAP_NANOS;
    }

    /** @param more whether there were more than could be taken */
    void polled(boolean found, boolean more, long now) {
        lastAt = now;
        interval = found ? shortestNanos : Math.min(2 * interval, longestNanos);
        nextAt = more ? now : now + interval;
    }

    long untilNext(long now) {
        return nextAt - now;
    }
}
