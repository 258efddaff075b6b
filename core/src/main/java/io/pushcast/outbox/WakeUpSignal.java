package io.pushcast.outbox;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes the one thread that waits for it; given while nobody waits, it is kept until somebody does. */
final class WakeUpSignal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();
    private volatile boolean pending;

    void give() {
        if (pending) {
            return;
        }
        lock.lock();
        try {
            pending = true;
            given.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the signal, for which it waits at most that long. */
    void await(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!pending && left > 0) {
                left = given.awaitNanos(left);
            }
            pending = false;
        } finally {
            lock.unlock();
        }
    }
}
