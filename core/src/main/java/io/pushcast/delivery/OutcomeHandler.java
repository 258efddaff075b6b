package io.pushcast.delivery;

import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.resilience.RetrySchedule;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of the messages of a request that has ended. Guarded by the engine's lock.
 *
 * <p>A failure can be about the app or about a message, and often does not say which. What is believed, and why:
 *
 * <ul>
 *   <li><b>About the app</b> (it is down, refused, over its limits) only what a second, different message confirms. That is kept
 *       by {@link io.pushcast.resilience.ResilientTransport}, which then lets nothing pass. Until a failure is confirmed, and
 *       while the app is paused or broken, messages that were not tried yet go before those that failed: so a probe is made
 *       with a different message each time, as far as there is one.
 *   <li><b>About a message</b> only what happened to it alone. The failure of a batch says nothing of any of its messages. A
 *       batch that fails twice in the same way while other requests pass is divided, and so is one that the app's server
 *       refuses, or one that failed four times when nothing else passes: each message goes alone then. {@code maxAttempts}
 *       counts its attempts from there. A batch that was told to wait (429) four times is halved.
 *   <li><b>Poison</b> is a message that fails alone, again and again, while others are accepted: see {@link PoisonSuspicion}. It
 *       is given up. While nothing else is accepted no message is: without a second message there is nothing to compare.
 *   <li>An <b>acceptance</b> shows that the app is served. What waited longer than its own backoff because of the app (by {@code
 *       Retry-After}, or since the app was refused) does so no more.
 * </ul>
 */
final class OutcomeHandler {

    private static final Logger log = LoggerFactory.getLogger(OutcomeHandler.class);

    /** A request that the transport held back although it had not said so is offered again after this, the first time. */
    private static final long HELD_NANOS = Duration.ofMillis(10).toNanos();

    private static final int MOST_DOUBLINGS_OF_HELD = 6;

    /** How long a request waits if the schedule of retries fails to say. */
    private static final Duration FALLBACK = Duration.ofSeconds(1);

    /** A batch is divided after so many failures in the same way, while other requests pass. */
    private static final int FAILURES_WHILE_OTHERS_PASS = 2;

    /** A batch is divided after so many failures, whatever else happens: it may be all that there is. */
    private static final int FAILURES = 4;

    private final KeyedQueue queue;
    private final RetryQueue retryQueue;
    private final MessageExpiry expiry;
    private final OutcomeRecorder recorder;
    private final RetrySchedule retrySchedule;
    private final LongSupplier nanoTime;

