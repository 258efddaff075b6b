package io.pushcast.examples.benchmarks;

import java.util.concurrent.atomic.LongAdder;

/**
 * A way to deliver events as fast as it can. It counts what was delivered; an event that fails is an error, since then the
 * rate says nothing.
 */
abstract class Contender implements AutoCloseable {

    private final String name;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();

    Contender(String name) {
        this.name = name;
    }

    /** What it is called in a report. */
    final String name() {
        return name;
    }

    /** From how many threads it is used at a time. */
    int threads() {
        return 1;
    }

    /** Takes an event over; waits first while too many are under way. */
    abstract void publish(OrderPlaced order) throws InterruptedException;

    final void delivered(int events) {
        delivered.add(events);
    }

    final void failed(int events) {
        failed.add(events);
    }

    /** How many events the server has accepted. */
    final long delivered() {
        return delivered.sum();
    }

    final void requireNoFailure() {
        if (failed.sum() > 0) {
            throw new IllegalStateException(name + " lost " + failed.sum() + " events: its figures are worth nothing");
        }
    }

    @Override
    public abstract void close();
}
