package io.pushcast.delivery;

import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.SendPermit;
import io.pushcast.transport.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives every message its one outcome, and leaves it to {@link CallbackDispatcher} to tell the application. Guarded by the engine's
 * lock.
 */
final class OutcomeRecorder {

    private final KeyedQueue queue;
    private final BufferSpace space;
    private final DeliveryListener listener;
    private final CallbackDispatcher callbacks;
    private final Deque<Flush> flushes = new ArrayDeque<>();

    /** How the last request failed; null if it did not. */
    private @Nullable Outcome trouble;

    private long servedRequests;
    private long acceptedRequests;
    private long failedRequests;

    OutcomeRecorder(KeyedQueue queue, BufferSpace space, DeliveryListener listener, CallbackDispatcher callbacks) {
        this.queue = queue;
        this.space = space;
        this.listener = listener;
        this.callbacks = callbacks;
    }

    /** Is called when everything up to that sequence number has an outcome. */
    private record Flush(long upTo, Runnable done) {}

    /** A request had an outcome, which may be the reason why others have to wait. */
    void requestEnded(Outcome outcome, DeliveryListener.SentRequest request) {
        boolean served = outcome instanceof Outcome.Accepted || outcome instanceof Outcome.Rejected;
        trouble = served ? null : outcome;
        servedRequests += served ? 1 : 0;
        acceptedRequests += outcome instanceof Outcome.Accepted ? 1 : 0;
        callbacks.add(() -> listener.onRequest(request));
    }

    /** A request failed, and that says something of the server's health. */
    void requestFailed() {
        failedRequests++;
    }

    /** Whether the last request failed: then the app may be in trouble. */
    boolean isInTrouble() {
        return trouble != null;
    }

    /** How many requests the server has accepted. */
    long accepted() {
        return acceptedRequests;
    }

    /** How many requests failed, as far as that says something of the server's health. */
    long failed() {
        return failedRequests;
    }

    /** How many requests the server has taken, or refused for good. */
    long served() {
        return servedRequests;
    }

    /** All messages of a request were accepted. */
    void delivered(Batch batch) {
        List<QueuedMessage> unfinished = List.of();
        for (QueuedMessage entry : batch.entries) {
            leave(entry);
            if (entry.pending.partEnded(null)) {
                tellOwner(entry.pending);
            } else {
                unfinished = unfinished.isEmpty() ? new ArrayList<>() : unfinished;
                unfinished.add(entry);
            }
        }
        // Other parts of the same messages are still on their way.
        batch.entries.removeAll(unfinished);
        callbacks.addEach(batch.entries, this::tellEndOfLastPart);
        completeFlushes();
    }

    void failed(QueuedMessage entry, Reason reason, String what) {
        leave(entry);
        PendingDelivery pending = entry.pending;
        if (pending.partEnded(DeliveryFailure.of(entry, reason, what, trouble))) {
            tellOwner(pending);
            callbacks.add(() -> tellEnd(pending));
        }
        completeFlushes();
    }

    /** A message that never entered the buffer. */
    void refused(PendingDelivery pending, Reason reason, String what) {
        DeliveryFailure failure = DeliveryFailure.unsent(pending.message, reason, what);
        SendPermit permit = pending.permit();
        if (permit != null) {
            permit.failed(failure.toException());
        }
        callbacks.add(() -> tellFailure(pending, failure));
    }

    /** A message that the application took back, whole; the caller completes what it was given for it. */
    void withdrawn(PendingDelivery pending) {
        pending.entries().forEach(this::leave);
        DeliveryFailure failure = DeliveryFailure.unsent(pending.message, Reason.CANCELLED, "was cancelled");
        callbacks.add(() -> listener.onFailed(pending.message, failure.toException()));
        completeFlushes();
    }

    /** Calls back when everything up to that sequence number has an outcome, and the application was told of it. */
    void flush(long upTo, Runnable done) {
        flushes.addLast(new Flush(upTo, done));
        completeFlushes();
    }

    /** A request was answered for good. Resilience4j's listeners are the application's, too. */
    void answered(Batch batch) {
        callbacks.add(batch.attempts::answered);
    }

    private void leave(QueuedMessage entry) {
        queue.finish(entry);
        space.release(entry.bufferBytes(), 1);
    }

    /** After the outcomes that they wait for have been added, so that they come after them. */
    private void completeFlushes() {
        QueuedMessage oldest = queue.oldest();
        for (Flush flush = flushes.peekFirst();
                flush != null && (oldest == null || oldest.sequence > flush.upTo());
                flush = flushes.peekFirst()) {
            flushes.removeFirst();
            callbacks.add(flush.done());
        }
    }

    /** At once, unlike listeners, which may be slow. */
    private static void tellOwner(PendingDelivery pending) {
        SendPermit permit = pending.permit();
        if (permit == null) {
            return;
        }
        DeliveryFailure failure = pending.failure();
        if (failure == null) {
            permit.accepted();
        } else {
            permit.failed(failure.toException());
        }
    }

    private void tellEndOfLastPart(QueuedMessage part) {
        tellEnd(part.pending);
    }

    /** Without the lock, and only of a message whose parts have all ended: nothing of it changes any more. */
    private void tellEnd(PendingDelivery pending) {
        DeliveryFailure failure = pending.failure();
        if (failure != null) {
            tellFailure(pending, failure);
            return;
        }
        Delivery delivery = pending.delivery();
        try {
            listener.onDelivered(pending.message, delivery);
        } finally {
            pending.complete(delivery);
        }
    }

    private void tellFailure(PendingDelivery pending, DeliveryFailure failure) {
        DeliveryException exception = failure.toException();
        try {
            listener.onFailed(pending.message, exception);
        } finally {
            pending.completeExceptionally(exception);
        }
    }
}
