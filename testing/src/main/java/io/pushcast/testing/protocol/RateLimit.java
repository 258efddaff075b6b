package io.pushcast.testing.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** So many in any one second, and no more. Used on the server's thread only. */
public final class RateLimit {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private final LongSupplier nanoTime;
    private final Deque<Long> taken = new ArrayDeque<>();

    public RateLimit(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
    }

    public int perSecond() {
        return perSecond;
    }

    /** Whether there is room for one more now; if so, it counts. */
    public boolean tryTake() {
        long now = nanoTime.getAsLong();
        while (!taken.isEmpty() && now - taken.getFirst() >= SECOND) {
            taken.removeFirst();
        }
        if (taken.size() >= perSecond) {
            return false;
        }
        taken.addLast(now);
        return true;
    }
}
