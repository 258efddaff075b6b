package io.pushcast.outbox;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts for the status. */
final class Counters implements OutboxStatus {

    private static final long FRESH_NANOS = 5_000_000_000L;

    private final OutboxStore store;
    private final LongSupplier nanoTime;
    private final LongAdder stored = new LongAdder();
    private final LongAdder loaded = new LongAdder();
    private final LongAdder deleted = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final LongAdder lateCommits = new LongAdder();
    private final LongAdder leasesLost = new LongAdder();
    private volatile int owned;
    private volatile int held;
    private @Nullable OutboxCounts counts;
    private long countedAt;

    Counters(OutboxStore store, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
    }

    void hasStored() {
        stored.increment();
    }

    void hasLoaded(int messages, int late) {
        loaded.add(messages);
        lateCommits.add(late);
    }

    void hasDeleted(int messages) {
        deleted.add(messages);
    }

    void hasBuried() {
        deadLettered.increment();
    }

    void leasesLost(int leases) {
        leasesLost.add(leases);
    }

    void owned(int partitions) {
        owned = partitions;
    }

    void held(int messages) {
        held = messages;
    }

    @Override
    public synchronized OutboxCounts counts() {
        long now = nanoTime.getAsLong();
        OutboxCounts known = counts;
        if (known == null || now - countedAt >= FRESH_NANOS) {
            try (OutboxSession session = store.open()) {
                known = session.count();
            }
            counts = known;
            countedAt = now;
        }
        return known;
    }

    @Override
    public long stored() {
        return stored.sum();
    }

    @Override
    public long loaded() {
        return loaded.sum();
    }

    @Override
    public long deleted() {
        return deleted.sum();
    }

    @Override
    public long deadLettered() {
        return deadLettered.sum();
    }

    @Override
    public long lateCommits() {
        return lateCommits.sum();
    }

    @Override
    public long leasesLost() {
        return leasesLost.sum();
    }

    @Override
    public int partitionsOwned() {
        return owned;
    }

    @Override
    public int held() {
        return held;
    }
}
