package io.pushcast.delivery;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Requests that wait to be sent again. Guarded by the engine's lock. */
final class RetryQueue {

    // Differences, since the origin of the time may be such that it overflows.
    private final PriorityQueue<Batch> waiting = new PriorityQueue<>((a, b) -> Long.signum(a.dueAt - b.dueAt));
    private final KeyedQueue queue;

    RetryQueue(KeyedQueue queue) {
        this.queue = queue;
    }

    void add(Batch batch, long dueAt) {
        batch.dueAt = dueAt;
        for (QueuedMessage entry : batch.entries) {
            entry.state = QueuedMessage.State.AWAITING_RETRY;
        }
        waiting.add(batch);
    }

    /** Nanoseconds until one is due; {@link Long#MAX_VALUE} if none waits. */
    long untilNext(long now) {
        Batch next = waiting.peek();
        return next == null ? Long.MAX_VALUE : next.dueAt - now;
    }

    /** The one that is due; null if none is. */
    @Nullable
    Batch pollDue(long now) {
        return untilNext(now) <= 0 ? waiting.poll() : null;
    }

    /** Forgets messages that have their outcome, and requests that have no others; their keys go on. */
    void prune() {
        waiting.removeIf(batch -> {
            batch.entries.removeIf(entry -> entry.state == QueuedMessage.State.DONE);
            boolean over = batch.entries.isEmpty();
            if (over) {
                queue.release(batch.keys);
            }
            return over;
        });
    }
}
