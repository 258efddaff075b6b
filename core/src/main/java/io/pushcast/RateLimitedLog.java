package io.pushcast;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Logs what may happen very often at a bounded rate: the first event of each kind at once, and then every minute how many
 * more there were, with the last of them. Safe for use by several threads.
 */
final class RateLimitedLog {

    private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** More kinds than this are logged as one. */
    private static final int MOST_KINDS = 50;

    private static final String OTHERS = "others";

    private final Logger log;
    private final LongSupplier nanoTime;
    private final Executor inAMinute;
    private final Map<Object, Repetition> repetitions = new LinkedHashMap<>();
    private boolean scheduled;

    /** With the time of the system. */
    RateLimitedLog(Logger log) {
        // The thread of the JDK that has the delay does the little that there is to do.
        this(
                log,
                System::nanoTime,
                CompletableFuture.delayedExecutor(PERIOD_NANOS, TimeUnit.NANOSECONDS, Runnable::run));
    }

    /**
     * With a time of the caller's.
     *
     * @param nanoTime the time, in nanoseconds from any origin, never going back
     * @param inAMinute runs what it is given a minute later
     */
    RateLimitedLog(Logger log, LongSupplier nanoTime, Executor inAMinute) {
        this.log = log;
        this.nanoTime = nanoTime;
        this.inAMinute = inAMinute;
    }

    /**
     * Something has happened.
     *
     * @param kind what is told once, and then only counted
     */
    void tell(Object kind, Level level, String event, @Nullable Throwable cause) {
        boolean first;
        synchronized (this) {
            Object counted = repetitions.containsKey(kind) || repetitions.size() < MOST_KINDS ? kind : OTHERS;
            Repetition repetition = repetitions.get(counted);
            first = repetition == null;
            if (repetition == null) {
                repetitions.put(counted, new Repetition(level, nanoTime.getAsLong()));
            } else {
                repetition.more++;
                repetition.lastEvent = event;
            }
        }
        if (first) {
            log.atLevel(level).setCause(cause).log(event);
        }
        tellDue();
        schedule();
    }

    /** Tells all that was only counted so far. */
    void tellAll() {
        takeDue(true).forEach(this::log);
    }

    private void tellDue() {
        takeDue(false).forEach(this::log);
    }

    private void log(Summary due) {
        log.atLevel(due.level).log("{} more within {} s, the last of them: {}", due.more, due.seconds, due.lastEvent);
    }

    private record Summary(Level level, long more, long seconds, String lastEvent) {}

    /** What did not happen again for a minute is told at once when it does. */
    private synchronized List<Summary> takeDue(boolean all) {
        long now = nanoTime.getAsLong();
        List<Summary> due = new ArrayList<>(0);
        repetitions.values().removeIf(repetition -> {
            long passed = now - repetition.since;
            if (!all && passed < PERIOD_NANOS) {
                return false;
            }
            boolean quiet = repetition.more == 0;
            if (!quiet) {
                due.add(new Summary(
                        repetition.level,
                        repetition.more,
                        TimeUnit.NANOSECONDS.toSeconds(passed),
                        repetition.lastEvent));
            }
            repetition.more = 0;
            repetition.since = now;
            return quiet;
        });
        return due;
    }

    private void schedule() {
        synchronized (this) {
            if (scheduled || repetitions.isEmpty()) {
                return;
            }
            scheduled = true;
        }
        // Weakly: what waits for the minute to pass must not keep a publisher, or its class loader, in memory.
        WeakReference<RateLimitedLog> self = new WeakReference<>(this);
        inAMinute.execute(() -> {
            RateLimitedLog target = self.get();
            if (target != null) {
                target.minutePassed();
            }
        });
    }

    private void minutePassed() {
        synchronized (this) {
            scheduled = false;
        }
        tellDue();
        schedule();
    }

    /** How often a kind of event has happened since it was told. */
    private static final class Repetition {

        private final Level level;
        private long since;
        private long more;
        private String lastEvent = "";

        Repetition(Level level, long since) {
            this.level = level;
            this.since = since;
        }
    }
}
