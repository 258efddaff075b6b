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

    private final PriorityQueue<Wait> waiting = byTime();

    /** Those that are {@linkplain Batch#isSuspect suspect}: only so many of them are under way at a time. */
    private final PriorityQueue<Wait> suspects = byTime();

    /** In the order in which they failed. */
    private final Deque<AppWait> waitingForApp = new ArrayDeque<>();

    private final KeyedQueue queue;

    RetryQueue(KeyedQueue queue) {
        this.queue = queue;
    }

    /** By differences, since the origin of the time may be such that it overflows. */
    private static PriorityQueue<Wait> byTime() {
        return new PriorityQueue<>((a, b) -> Long.signum(a.dueAt - b.dueAt));
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
        (batch.isSuspect() ? suspects : waiting).add(wait);
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

    /**
     * Nanoseconds until one is due; {@link Long#MAX_VALUE} if none waits.
     *
     * @param suspectsToo whether those that are suspect may go
     */
    long untilNext(long now, boolean suspectsToo) {
        Wait next = first(suspectsToo);
        return next == null ? Long.MAX_VALUE : next.dueAt - now;
    }

    /**
     * The one that is due; null if none is.
     *
     * @param suspectsToo whether those that are suspect may go
     */
    @Nullable
    Batch pollDue(long now, boolean suspectsToo) {
        Wait next = first(suspectsToo);
        if (next == null || next.dueAt - now > 0) {
            return null;
        }
        (next.batch.isSuspect() ? suspects : waiting).remove();
        next.batch.wait = null;
        return next.batch;
    }

    private @Nullable Wait first(boolean suspectsToo) {
        Wait first = firstOf(waiting);
        Wait suspect = firstOf(suspects);
        if (first == null && suspect == null) {
            waitingForApp.clear();
        }
        if (suspect == null || !suspectsToo) {
            return first;
        }
        return first == null || suspect.dueAt - first.dueAt < 0 ? suspect : first;
    }

    private static @Nullable Wait firstOf(PriorityQueue<Wait> waits) {
        Wait first = waits.peek();
        while (first != null && first.isOver()) {
            waits.remove();
            first = waits.peek();
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
