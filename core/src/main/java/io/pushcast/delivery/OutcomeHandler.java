package io.pushcast.delivery;

import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what becomes of the messages of a request that has ended. Guarded by the engine's lock. */
final class OutcomeHandler {

    private static final Logger log = LoggerFactory.getLogger(OutcomeHandler.class);

    /** A request that the transport held back although it had not said so is offered again after this. */
    private static final long HELD_NANOS = Duration.ofMillis(10).toNanos();

    /** How long a request waits if the schedule of retries fails to say. */
    private static final Duration FALLBACK = Duration.ofSeconds(1);

    private final KeyedQueue queue;
    private final RetryQueue retryQueue;
    private final ExpiryQueue expiry;
    private final OutcomeRecorder recorder;
    private final LongSupplier nanoTime;

    OutcomeHandler(
            KeyedQueue queue,
            RetryQueue retryQueue,
            ExpiryQueue expiry,
            OutcomeRecorder recorder,
            LongSupplier nanoTime) {
        this.queue = queue;
        this.retryQueue = retryQueue;
        this.expiry = expiry;
        this.recorder = recorder;
        this.nanoTime = nanoTime;
    }

    /**
     * How long the request is to wait before it is sent again; empty if it is not to be. Called without the lock, since
     * Resilience4j tells its listeners, which are the application's, meanwhile.
     */
    static Optional<Duration> delay(Batch batch, Outcome outcome) {
        if (!isFailure(outcome) || isHeld(outcome)) {
            return Optional.empty();
        }
        try {
            return batch.attempts.afterFailure(outcome);
        } catch (Throwable t) {
            // An Error too: without an end of this the request would keep its place and its keys for ever.
            log.error("A listener to the retries failed", t);
            return Optional.of(FALLBACK);
        }
    }

    /** @param delay what {@link #delay} said */
    void handle(Batch batch, Outcome outcome, Optional<Duration> delay) {
        boolean held = isHeld(outcome);
        if (!held) {
            requestEnded(batch, outcome, delay);
        }
        // Those given up by close while they were under way have their outcome.
        batch.entries.removeIf(entry -> entry.state == QueuedMessage.State.DONE);
        if (outcome instanceof Outcome.Accepted) {
            recorder.delivered(batch);
            answered(batch);
        } else if (outcome instanceof Outcome.Rejected) {
            rejected(batch);
            answered(batch);
        } else {
            failed(batch, held, delay);
        }
    }

    private void requestEnded(Batch batch, Outcome outcome, Optional<Duration> retryIn) {
        for (QueuedMessage entry : batch.entries) {
            entry.attempts++;
            entry.lastOutcome = outcome;
        }
        recorder.requestEnded(outcome, SentRequests.of(batch, outcome, retryIn, nanoTime.getAsLong()));
    }

    private void rejected(Batch batch) {
        if (batch.entries.size() == 1) {
            recorder.failed(batch.entries.get(0), Reason.REJECTED, "was rejected");
            return;
        }
        // One of them may be to blame: all wait again, to go in requests half as large.
        int half = (batch.entries.size() + 1) / 2;
        for (QueuedMessage entry : batch.entries) {
            entry.largestBatch = half;
            expiry.expect(entry.expiresAt);
        }
        queue.putBack(batch.entries);
    }

    private void failed(Batch batch, boolean held, Optional<Duration> delay) {
        long now = nanoTime.getAsLong();
        batch.entries.removeIf(entry -> {
            boolean expired = expiry.isExpired(entry, now);
            if (expired) {
                expiry.fail(entry);
            }
            return expired;
        });
        if (batch.entries.isEmpty()) {
            queue.release(batch.keys);
        } else if (held) {
            waitAgain(batch, now + HELD_NANOS);
        } else if (delay.isPresent()) {
            waitAgain(batch, now + NanoDurations.of(delay.get()));
        } else {
            batch.entries.forEach(entry -> recorder.failed(entry, Reason.RETRIES_EXHAUSTED, "was given up"));
            queue.release(batch.keys);
        }
    }

    private void waitAgain(Batch batch, long dueAt) {
        batch.entries.forEach(entry -> expiry.expect(entry.expiresAt));
        retryQueue.add(batch, dueAt);
    }

    private void answered(Batch batch) {
        recorder.answered(batch);
        queue.release(batch.keys);
    }

    private static boolean isFailure(Outcome outcome) {
        return outcome instanceof Retryable || outcome instanceof Outcome.Suspended;
    }

    private static boolean isHeld(Outcome outcome) {
        return outcome instanceof Retryable retryable && retryable.kind() == Kind.HELD;
    }
}
