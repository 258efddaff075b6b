package io.pushcast.delivery;

import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.Limits;
import io.pushcast.resilience.RetrySchedule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says which request leaves next, and when. Guarded by the engine's lock. */
final class RequestScheduler {

    /** Looking more often would cost more than it saves. */
    private static final long SHORTEST_LINGER_CHECK = Duration.ofMillis(1).toNanos();

    private final KeyedQueue queue;
    private final RetryQueue retryQueue;
    private final BufferSpace space;
    private final OutcomeRecorder recorder;
    private final RetrySchedule retrySchedule;
    private final Limits limits;
    private final int maxInFlight;
    private final long linger;
    private int inFlight;
    private long sentSoFar;
    private long lingerEndedUpTo;
    private boolean lingerEnded;
    private long pausedUntil;

    RequestScheduler(
            KeyedQueue queue,
            RetryQueue retryQueue,
            BufferSpace space,
            OutcomeRecorder recorder,
            RetrySchedule retrySchedule,
            Limits limits,
            DeliverySettings settings,
            long now) {
        this.queue = queue;
        this.retryQueue = retryQueue;
        this.space = space;
        this.recorder = recorder;
        this.retrySchedule = retrySchedule;
        this.limits = limits;
        this.maxInFlight = settings.maxInFlight();
        this.linger = NanoDurations.of(settings.linger());
        this.pausedUntil = now;
    }

    /** The requests under way. */
    int inFlight() {
        return inFlight;
    }

    /** The requests that have been sent, those that have ended included. */
    long sentSoFar() {
        return sentSoFar;
    }

    /** What has a sequence number up to this one lingers no more. */
    void stopLingering(long upToSequence) {
        lingerEndedUpTo = upToSequence;
    }

    /** Nothing lingers any more. */
    void stopAllLingering() {
        lingerEnded = true;
    }

    /**
     * The request that leaves now; null if none does.
     *
     * @param pause how long nothing may leave
     */
    @Nullable
    Batch next(long now, Duration pause) {
        pausedUntil = now + NanoDurations.of(pause);
        Batch batch = inFlight < maxInFlight && pause.isZero() ? nextPermitted(now) : null;
        if (batch != null) {
            sentSoFar++;
            batch.markSent(now, sentSoFar, recorder.accepted());
            inFlight++;
        }
        return batch;
    }

    /** A request has ended. */
    void ended() {
        inFlight--;
    }

    private @Nullable Batch nextPermitted(long now) {
        Batch batch = due(now);
        while (batch != null && !keepPermitted(batch)) {
            batch = due(now);
        }
        return batch;
    }

    /** Drops what its owner has lost the permit for; false if that was all. */
    private boolean keepPermitted(Batch batch) {
        batch.entries.removeIf(entry -> {
            boolean lost = !entry.pending.mayBeSent();
            if (lost) {
                recorder.failed(
                        entry,
                        Reason.LEFT_IN_OUTBOX,
                        "is left to the outbox: another instance has taken it over, or somebody has taken it out");
            }
            return lost;
        });
        if (batch.entries.isEmpty()) {
            queue.release(batch.keys);
            return false;
        }
        return true;
    }

    /**
     * What failed goes before what was not tried yet, since it is older. But while it is not known whether the app is served,
     * it goes after that: what tells is a message that did not fail so far.
     */
    private @Nullable Batch due(long now) {
        if (recorder.isInTrouble()) {
            Batch untried = untried(now);
            return untried != null ? untried : retryQueue.pollDue(now);
        }
        Batch again = retryQueue.pollDue(now);
        return again != null ? again : untried(now);
    }

    private @Nullable Batch untried(long now) {
        if (untilDue(now) > 0) {
            return null;
        }
        List<QueuedMessage> entries = queue.take(limits.maxBatchSize(), limits.maxRequestBytes());
        return entries.isEmpty() ? null : new Batch(entries, retrySchedule.begin());
    }

    /** Nanoseconds until there may be a request to leave; {@link Long#MAX_VALUE} if only an event can bring it. */
    long untilNext(long now) {
        if (inFlight >= maxInFlight) {
            return Long.MAX_VALUE;
        }
        long next = Math.min(Math.min(retryQueue.untilNext(now), untilDue(now)), untilLingerCheck());
        return next == Long.MAX_VALUE ? next : Math.max(next, pausedUntil - now);
    }

    /** Nanoseconds until what waits makes a request; {@link Long#MAX_VALUE} if nothing does. */
    private long untilDue(long now) {
        QueuedMessage first = queue.firstReady();
        if (first == null) {
            return Long.MAX_VALUE;
        }
        boolean full = first.isSolo()
                || queue.readyMessages() >= Math.min(limits.maxBatchSize(), first.largestBatch)
                || queue.readyBytes() >= limits.maxRequestBytes();
        boolean urgent = lingerEnded || first.sequence <= lingerEndedUpTo || space.isAwaited();
        if (full || urgent || inFlight == 0) {
            return 0;
        }
        return Math.max(0, first.arrivedAt + linger - now);
    }

    /**
     * While a request is under way, the worker looks now and then whether something has begun to linger meanwhile: each
     * {@code publish} would otherwise have to wake it only to say so, which costs more than all else it does.
     */
    private long untilLingerCheck() {
        boolean worthIt = inFlight > 0 && queue.firstReady() == null;
        return worthIt && linger >= SHORTEST_LINGER_CHECK ? linger : Long.MAX_VALUE;
    }
}
