package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxCounts;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Counts for the status. */
final class RelayCounters implements OutboxStatus {

    private final CachedCounts cachedCounts;
    private final LongAdder stored = new LongAdder();
    private final LongAdder loaded = new LongAdder();
    private final LongAdder deleted = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final LongAdder lateCommits = new LongAdder();
    private final LongAdder leasesLost = new LongAdder();
    private volatile int held;
    private volatile IntSupplier owned = () -> 0;
    private volatile BooleanSupplier paused = () -> false;
    private volatile Supplier<Duration> failing = () -> Duration.ZERO;

    RelayCounters(CachedCounts cachedCounts) {
        this.cachedCounts = cachedCounts;
    }

    void hasStored(int messages) {
        stored.add(messages);
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

    /** Where to ask how many partitions are owned. */
    void owned(IntSupplier partitions) {
        owned = partitions;
    }

    /** Where to ask for how long there has been trouble. */
    void failing(Supplier<Duration> duration) {
        failing = duration;
    }

    /** Where to ask whether delivery is paused. */
    void paused(BooleanSupplier isPaused) {
        paused = isPaused;
    }

    void held(int messages) {
        held = messages;
    }

    /** What was counted is out of date. */
    void recount() {
        cachedCounts.forget();
    }

    @Override
    public OutboxCounts counts() {
        return cachedCounts.counts();
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
        return owned.getAsInt();
    }

    @Override
    public Duration failingFor() {
        return failing.get();
    }

    @Override
    public boolean paused() {
        return paused.getAsBoolean();
    }

    @Override
    public int held() {
        return held;
    }

    @Override
    public String toString() {
        return "OutboxStatus[stored " + stored() + ", loaded " + loaded() + ", deleted " + deleted()
                + ", held " + held() + ", dead-lettered " + deadLettered() + ", late commits " + lateCommits()
                + ", leases lost " + leasesLost() + ", partitions owned " + partitionsOwned() + ", failing for "
                + failingFor() + (paused() ? ", paused]" : "]");
    }
}
