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

    Recorder(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(RecordedRequest request) {
        keep(requests, request);
    }

    synchronized void add(RecordedEvent event) {
        keep(events, event);
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

    /** See {@link Recording#await}. */
    synchronized boolean await(Predicate<List<RecordedEvent>> condition, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.test(events())) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for events", e);
            }
        }
        return true;
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
