package io.pushcast.outbox;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Says where to begin to look for messages. Ids become visible out of order: behind the greatest one seen there may be
 * others whose transactions are still open. So every look begins at what was the greatest some time, the overlap, ago; and
 * from time to time at the very beginning. Used by one thread.
 */
final class Frontier {

    private static final long SAMPLE_NANOS = 100_000_000;

    private record Sample(long at, long greatest) {}

    private final long overlapNanos;
    private final long fullScanNanos;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long greatest;
    private long low;
    private long fullScanAt;
    private boolean fullScanDue = true;

    Frontier(long overlapNanos, long fullScanNanos) {
        this.overlapNanos = overlapNanos;
        this.fullScanNanos = fullScanNanos;
    }

    /** Other partitions have come in, with messages of any age: they are loaded from the beginning, oldest first. */
    void restart() {
        samples.clear();
        greatest = 0;
        low = 0;
        fullScanDue = true;
    }

    /** After which id to look now. */
    long begin(long now) {
        raiseLow(now);
        return fullScanDue || now - fullScanAt >= fullScanNanos ? 0 : low;
    }

    /** Everything that was visible up to this id has been loaded. */
    void loadedUpTo(long id, long begunAfter, long now) {
        greatest = Math.max(greatest, id);
        if (begunAfter == 0) {
            fullScanAt = now;
            fullScanDue = false;
        }
        Sample last = samples.peekLast();
        if (last == null || now - last.at() >= SAMPLE_NANOS) {
            samples.addLast(new Sample(now, greatest));
        }
    }

    /** Whether a message with this id has become visible later than the overlap allows. */
    boolean isLate(long id) {
        return id <= low;
    }

    private void raiseLow(long now) {
        for (Sample first = samples.peekFirst();
                first != null && now - first.at() >= overlapNanos;
                first = samples.peekFirst()) {
            low = samples.removeFirst().greatest();
        }
    }
}