    OutcomeHandler(
            KeyedQueue queue,
            RetryQueue retryQueue,
            MessageExpiry expiry,
            OutcomeRecorder recorder,
            RetrySchedule retrySchedule,
            LongSupplier nanoTime) {
        this.queue = queue;
        this.retryQueue = retryQueue;
        this.expiry = expiry;
        this.recorder = recorder;
        this.retrySchedule = retrySchedule;
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

    /**
     * A request has ended.
     *
     * @param delay what {@link #delay} said
     * @param sentSoFar how many requests have been sent
     */
    void handle(Batch batch, Outcome outcome, Optional<Duration> delay, long sentSoFar) {
        long now = nanoTime.getAsLong();
        if (isHeld(outcome)) {
            forgetEnded(batch, now);
            if (!batch.entries.isEmpty()) {
                retryQueue.add(batch, now + (HELD_NANOS << Math.min(batch.timesHeld, MOST_DOUBLINGS_OF_HELD)));
                batch.timesHeld++;
            }
        } else if (isFailure(outcome)) {
            failed(batch, outcome, delay, now, sentSoFar);
        } else {
            answered(batch, outcome, now);
        }
    }

    private void answered(Batch batch, Outcome outcome, long now) {
        count(batch, outcome);
        recorder.requestEnded(outcome, SentRequests.of(batch, outcome, Optional.empty(), now));
        batch.entries.removeIf(OutcomeHandler::isDone);
        if (outcome instanceof Outcome.Accepted) {
            recorder.delivered(batch);
            retryQueue.appIsServed(batch.number);
        } else {
            rejected(batch);
        }
        recorder.answered(batch);
        queue.release(batch.keys);
    }

    private static void count(Batch batch, Outcome outcome) {
        for (QueuedMessage entry : batch.entries) {
            if (!isDone(entry)) {
                entry.attempts++;
                entry.lastOutcome = outcome;
            }
        }
    }

    private void rejected(Batch batch) {
        if (batch.wasAlone()) {
            batch.entries.forEach(entry -> recorder.failed(entry, Reason.REJECTED, "was rejected"));
            return;
        }
        halve(batch);
    }

    /** One of its messages may be to blame: all wait again, to go in requests half as large. */
    private void halve(Batch batch) {
        int half = (batch.sent.size() + 1) / 2;
        for (QueuedMessage entry : batch.entries) {
            entry.largestBatch = half;
        }
        queue.putBack(batch.entries);
    }

    private void failed(Batch batch, Outcome outcome, Optional<Duration> delay, long now, long sentSoFar) {
        count(batch, outcome);
        batch.timesHeld = 0;
        batch.failed(outcome);
        boolean divided = !batch.wasAlone() && isToBeDivided(batch, outcome, delay);
        boolean poison = batch.wasAlone() && !isThrottled(outcome) && isPoison(batch.entries.get(0), now);
        Optional<Duration> retryIn = divided || poison ? Optional.empty() : delay;
        recorder.requestEnded(outcome, SentRequests.of(batch, outcome, retryIn, now));
        if (!isThrottled(outcome) && !isNoWitness(batch)) {
            recorder.requestFailed();
        }
        forgetEnded(batch, now);
        if (batch.entries.isEmpty()) {
            return;
        }
        long backoffOverAt = now + NanoDurations.of(batch.attempts.backoff());
        if (divided || (!poison && delay.isPresent())) {
            batch.entries.forEach(entry -> entry.pending.willBeRetried(entry, outcome));
        }
        if (divided && isThrottled(outcome)) {
            // Not one by one: a limit on requests would be hit all the harder.
            halve(batch);
            queue.release(batch.keys);
        } else if (divided) {
            divide(batch, backoffOverAt);
        } else if (poison) {
            giveUp(
                    batch,
                    Reason.POISON,
                    "was given up, since it failed alone again and again while others were accepted");
        } else if (delay.isEmpty()) {
            giveUp(batch, Reason.RETRIES_EXHAUSTED, "was given up");
        } else {
            retryQueue.addForApp(batch, now + NanoDurations.of(delay.get()), backoffOverAt, sentSoFar);
        }
    }

    private boolean isToBeDivided(Batch batch, Outcome outcome, Optional<Duration> delay) {
        if (delay.isEmpty() || outcome instanceof Outcome.Suspended) {
            return true;
        }
        boolean othersPass = !isThrottled(outcome) && batch.wasOvertaken(recorder.accepted());
        return batch.failures() >= FAILURES || (othersPass && batch.failuresAlike() >= FAILURES_WHILE_OTHERS_PASS);
    }

    private boolean isPoison(QueuedMessage message, long now) {
        if (message.suspicion == null) {
            message.suspicion = new PoisonSuspicion(now, recorder.accepted(), recorder.failed());
            return false;
        }
        message.suspicion.failed(recorder.accepted());
        return message.suspicion.isProven(now, recorder.accepted(), recorder.failed());
    }

    private static boolean isNoWitness(Batch batch) {
        PoisonSuspicion suspicion = batch.wasAlone() ? batch.entries.get(0).suspicion : null;
        return suspicion != null && suspicion.isNoWitness();
    }

    /** Drops messages that have their outcome, and those whose time has run out; if none is left, their keys go on. */
    private void forgetEnded(Batch batch, long now) {
        batch.entries.removeIf(entry -> {
            boolean expired = !isDone(entry) && expiry.isExpired(entry, now);
            if (expired) {
                expiry.failUnsent(entry);
            }
            return isDone(entry);
        });
        if (batch.entries.isEmpty()) {
            queue.release(batch.keys);
        }
    }

    /** From now on each of its messages goes alone; the first of each key after the backoff, the others when it is their turn. */
    private void divide(Batch batch, long dueAt) {
        List<QueuedMessage> later = new ArrayList<>();
        List<MessagesOfKey> released = new ArrayList<>(batch.keys);
        MessagesOfKey last = null;
        for (QueuedMessage entry : batch.entries) {
            entry.largestBatch = 1;
            if (entry.key == last) {
                later.add(entry);
            } else {
                last = entry.key;
                released.remove(last);
                retryQueue.add(new Batch(new ArrayList<>(List.of(entry)), retrySchedule.begin()), dueAt);
            }
        }
        queue.putBack(later);
        queue.release(released);
    }

    private void giveUp(Batch batch, Reason reason, String what) {
        batch.entries.forEach(entry -> recorder.failed(entry, reason, what));
        queue.release(batch.keys);
    }

    private static boolean isDone(QueuedMessage entry) {
        return entry.state == QueuedMessage.State.DONE;
    }

    private static boolean isFailure(Outcome outcome) {
        return outcome instanceof Retryable || outcome instanceof Outcome.Suspended;
    }

    private static boolean isHeld(Outcome outcome) {
        return outcome instanceof Retryable retryable && retryable.kind() == Kind.HELD;
    }

    private static boolean isThrottled(Outcome outcome) {
        return outcome instanceof Retryable retryable && retryable.kind() == Kind.THROTTLED;
    }
}
