package io.pushcast.outbox;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Says where to begin to look for messages. Ids become visible out of order: behind the greatest one seen there may be
 * others whose transactions are still open. So a look begins no later than what was the greatest at a time, the overlap
 * before the look before it began: whatever is smaller was inserted by that time, and if it was committed within the overlap,
 * that look has found it. From time to time a look begins at the very beginning, more seldom where that takes long: rows that
 * are deleted cost time there until the database has cleared them away. Used by one thread.
 */
final class ScanPosition {

    private static final long SAMPLE_NANOS = 100_000_000;

    /** Looks from the very beginning take at most one part of so many of the time. */
    private static final int FULL_SCAN_SHARE = 20;

    private record Sample(long at, long greatest) {}

    private final long overlapNanos;
    private final long fullScanNanos;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long greatest;
    private long low;
    private long nextFullScanAt;
    private boolean fullScanDue = true;

    ScanPosition(long overlapNanos, long fullScanNanos) {
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
        return fullScanDue || now - nextFullScanAt >= 0 ? 0 : low;
    }

    /** Whether a message with this id has become visible later than the overlap allows. */
    boolean isLate(long id) {
        return id <= low;
    }

    /**
     * A look is over.
     *
     * @param begunAt a time before the database looked
     * @param endedAt a time after that
     * @param after after which id
     * @param last the greatest id it came to, loaded or not; 0 if to none
     * @param cut whether it ended there because it had come to as many as it may
     */
    void looked(long begunAt, long endedAt, long after, long last, boolean cut) {
        if (after == 0) {
            nextFullScanAt = begunAt + Math.max(fullScanNanos, FULL_SCAN_SHARE * (endedAt - begunAt));
            fullScanDue = false;
        }
        raiseLow(begunAt, cut ? last : Long.MAX_VALUE);
        greatest = Math.max(greatest, last);
        Sample newest = samples.peekLast();
        if (newest == null || endedAt - newest.at() >= SAMPLE_NANOS) {
            // By then, all ids up to the greatest one had been given.
            samples.addLast(new Sample(endedAt, greatest));
        }
    }

    private void raiseLow(long begunAt, long seenUpTo) {
        for (Sample first = samples.peekFirst();
                first != null && begunAt - first.at() >= overlapNanos;
                first = samples.peekFirst()) {
            low = Math.max(low, Math.min(first.greatest(), seenUpTo));
            if (first.greatest() > seenUpTo) {
                return;
            }
            samples.removeFirst();
        }
    }
}
