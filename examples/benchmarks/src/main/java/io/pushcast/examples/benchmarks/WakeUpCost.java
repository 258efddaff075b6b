package io.pushcast.examples.benchmarks;

import java.util.concurrent.locks.LockSupport;

/** A thread that sleeps, and when it is woken goes to sleep again: what waking costs its caller is the operating system's. */
final class WakeUpCost implements AutoCloseable {

    private final Thread thread = new Thread(this::sleep, "sleeper");
    private volatile boolean closed;

    WakeUpCost() {
        thread.setDaemon(true);
        thread.start();
    }

    private void sleep() {
        while (!closed) {
            LockSupport.park(this);
        }
    }

    /** Wakes it, and says how many nanoseconds that took. */
    long wake() {
        long start = System.nanoTime();
        LockSupport.unpark(thread);
        return System.nanoTime() - start;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
