package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxSession;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that works in a session of its own, round after round, and in a new one when that breaks. */
final class OutboxThread {

    private static final Logger log = LoggerFactory.getLogger(OutboxThread.class);

    /** What goes on failing is told again so often. */
    private static final long COMPLAINT_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** What such a thread does. */
    interface Work {

        /** Wakes the thread early. */
        WakeUpSignal signal();

        /** A session is open. */
        default void begin(OutboxSession session) {}

        /** One round; returns how many nanoseconds the next one can wait. */
        long turn(OutboxSession session);

        /** The last thing before the end. */
        default void finish(OutboxSession session) {}
    }

    private final String name;
    private final Supplier<OutboxSession> store;
    private final Work work;
    private final long pauseNanos;
    private final Thread thread;
    private volatile boolean stopping;
    private boolean finished;
    private final LongSupplier nanoTime;
    private volatile boolean broken;
    private volatile long brokenSince;
    private long complainedAt;

    /**
     * A thread that is not started yet.
     *
     * @param store opens its sessions
     * @param pause how long to wait after a failure
     */
    OutboxThread(String name, Supplier<OutboxSession> store, Work work, Duration pause, LongSupplier nanoTime) {
        this.name = name;
        this.store = store;
        this.work = work;
        this.pauseNanos = pause.toNanos();
        this.nanoTime = nanoTime;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Lets it finish what it does. */
    void stop() {
        stopping = true;
        work.signal().give();
    }

    /** Waits for its end; not at all if the time is zero or less. */
    void await(Duration timeout) {
        try {
            if (timeout.toMillis() > 0) {
                thread.join(timeout.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            log.info("{} still has something to finish, and ends by itself", name);
        }
    }

    /** Whether it is this one that asks, which can't wait for itself. */
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** For how long it has not succeeded in anything; zero if all is well. */
    Duration failingFor() {
        return broken ? Duration.ofNanos(Math.max(1, nanoTime.getAsLong() - brokenSince)) : Duration.ZERO;
    }

    private void run() {
        boolean lastTry = false;
        while (!finished && !lastTry) {
            // What fails after the end was asked for is tried once more, no longer.
            lastTry = stopping;
            serve();
        }
    }

    private void serve() {
        try (OutboxSession session = store.get()) {
            work.begin(session);
            while (!stopping) {
                long pause = work.turn(session);
                mended();
                rest(pause);
            }
            work.finish(session);
            finished = true;
        } catch (Throwable t) {
            // An Error too: without this thread the instance does its part of the work no more.
            brokeOn(t);
            if (!stopping) {
                rest(pauseNanos);
            }
        }
    }

    private void rest(long nanos) {
        try {
            work.signal().await(nanos);
        } catch (InterruptedException e) {
            log.debug("{} was interrupted, which means nothing to it", name, e);
        }
    }

    private void brokeOn(Throwable t) {
        long now = nanoTime.getAsLong();
        if (!broken) {
            brokenSince = now;
            broken = true;
            complain(t);
            complainedAt = now;
        } else if (now - complainedAt >= COMPLAINT_NANOS) {
            complain(t);
            complainedAt = now;
        } else {
            log.debug("{} can't go on yet", name, t);
        }
    }

    private void complain(Throwable t) {
        if (t instanceof OutboxException) {
            log.warn(
                    "{} has had trouble with its database for {} s and tries again every {} ms: {}",
                    name,
                    failingFor().toSeconds(),
                    TimeUnit.NANOSECONDS.toMillis(pauseNanos),
                    t.getMessage(),
                    t);
        } else {
            log.error("{} failed and tries again every {} ms", name, TimeUnit.NANOSECONDS.toMillis(pauseNanos), t);
        }
    }

    private void mended() {
        if (broken) {
            broken = false;
            log.info("{} goes on", name);
        }
    }

    /** Wakes the one thread that waits for it; given while nobody waits, it is kept until somebody does. */
    static final class WakeUpSignal {

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
}
