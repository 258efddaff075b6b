package io.pushcast.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait to be sent again. Each waits for its own backoff. One that was told to wait longer because of the app (by
 * {@code Retry-After}, or since the app was refused) waits so long only until a request that was sent later is accepted: that
 * shows that the app is served. Guarded by the engine's lock.
 */
final class RetryQueue {

    /** One waiting period of a request; it is over when the request has another one, or none. */
    static final class Wait {

        private final Batch batch;
        private final long dueAt;

        private Wait(Batch batch, long dueAt) {
            this.batch = batch;
            this.dueAt = dueAt;
        }

        private boolean isOver() {
            return batch.wait != this;
        }
    }

    /**
     * A request that waits longer because of the app.
     *
     * @param ownWait its waiting period
     * @param backoffOverAt when it would be sent but for that
     * @param failedAfter how many requests had been sent when it failed
     */
    private record AppWait(Wait ownWait, long backoffOverAt, long failedAfter) {}

    // Differences, since the origin of the time may be such that it overflows.
    private final PriorityQueue<Wait> waiting = new PriorityQueue<>((a, b) -> Long.signum(a.dueAt - b.dueAt));

    /** In the order in which they failed. */
    private final Deque<AppWait> waitingForApp = new ArrayDeque<>();

    private final KeyedQueue queue;

    RetryQueue(KeyedQueue queue) {
        this.queue = queue;
    }

    /** It waits until then, whatever else happens. */
    void add(Batch batch, long dueAt) {
        for (QueuedMessage entry : batch.entries) {
            entry.state = QueuedMessage.State.AWAITING_RETRY;
        }
        await(batch, dueAt);
    }

    /**
     * It waits until then, or only for its backoff if the app turns out to be served.
     *
     * @param failedAfter how many requests had been sent when it failed
     */
    void addForApp(Batch batch, long dueAt, long backoffOverAt, long failedAfter) {
        add(batch, dueAt);
        Wait wait = batch.wait;
        if (wait != null && dueAt - backoffOverAt > 0) {
            waitingForApp.addLast(new AppWait(wait, backoffOverAt, failedAfter));
        }
    }

    private void await(Batch batch, long dueAt) {
        Wait wait = new Wait(batch, dueAt);
        batch.wait = wait;
        waiting.add(wait);
    }

    /** A request was accepted, the one with this number: what failed before it was sent waits no longer because of the app. */
    void appIsServed(long number) {
        AppWait first = waitingForApp.peekFirst();
        while (first != null && (first.ownWait.isOver() || first.failedAfter < number)) {
            waitingForApp.removeFirst();
            if (!first.ownWait.isOver()) {
                await(first.ownWait.batch, first.backoffOverAt);
            }
            first = waitingForApp.peekFirst();
        }
    }

    /** Nanoseconds until one is due; {@link Long#MAX_VALUE} if none waits. */
    long untilNext(long now) {
        Wait next = firstWaiting();
        return next == null ? Long.MAX_VALUE : next.dueAt - now;
    }

    /** The one that is due; null if none is. */
    @Nullable
    Batch pollDue(long now) {
        Wait next = firstWaiting();
        if (next == null || next.dueAt - now > 0) {
            return null;
        }
        waiting.remove();
        next.batch.wait = null;
        return next.batch;
    }

    private @Nullable Wait firstWaiting() {
        Wait first = waiting.peek();
        while (first != null && first.isOver()) {
            waiting.remove();
            first = waiting.peek();
        }
        if (first == null) {
            waitingForApp.clear();
        }
        return first;
    }

    /** A message that waits here has its outcome. If its request has no others, it waits no more, and its keys go on. */
    void remove(QueuedMessage entry) {
        Batch batch = entry.batch;
        if (batch == null) {
            throw new IllegalStateException("waits for no retry: " + entry);
        }
        batch.entries.remove(entry);
        if (batch.entries.isEmpty()) {
            batch.wait = null;
            queue.release(batch.keys);
        }
    }
}
