package io.pushcast.delivery;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that takes a turn whenever the time for it has come. Its state is guarded by the engine's lock. */
final class DeliveryThread {

    private static final Logger log = LoggerFactory.getLogger(DeliveryThread.class);

    private static final long PAUSE_AFTER_FAILURE = Duration.ofMillis(100).toNanos();

    private static final Duration LONGEST_END = Duration.ofSeconds(1);

    private static final long LONGEST_WAIT = Long.MAX_VALUE / 2;

    private final ReentrantLock lock;
    private final Condition woken;
    private final Runnable turn;
    private final LongSupplier untilNextTurn;
    private final Thread thread;
    private volatile boolean stopped;
    private boolean wanted;
    /** Whether it waits and nobody has woken it yet. */
    private boolean waiting;
    /** While it waits: when it will wake by itself. */
    private long wakesAt;

    /**
     * A worker, not yet started.
     *
     * @param turn what it does, outside of the lock
     * @param untilNextTurn how many nanoseconds until the next turn; asked with the lock held
     */
    DeliveryThread(String name, ReentrantLock lock, Runnable turn, LongSupplier untilNextTurn) {
        this.lock = lock;
        this.woken = lock.newCondition();
        this.turn = turn;
        this.untilNextTurn = untilNextTurn;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (awaitTurn()) {
            try {
                turn.run();
            } catch (Throwable t) {
                // Without this thread nothing is delivered any more, so that even an Error must not end it.
                log.error("A turn of the delivery failed; the next one goes on", t);
                pause();
            }
        }
    }

    /** What failed once may fail again at once. */
    private void pause() {
        lock.lock();
        try {
            long left = PAUSE_AFTER_FAILURE;
            while (!stopped && left > 0) {
                left = woken.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            log.debug("The delivery's thread was interrupted, which means nothing to it", e);
        } finally {
            lock.unlock();
        }
    }

    /** True when it is time for a turn, false when there will be none. */
    private boolean awaitTurn() {
        lock.lock();
        try {
            long nanos = untilNextTurn.getAsLong();
            while (!stopped && !wanted && nanos > 0) {
                wakesAt = System.nanoTime() + Math.min(nanos, LONGEST_WAIT);
                waiting = true;
                woken.awaitNanos(nanos);
                nanos = untilNextTurn.getAsLong();
            }
            wanted = false;
        } catch (InterruptedException e) {
            log.debug("The delivery's thread was interrupted, which means nothing to it", e);
        } finally {
            waiting = false;
            lock.unlock();
        }
        return !stopped;
    }

    /** Wakes it if a turn is wanted before it would wake by itself. To be called with the lock held. */
    void wakeIfEarlier() {
        if (waiting && untilNextTurn.getAsLong() < wakesAt - System.nanoTime()) {
            waiting = false;
            woken.signal();
        }
    }

    /** Makes it take a turn now. To be called with the lock held. */
    void wake() {
        wanted = true;
        woken.signal();
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    /** After {@link #stop}: waits until the thread has ended, for a moment at most. Not to be called with the lock held. */
    void awaitEnd() {
        awaitEnd(thread);
    }

    /** Waits until a thread that has nothing to do any more has ended; not if it is the calling one. */
    static void awaitEnd(Thread thread) {
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            // Longer only if it is held up in code that is not ours.
            thread.join(LONGEST_END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
