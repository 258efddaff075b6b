package io.pushcast.outbox;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that works in a session of its own, round after round, and in a new one when that breaks. */
final class OutboxThread {

    private static final Logger log = LoggerFactory.getLogger(OutboxThread.class);

    /** What such a thread does. */
    interface Work {

        /** Wakes the thread early. */
        Signal signal();

        /** A session is open. */
        default void begin(OutboxSession session) {}

        /** One round; returns how many nanoseconds the next one can wait. */
        long turn(OutboxSession session);

        /** The last thing before the end. */
        default void finish(OutboxSession session) {}
    }

    private final String name;
    private final OutboxStore store;
    private final Work work;
    private final long pauseNanos;
    private final Thread thread;
    private volatile boolean stopping;
    private boolean finished;
    private boolean broken;

    /** @param pause how long to wait after a failure */
    OutboxThread(String name, OutboxStore store, Work work, Duration pause) {
        this.name = name;
        this.store = store;
        this.work = work;
        this.pauseNanos = pause.toNanos();
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Lets it finish what it does, and waits for that. */
    void stop(Duration timeout) {
        stopping = true;
        work.signal().give();
        try {
            thread.join(Math.max(1, timeout.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            log.warn("{} has not ended within {}; it ends when its database call does", name, timeout);
        }
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
        try (OutboxSession session = store.open()) {
            work.begin(session);
            while (!stopping) {
                long rest = work.turn(session);
                mended();
                await(rest);
            }
            work.finish(session);
            finished = true;
        } catch (Throwable t) {
            // An Error too: without this thread the instance does its part of the work no more.
            brokeOn(t);
            if (!stopping) {
                await(pauseNanos);
            }
        }
    }

    private void await(long nanos) {
        try {
            work.signal().await(nanos);
        } catch (InterruptedException e) {
            log.debug("{} was interrupted, which means nothing to it", name, e);
        }
    }

    private void brokeOn(Throwable t) {
        if (broken) {
            log.debug("{} can't go on yet", name, t);
        } else if (t instanceof OutboxException) {
            log.warn(
                    "{} has lost its database and tries again every {} ms: {}",
                    name,
                    TimeUnit.NANOSECONDS.toMillis(pauseNanos),
                    t.getMessage(),
                    t);
        } else {
            log.error("{} failed and goes on", name, t);
        }
        broken = true;
    }

    private void mended() {
        if (broken) {
            broken = false;
            log.info("{} goes on", name);
        }
    }
}
