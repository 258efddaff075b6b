package io.pushcast.testing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Keeps the newest of what happened, so that a server that runs for days does not fill the memory. Thread-safe. */
class Recorder {

    private final int capacity;
    private final Deque<RecordedRequest> requests = new ArrayDeque<>();
    private final Deque<RecordedEvent> events = new ArrayDeque<>();
    private final Deque<RecordedWebhook> webhooks = new ArrayDeque<>();
    private long eventCount;

    Recorder(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(RecordedRequest request) {
        keep(requests, request);
    }

    synchronized void add(RecordedEvent event) {
        keep(events, event);
        eventCount++;
        notifyAll();
    }

    synchronized void add(RecordedWebhook webhook) {
        keep(webhooks, webhook);
    }

    synchronized List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    synchronized List<RecordedEvent> events() {
        return List.copyOf(events);
    }

    synchronized List<RecordedWebhook> webhooks() {
        return List.copyOf(webhooks);
    }

    /** See {@link Recording#await}. The condition is asked without a lock: it may ask the server something. */
    boolean await(Predicate<List<RecordedEvent>> condition, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            List<RecordedEvent> soFar;
            long count;
            synchronized (this) {
                soFar = events();
                count = eventCount;
            }
            if (condition.test(soFar)) {
                return true;
            }
            if (!awaitMoreThan(count, deadline)) {
                return false;
            }
        }
    }

    private synchronized boolean awaitMoreThan(long count, long deadline) {
        try {
            while (eventCount == count) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                // Less than a millisecond would not wait at all.
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for events", e);
        }
    }

    synchronized void forget() {
        requests.clear();
        events.clear();
        webhooks.clear();
    }

    private <T> void keep(Deque<T> all, T newest) {
        if (all.size() == capacity) {
            all.removeFirst();
        }
        all.addLast(newest);
    }
}
