package io.pushcast.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Messages that have their end, until the relay's thread has told the store. Filled by any thread, emptied by that one. */
final class CompletedMessages {

    /** So many accepted messages are worth a delete. */
    static final int WORTH_A_DELETE = 1_000;

    /** So many may wait to be deleted while that does not succeed; a delete that succeeds is shorter than this. */
    private static final int MOST_UNDELETED = 1_000;

    private static final long LONGEST_DELETE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** So many are deleted at once, at most. */
    private static final int BATCH = 5_000;

    private final Queue<LoadedMessage> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger acceptedCount = new AtomicInteger();
    private final Queue<LoadedMessage> dead = new ConcurrentLinkedQueue<>();
    private final Queue<LoadedMessage> left = new ConcurrentLinkedQueue<>();
    private final AtomicInteger undeleted = new AtomicInteger();
    private final OutboxThread.WakeUpSignal relay;
    private final LongSupplier nanoTime;
    private volatile long deletedAt;

    CompletedMessages(OutboxThread.WakeUpSignal relay, LongSupplier nanoTime) {
        this.relay = relay;
        this.nanoTime = nanoTime;
    }

    /**
     * How long nothing more should be sent, for what is accepted now could not be deleted: each such message would be sent
     * again if this instance ended.
     */
    Duration pause() {
        boolean choked = undeleted.get() >= MOST_UNDELETED && nanoTime.getAsLong() - deletedAt >= LONGEST_DELETE_NANOS;
        return choked ? PAUSE : Duration.ZERO;
    }

    /** So many are gone from the store. */
    void deleted(int count) {
        undeleted.addAndGet(-count);
        deletedAt = nanoTime.getAsLong();
    }

    void add(LoadedMessage message, LoadedMessage.End end) {
        switch (end) {
            case ACCEPTED -> {
                if (undeleted.getAndIncrement() == 0) {
                    deletedAt = nanoTime.getAsLong();
                }
                accepted.add(message);
                int count = acceptedCount.incrementAndGet();
                if (count == 1 || count == WORTH_A_DELETE) {
                    relay.give();
                }
            }
            case DEAD -> {
                dead.add(message);
                relay.give();
            }
            case LEFT -> {
                left.add(message);
                relay.give();
            }
        }
    }

    /** May be a little less than there are, even negative: what is added is counted after it was added. */
    int acceptedCount() {
        return acceptedCount.get();
    }

    boolean isEmpty() {
        return acceptedCount.get() == 0 && dead.isEmpty() && left.isEmpty();
    }

    List<LoadedMessage> pollAccepted() {
        List<LoadedMessage> batch = new ArrayList<>(Math.max(0, Math.min(BATCH, acceptedCount.get())));
        for (LoadedMessage next = accepted.poll(); next != null; next = batch.size() < BATCH ? accepted.poll() : null) {
            batch.add(next);
        }
        acceptedCount.addAndGet(-batch.size());
        return batch;
    }

    List<LoadedMessage> pollDead() {
        return pollAll(dead);
    }

    List<LoadedMessage> pollLeft() {
        return pollAll(left);
    }

    private static List<LoadedMessage> pollAll(Queue<LoadedMessage> queue) {
        List<LoadedMessage> all = new ArrayList<>();
        for (LoadedMessage next = queue.poll(); next != null; next = queue.poll()) {
            all.add(next);
        }
        return all;
    }
}
