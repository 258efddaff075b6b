package io.pushcast.quarkus.runtime;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How long the calling thread may wait for room in a full buffer: not at all where it must not block, and for all messages
 * of a transaction together no longer than for one. Safe for use by several threads.
 */
final class Patience implements Supplier<Duration> {

    private final Duration longest;
    private final BooleanSupplier mayBlock;
    private final LongSupplier nanoTime;
    private final ThreadLocal<@Nullable Long> sharedSince = new ThreadLocal<>();

    /**
     * With what it depends on.
     *
     * @param longest how long it is at most
     * @param mayBlock whether the calling thread may block
     */
    Patience(Duration longest, BooleanSupplier mayBlock, LongSupplier nanoTime) {
        this.longest = longest;
        this.mayBlock = mayBlock;
        this.nanoTime = nanoTime;
    }

    @Override
    public Duration get() {
        if (!mayBlock.getAsBoolean()) {
            return Duration.ZERO;
        }
        Long since = sharedSince.get();
        return since == null ? longest : longest.minusNanos(nanoTime.getAsLong() - since);
    }

    /** Does something that may wait several times, for as long in all as it may wait once. */
    void share(Runnable work) {
        if (sharedSince.get() != null) {
            work.run();
            return;
        }
        sharedSince.set(nanoTime.getAsLong());
        try {
            work.run();
        } finally {
            sharedSince.remove();
        }
    }
}
