package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxSession;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Deletes accepted messages from the store, many at a time. Used by the relay's thread only. */
final class BatchDeleter {

    /** How long an accepted message waits for others to be deleted with it. */
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final CompletedMessages completed;
    private final RelayCounters counters;
    private final LongSupplier nanoTime;
    private final long lingerNanos;
    private final Consumer<LoadedMessage> onDeleted;
    private List<LoadedMessage> batch = List.of();
    private long waitingSince;

    /** @param atOnce whether others wait for a message to be gone, so that it does not wait for them */
    BatchDeleter(
            CompletedMessages completed,
            RelayCounters counters,
            LongSupplier nanoTime,
            boolean atOnce,
            Consumer<LoadedMessage> onDeleted) {
        this.completed = completed;
        this.counters = counters;
        this.nanoTime = nanoTime;
        this.lingerNanos = atOnce ? 0 : LINGER_NANOS;
        this.onDeleted = onDeleted;
    }

    /** Deletes what was accepted, if it is much or has waited long enough. */
    void run(OutboxSession session) {
        if (completed.acceptedCount() <= 0) {
            waitingSince = nanoTime.getAsLong();
        }
        while (!batch.isEmpty() || untilDue(nanoTime.getAsLong()) <= 0) {
            deleteBatch(session);
        }
    }

    /** Deletes all that was accepted. */
    void finish(OutboxSession session) {
        while (!batch.isEmpty() || completed.acceptedCount() > 0) {
            deleteBatch(session);
        }
    }

    private void deleteBatch(OutboxSession session) {
        if (batch.isEmpty()) {
            batch = completed.pollAccepted();
            waitingSince = nanoTime.getAsLong();
        }
        // Kept until the store has confirmed it: a session that broke has perhaps deleted nothing.
        session.delete(batch.stream().map(held -> held.stored).toList());
        List<LoadedMessage> deleted = batch;
        batch = List.of();
        completed.deleted(deleted.size());
        counters.hasDeleted(deleted.size());
        deleted.forEach(onDeleted);
    }

    /** Nanoseconds until there is something to do; {@link Long#MAX_VALUE} if only an acceptance can bring it. */
    long untilDue(long now) {
        int count = completed.acceptedCount();
        if (count <= 0) {
            return Long.MAX_VALUE;
        }
        return count >= CompletedMessages.WORTH_A_DELETE ? 0 : waitingSince + lingerNanos - now;
    }
}
