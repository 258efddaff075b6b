package io.pushcast.testing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Keeps the newest of what happened, so that a server that runs for days does not fill the memory. Thread-safe. */
class EventRecorder {

    /** How many characters the newest requests, events or webhooks may have together; the older ones are forgotten. */
    static final int MOST_CHARACTERS = 64 * 1024 * 1024;

    private final RecentItems<RecordedRequest> requests;
    private final RecentItems<RecordedEvent> events;
    private final RecentItems<RecordedWebhook> webhooks;
    private long eventCount;

    /** @param capacity how many of each it keeps at most */
    EventRecorder(int capacity) {
        this.requests = new RecentItems<>(
                capacity,
                MOST_CHARACTERS,
                request -> request.path().length() + request.body().length());
        this.events = new RecentItems<>(
                capacity,
                MOST_CHARACTERS,
                event -> event.channel().length()
                        + event.name().length()
                        + event.data().length());
        this.webhooks = new RecentItems<>(
                capacity, MOST_CHARACTERS, webhook -> webhook.body().length());
    }

    synchronized void add(RecordedRequest request) {
        requests.add(request);
    }

    synchronized void add(RecordedEvent event) {
        events.add(event);
        eventCount++;
        notifyAll();
    }

    synchronized void add(RecordedWebhook webhook) {
        webhooks.add(webhook);
    }

    /** Is told why something is refused, in the words that whoever asked for it gets. Nothing is kept of it. */
    void refused(String what, String why) {}

    synchronized List<RecordedRequest> requests() {
        return requests.all();
    }

    synchronized List<RecordedEvent> events() {
        return events.all();
    }

    synchronized List<RecordedWebhook> webhooks() {
        return webhooks.all();
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
}
