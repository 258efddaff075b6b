package io.pushcast.delivery;

import io.pushcast.message.DeliveryException.Reason;
import java.time.Duration;

/**
 * Fails messages whose time has run out, also those of which a request is under way: such a message has its outcome, but its
 * key stays held until the request is over, so that nothing overtakes it. What that costs grows with the messages that
 * expire, not with those that wait. Guarded by the engine's lock.
 */
final class MessageExpiry {

    /** Messages that expire within this time of each other may be failed together, however close their deadlines are. */
    private static final long SHORTEST_PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    /** So many at a time, so that nobody waits long for the lock when very many expire at once. */
    private static final int MOST_AT_A_TIME = 500;

    private static final String EXPIRED = "was not accepted before its deadline";
    private static final String EXPIRED_UNDER_WAY =
            EXPIRED + "; a request with it is under way, so that it may be accepted still";

    private final KeyedQueue queue;
    private final RetryQueue retryQueue;
    private final OutcomeRecorder recorder;
    private long lastRun;
    private boolean hasRun;

    MessageExpiry(KeyedQueue queue, RetryQueue retryQueue, OutcomeRecorder recorder) {
        this.queue = queue;
        this.retryQueue = retryQueue;
        this.recorder = recorder;
    }

    /** Nanoseconds until a message expires; {@link Long#MAX_VALUE} if none waits. */
    long untilNext(long now) {
        QueuedMessage first = queue.unfinished().firstToExpire();
        if (first == null) {
            return Long.MAX_VALUE;
        }
        long left = first.expiresAt - now;
        return hasRun ? Math.max(left, lastRun + SHORTEST_PAUSE_NANOS - now) : left;
    }

    /** Fails what has expired, not too much at once; true if more has. */
    boolean failExpired(long now) {
        QueuedMessage first = queue.unfinished().firstToExpire();
        for (int i = 0; i < MOST_AT_A_TIME && first != null && isExpired(first, now); i++) {
            fail(first);
            lastRun = now;
            hasRun = true;
            first = queue.unfinished().firstToExpire();
        }
        return first != null && isExpired(first, now);
    }

    boolean isExpired(QueuedMessage entry, long now) {
        return entry.expiresAt - now <= 0;
    }

    /** Its time has run out, whatever it waits for. */
    void fail(QueuedMessage entry) {
        switch (entry.state) {
            case QUEUED -> {
                queue.removeQueued(entry);
                recorder.failed(entry, Reason.EXPIRED, EXPIRED);
            }
            case AWAITING_RETRY -> {
                recorder.failed(entry, Reason.EXPIRED, EXPIRED);
                retryQueue.remove(entry);
            }
            case SENT -> {
                entry.pending.isUnanswered();
                recorder.failed(entry, Reason.EXPIRED, EXPIRED_UNDER_WAY);
            }
            case DONE -> throw new IllegalStateException("has its outcome already: " + entry);
        }
    }

    /** The request with it has just failed, and its time has run out. */
    void failUnsent(QueuedMessage entry) {
        recorder.failed(entry, Reason.EXPIRED, EXPIRED);
    }
}
