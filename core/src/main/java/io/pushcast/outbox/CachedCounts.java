package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxCounts;
import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is in the store, at most once in five seconds, on a thread of its own: whoever asks does not wait for a
 * database that does not answer. Safe for use by several threads.
 */
final class CachedCounts {

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Older counts would be told for true while nothing can be counted. */
    private static final long STALE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final long PATIENCE_MILLIS = 250;

    private final Supplier<OutboxStore> store;
    private final LongSupplier nanoTime;
    private @Nullable CompletableFuture<OutboxCounts> newest;
    private long askedAt;
    private @Nullable OutboxCounts known;
    private long knownAt;

    /** @param store says where, each time that is asked */
    CachedCounts(Supplier<OutboxStore> store, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
    }

    /**
     * The newest counts that are to be had at once.
     *
     * @throws OutboxException if there are none, or could not be counted when that was last tried
     */
    OutboxCounts counts() {
        try {
            return current().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return recent();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new OutboxException("The outbox could not be counted: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return recent();
        }
    }

    /** What is known is out of date: the next one to ask has it counted anew. */
    synchronized void forget() {
        newest = null;
        known = null;
    }

    private synchronized OutboxCounts recent() {
        if (known == null || nanoTime.getAsLong() - knownAt >= STALE_NANOS) {
            throw new OutboxException("The outbox is not counted yet: the database takes its time", null);
        }
        return known;
    }

    private synchronized CompletableFuture<OutboxCounts> current() {
        long now = nanoTime.getAsLong();
        CompletableFuture<OutboxCounts> asked = newest;
        if (asked == null || (asked.isDone() && now - askedAt >= FRESH_NANOS)) {
            CompletableFuture<OutboxCounts> counting = new CompletableFuture<>();
            asked = counting;
            newest = counting;
            askedAt = now;
            begin(counting);
        }
        return asked;
    }

    private void begin(CompletableFuture<OutboxCounts> counting) {
        try {
            Thread thread = new Thread(() -> count(counting), "pushcast-outbox-count");
            thread.setDaemon(true);
            thread.start();
        } catch (Throwable t) {
            // Out of threads: this count fails, and the next one is to be tried.
            counting.completeExceptionally(t);
        }
    }

    private void count(CompletableFuture<OutboxCounts> counting) {
        try (OutboxSession session = store.get().open()) {
            OutboxCounts counts = session.count();
            remember(counts);
            counting.complete(counts);
        } catch (Throwable t) {
            // An Error too: nothing would be counted any more.
            counting.completeExceptionally(t);
        }
    }

    private synchronized void remember(OutboxCounts counts) {
        known = counts;
        knownAt = nanoTime.getAsLong();
    }
}
