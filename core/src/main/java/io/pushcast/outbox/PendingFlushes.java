package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until messages are gone from the store, whoever delivers them: on a thread that lives as long as there is something
 * to wait for. Safe for use by several threads.
 */
final class PendingFlushes {

    private static final Logger log = LoggerFactory.getLogger(PendingFlushes.class);

    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A look takes at most one part in so many of the time: behind many deleted rows it is not cheap. */
    private static final int LOOKS_SHARE = 5;

    private static final Set<Integer> ALL =
            IntStream.range(0, OutboxStore.PARTITIONS).boxed().collect(Collectors.toUnmodifiableSet());

    private final OutboxStore store;
    private final boolean skipBlocked;
    private final BooleanSupplier delivering;
    private final String threadName;
    private final OutboxThread.WakeUpSignal signal = new OutboxThread.WakeUpSignal();
    private List<CompletableFuture<Void>> asked = new ArrayList<>();
    private boolean running;
    private @Nullable Thread thread;

    /**
     * With what they go by.
     *
     * @param skipBlocked whether messages behind a dead letter of their key are not waited for
     * @param delivering whether this instance delivers; while it does not, nothing is waited for
     */
    PendingFlushes(String name, OutboxStore store, boolean skipBlocked, BooleanSupplier delivering) {
        this.threadName = "pushcast-outbox-flush-" + name;
        this.store = store;
        this.skipBlocked = skipBlocked;
        this.delivering = delivering;
    }

    /** Messages up to this id are waited for. */
    private record Flush(long upTo, CompletableFuture<Void> done) {}

    /**
     * Completes when what is committed now is gone, or this instance does not deliver; exceptionally with an
     * {@link OutboxException} if the store can't be asked.
     */
    CompletableFuture<Void> flush() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean first;
        synchronized (this) {
            asked.add(done);
            first = !running;
            running = true;
        }
        if (first) {
            begin();
        } else {
            signal.give();
        }
        return done;
    }

    private void begin() {
        try {
            Thread begun = new Thread(this::run, threadName);
            begun.setDaemon(true);
            begun.start();
            synchronized (this) {
                thread = begun;
            }
        } catch (Throwable t) {
            // Out of threads: the next one to ask is to try again.
            List<CompletableFuture<Void>> lost;
            synchronized (this) {
                lost = takeAsked();
                running = false;
            }
            lost.forEach(done -> done.completeExceptionally(t));
        }
    }

    /** Looks again at once: whether this instance delivers may have changed. */
    void lookNow() {
        signal.give();
    }

    /** Waits until its connection is given back; not at all if the time is zero or less. */
    void await(Duration timeout) {
        Thread last;
        synchronized (this) {
            last = thread;
        }
        if (last == null || last == Thread.currentThread() || timeout.toMillis() <= 0) {
            return;
        }
        try {
            last.join(timeout.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        do {
            serve();
        } while (isAsked());
    }

    private synchronized boolean isAsked() {
        running = !asked.isEmpty();
        return running;
    }

    private synchronized List<CompletableFuture<Void>> takeAsked() {
        List<CompletableFuture<Void>> taken = asked;
        asked = new ArrayList<>();
        return taken;
    }

    private void serve() {
        List<CompletableFuture<Void>> begun = List.of();
        List<Flush> waiting = new ArrayList<>();
        try (OutboxSession session = store.open()) {
            long after = 0;
            long pause = SHORTEST_PAUSE_NANOS;
            do {
                begun = takeAsked();
                if (!begun.isEmpty()) {
                    long newest = session.newest();
                    begun.forEach(done -> waiting.add(new Flush(newest, done)));
                    after = 0;
                    pause = SHORTEST_PAUSE_NANOS;
                }
                long lookedAt = System.nanoTime();
                long oldest = delivering.getAsBoolean() ? oldest(session, after) : Long.MAX_VALUE;
                long took = System.nanoTime() - lookedAt;
                // Nothing older is waited for: what commits late with a smaller id was not committed when this was
                // asked.
                after = oldest - 1;
                end(waiting, oldest);
                if (!waiting.isEmpty()) {
                    signal.await(Math.max(pause, (LOOKS_SHARE - 1) * took));
                    pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
                }
            } while (!waiting.isEmpty());
        } catch (Throwable t) {
            // An Error too: whoever waits would wait for ever.
            log.debug("{} can't go on", threadName, t);
            List<CompletableFuture<Void>> failed = new ArrayList<>(begun);
            waiting.forEach(flush -> failed.add(flush.done()));
            // Before any of them is told: whoever then asks again asks the store again.
            failed.addAll(takeAsked());
            failed.forEach(done -> done.completeExceptionally(t));
        }
    }

    private static void end(List<Flush> waiting, long oldest) {
        List<Flush> done =
                waiting.stream().filter(flush -> flush.upTo() < oldest).toList();
        waiting.removeAll(done);
        done.forEach(flush -> flush.done().complete(null));
    }

    /** The least id of those that wait, behind this one; the greatest there is if none does. */
    private long oldest(OutboxSession session, long after) {
        long oldest = session.load(OutboxSession.LoadRequest.of(ALL, after, 1, 1, skipBlocked), found -> false)
                .last();
        return oldest == 0 ? Long.MAX_VALUE : oldest;
    }
}
