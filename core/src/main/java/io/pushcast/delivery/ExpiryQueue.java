package io.pushcast.delivery;

import io.pushcast.message.DeliveryException.Reason;
import java.time.Duration;

/**
 * Fails messages whose time has run out. Those in a request under way are left alone, for its answer is near and tells more;
 * whoever lets them wait again has to {@link #expect} them again. Guarded by the engine's lock.
 */
final class ExpiryQueue {

    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();
    private static final String EXPIRED = "was not accepted before its deadline";

    private final KeyedQueue queue;
    private final RetryQueue retryQueue;
    private final OutcomeRecorder recorder;
    /** No message expires before this; the one that it was taken from may be gone. */
    private long earliest;

    private boolean any;
    /** The whole backlog is walked through for it, so not for every deadline anew. */
    private long notBefore;

    private boolean swept;

    ExpiryQueue(KeyedQueue queue, RetryQueue retryQueue, OutcomeRecorder recorder) {
        this.queue = queue;
        this.retryQueue = retryQueue;
        this.recorder = recorder;
    }

    void expect(long expiresAt) {
        if (!any || expiresAt - earliest < 0) {
            earliest = expiresAt;
            any = true;
        }
    }

    /** Nanoseconds until a message may expire; {@link Long#MAX_VALUE} if there is none. */
    long untilNext(long now) {
        if (!any) {
            return Long.MAX_VALUE;
        }
        return swept ? Math.max(earliest - now, notBefore - now) : earliest - now;
    }

    boolean isExpired(QueuedMessage entry, long now) {
        return entry.expiresAt - now <= 0;
    }

    void fail(QueuedMessage entry) {
        recorder.failed(entry, Reason.EXPIRED, EXPIRED);
    }

    void sweep(long now) {
        if (untilNext(now) > 0) {
            return;
        }
        any = false;
        swept = true;
        notBefore = now + PAUSE_NANOS;
        boolean pruneBackoff = false;
        for (QueuedMessage entry : queue.unfinished()) {
            if (entry.state == QueuedMessage.State.SENT) {
                continue;
            }
            if (!isExpired(entry, now)) {
                expect(entry.expiresAt);
            } else if (entry.state == QueuedMessage.State.QUEUED) {
                queue.removeQueued(entry);
                fail(entry);
            } else {
                fail(entry);
                pruneBackoff = true;
            }
        }
        if (pruneBackoff) {
            retryQueue.prune();
        }
    }
}
