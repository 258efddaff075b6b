package io.pushcast.examples.outbox;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** What an outbox delivers to: accepts everything, at once or after a round trip. For any number of threads. */
final class MessageHandler {

    private static final long PATIENCE_SECONDS = 30;

    private final Duration roundTrip;
    private final LongAdder handled = new LongAdder();
    private final LinkedBlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();

    private MessageHandler(Duration roundTrip) {
        this.roundTrip = roundTrip;
    }

    static MessageHandler atOnce() {
        return new MessageHandler(Duration.ZERO);
    }

    static MessageHandler after(Duration roundTrip) {
        return new MessageHandler(roundTrip);
    }

    Duration roundTrip() {
        return roundTrip;
    }

    /** So many messages have arrived with one request. */
    void arrived(int messages) {
        handled.add(messages);
        if (roundTrip.isZero()) {
            arrivals.add(System.nanoTime());
        }
    }

    /** For those that call a handler for each message and wait for it. */
    void handle() {
        arrived(1);
        if (!roundTrip.isZero()) {
            LockSupport.parkNanos(roundTrip.toNanos());
        }
    }

    long handled() {
        return handled.sum();
    }

    void forgetArrivals() {
        arrivals.clear();
    }

    /** When the next request arrived, by {@link System#nanoTime}; waits for it. */
    long nextArrival() {
        try {
            Long arrival = arrivals.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (arrival == null) {
                throw new IllegalStateException("A message did not arrive within " + PATIENCE_SECONDS + " seconds");
            }
            return arrival;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a message", e);
        }
    }
}
