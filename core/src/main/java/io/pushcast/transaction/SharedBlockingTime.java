package io.pushcast.transaction;

import org.jspecify.annotations.Nullable;

/**
 * Lets a thread publish several messages that wait together for room in a full buffer, instead of each as long as {@code
 * DeliverySettings.maxBlock} says. It is for a thread that holds something meanwhile that others need, such as the connection of
 * a transaction that has committed. What finds no room once the time is used up is refused at once.
 */
public final class SharedBlockingTime {

    private static final ThreadLocal<@Nullable SharedBlockingTime> CURRENT = new ThreadLocal<>();

    private long spentNanos;

    private SharedBlockingTime() {}

    /** Runs it in the calling thread. All that it publishes in this thread waits once for all, also if this is nested. */
    public static void during(Runnable publishing) {
        if (CURRENT.get() != null) {
            publishing.run();
            return;
        }
        CURRENT.set(new SharedBlockingTime());
        try {
            publishing.run();
        } finally {
            CURRENT.remove();
        }
    }

    /** Of so much time, what the calling thread has left. */
    public static long left(long maxNanos) {
        SharedBlockingTime current = CURRENT.get();
        return current == null ? maxNanos : Math.max(0, maxNanos - current.spentNanos);
    }

    /** The calling thread has waited so long. */
    public static void spend(long nanos) {
        SharedBlockingTime current = CURRENT.get();
        if (current != null) {
            current.spentNanos += nanos;
        }
    }
}
