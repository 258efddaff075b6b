package io.pushcast.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Waits until messages are gone from the store, whoever delivers them: on a thread that lives as long as there is something
 * to wait for. Safe for use by several threads.
 */
final class Flushes {

    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Set<Integer> ALL =
            IntStream.range(0, OutboxStore.PARTITIONS).boxed().collect(Collectors.toUnmodifiableSet());

    private final OutboxStore store;
    private final boolean skipBlocked;
    private final BooleanSupplier delivering;
    private final Signal signal = new Signal();
    private List<CompletableFuture<Void>> asked = new ArrayList<>();
    private boolean running;

    /**
     * With what they go by.
     *
     * @param skipBlocked whether messages behind a dead letter of their key are not waited for
     * @param delivering whether this instance delivers; while it does not, nothing is waited for
     */
    Flushes(OutboxStore store, boolean skipBlocked, BooleanSupplier delivering) {
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
        synchronized (this) {
            asked.add(done);
            if (!running) {
                running = true;
                Thread thread = new Thread(this::run, "pushcast-outbox-flush");
                thread.setDaemon(true);
                thread.start();
            }
        }
        signal.give();
        return done;
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
            long pause = SHORTEST_PAUSE_NANOS;
            do {
                begun = takeAsked();
                if (!begun.isEmpty()) {
                    long newest = session.newest();
                    begun.forEach(done -> waiting.add(new Flush(newest, done)));
                    pause = SHORTEST_PAUSE_NANOS;
                }
                long gone = delivering.getAsBoolean() ? oldest(session) - 1 : Long.MAX_VALUE;
                waiting.stream()
                        .filter(flush -> flush.upTo() <= gone)
                        .forEach(flush -> flush.done().complete(null));
                waiting.removeIf(flush -> flush.upTo() <= gone);
                if (!waiting.isEmpty()) {
                    signal.await(pause);
                    pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
                }
            } while (!waiting.isEmpty());
        } catch (Throwable t) {
            // An Error too: whoever waits would wait for ever.
            begun.forEach(done -> done.completeExceptionally(t));
            waiting.forEach(flush -> flush.done().completeExceptionally(t));
            takeAsked().forEach(done -> done.completeExceptionally(t));
        }
    }

    /** The least id of those that wait; the greatest there is if none does. */
    private long oldest(OutboxSession session) {
        long oldest = session.load(ALL, 0, 1, 1, (id, partition) -> false, skipBlocked)
                .last();
        return oldest == 0 ? Long.MAX_VALUE : oldest;
    }
}
