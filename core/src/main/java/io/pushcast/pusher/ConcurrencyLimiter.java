package io.pushcast.pusher;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets so many in at a time; the others wait their turn, in order, and no thread waits with them.
 *
 * <p>AsyncHttpClient's own limit would block the caller or fail at once.
 */
final class ConcurrencyLimiter {

    private final Semaphore places;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();

    ConcurrencyLimiter(int places) {
        this.places = new Semaphore(places);
    }

    /** Runs it, now or when others have left. Whoever was let in must {@link #leave} once. */
    void enter(Runnable arrival) {
        if (waiting.isEmpty() && places.tryAcquire()) {
            arrival.run();
        } else {
            waiting.add(arrival);
            letIn();
        }
    }

    void leave() {
        places.release();
        if (!waiting.isEmpty()) {
            letIn();
        }
    }

    /**
     * One thread at a time lets in; a call that comes meanwhile, also from what was just let in, makes it look once
     * more. So a long queue of requests that fail at once does not become a deep stack.
     */
    private void letIn() {
        int seen = 1;
        if (calls.getAndIncrement() > 0) {
            return;
        }
        do {
            while (!waiting.isEmpty() && places.tryAcquire()) {
                // Only this thread takes from the queue, so that there still is one.
                waiting.remove().run();
            }
            seen = calls.addAndGet(-seen);
        } while (seen > 0);
    }
}
