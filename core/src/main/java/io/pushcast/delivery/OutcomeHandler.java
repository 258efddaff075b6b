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

    private final KeyedQueue backlog;
    private final RetryQueue backoff;
    private final ExpiryQueue expiry;
    private final OutcomeRecorder endings;
    private final LongSupplier nanoTime;

    OutcomeHandler(
            KeyedQueue backlog,
            RetryQueue backoff,
            ExpiryQueue expiry,
            OutcomeRecorder endings,
            LongSupplier nanoTime) {
        this.backlog = backlog;
        this.backoff = backoff;
        this.expiry = expiry;
        this.endings = endings;
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
    void settle(Batch batch, Outcome outcome, Optional<Duration> delay) {
        boolean held = isHeld(outcome);
        if (!held) {
            saw(batch, outcome, delay);
        }
        // Those given up by close while they were under way have their outcome.
        batch.entries.removeIf(entry -> entry.state == QueuedMessage.State.DONE);
        if (outcome instanceof Outcome.Accepted) {
            endings.delivered(batch);
            answered(batch);
        } else if (outcome instanceof Outcome.Rejected) {
            rejected(batch);
            answered(batch);
        } else {
            failed(batch, held, delay);
        }
    }

    private void saw(Batch batch, Outcome outcome, Optional<Duration> retryIn) {
        for (QueuedMessage entry : batch.entries) {
            entry.attempts++;
            entry.lastOutcome = outcome;
        }
        endings.saw(outcome, SentRequests.of(batch, outcome, retryIn, nanoTime.getAsLong()));
    }

    private void rejected(Batch batch) {
        if (batch.entries.size() == 1) {
            endings.failed(batch.entries.get(0), Reason.REJECTED, "was rejected");
            return;
        }
        // One of them may be to blame: all wait again, to go in requests half as large.
        int half = (batch.entries.size() + 1) / 2;
        for (QueuedMessage entry : batch.entries) {
            entry.largestBatch = half;
            expiry.expect(entry.expiresAt);
        }
        backlog.putBack(batch.entries);
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
            backlog.release(batch.keys);
        } else if (held) {
            waitAgain(batch, now + HELD_NANOS);
        } else if (delay.isPresent()) {
            waitAgain(batch, now + NanoDurations.of(delay.get()));
        } else {
            batch.entries.forEach(entry -> endings.failed(entry, Reason.RETRIES_EXHAUSTED, "was given up"));
            backlog.release(batch.keys);
        }
    }

    private void waitAgain(Batch batch, long dueAt) {
        batch.entries.forEach(entry -> expiry.expect(entry.expiresAt));
        backoff.add(batch, dueAt);
    }

    private void answered(Batch batch) {
        endings.answered(batch);
        backlog.release(batch.keys);
    }

    private static boolean isFailure(Outcome outcome) {
        return outcome instanceof Retryable || outcome instanceof Outcome.Suspended;
    }

    private static boolean isHeld(Outcome outcome) {
        return outcome instanceof Retryable retryable && retryable.kind() == Kind.HELD;
    }
}
