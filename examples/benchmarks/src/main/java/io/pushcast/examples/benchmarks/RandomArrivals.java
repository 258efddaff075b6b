package io.pushcast.examples.benchmarks;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** Lets events happen at random times, at a mean rate: as they come, and not when the last one is done. */
final class RandomArrivals {

    private final SplittableRandom random = new SplittableRandom(7);
    private final double meanNanos;

    RandomArrivals(double eventsPerSecond) {
        this.meanNanos = 1e9 / eventsPerSecond;
    }

    /** Runs it for each event, with the event's number. An event that is late because the last one took long comes at once. */
    void run(Duration time, Happening event) throws InterruptedException {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        double next = start;
        for (int number = 0; next < end; number++) {
            waitUntil((long) next);
            event.happen(number);
            next += -meanNanos * Math.log(1 - random.nextDouble());
        }
    }

    private static void waitUntil(long nanoTime) throws InterruptedException {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(left);
        }
    }

    /** Something that happens again and again. */
    interface Happening {

        void happen(int number);
    }
}
