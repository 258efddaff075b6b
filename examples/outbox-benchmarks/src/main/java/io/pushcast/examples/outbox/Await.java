package io.pushcast.examples.outbox;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what is sure to come. */
final class Await {

    private static final long NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** What is waited for. */
    interface Condition {
        boolean holds() throws SQLException;
    }

    private Await() {}

    static void await(String what, Condition condition) throws SQLException {
        long giveUpAt = System.nanoTime() + NANOS;
        while (!condition.holds()) {
            if (System.nanoTime() - giveUpAt > 0) {
                throw new IllegalStateException("Within two minutes it did not come to this: " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
