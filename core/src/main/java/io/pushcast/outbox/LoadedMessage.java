package io.pushcast.outbox;

import io.pushcast.message.DeliveryException;
import io.pushcast.message.SendPermit;
import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.OutboxSession.RetryNote;
import io.pushcast.outbox.store.StoredRecord;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A message that was loaded and is not yet gone from the store, and what became of it. */
final class LoadedMessage implements SendPermit {

    enum End {
        /** To be deleted. */
        ACCEPTED,
        /** To become a dead letter. */
        DEAD,
        /** To be forgotten here. */
        LEFT
    }

    final StoredRecord stored;
    private final Lease lease;
    private final CompletedMessages completed;
    private final LongSupplier nanoTime;
    private final RetriedMessages retried;
    private final long loadedAt;
    private volatile @Nullable DeadLetterCause cause;
    private volatile @Nullable Failure lastFailure;
    /** Written before the first failure is, and never again. */
    private long firstFailedAt;

    /** Whether a newer one took its place; written and read by the relay's thread, and by the engine in that thread. */
    private boolean superseded;

    private volatile boolean withdrawn;

    /** How the last attempt failed. */
    record Failure(int attempts, int status, String text) {

        RetryNote note(StoredRecord message, long failingNanos) {
            return new RetryNote(message, Duration.ofNanos(failingNanos), attempts, status, text);
        }
    }

    LoadedMessage(
            StoredRecord stored,
            Lease lease,
            CompletedMessages completed,
            RetriedMessages retried,
            LongSupplier nanoTime) {
        this.stored = stored;
        this.lease = lease;
        this.completed = completed;
        this.retried = retried;
        this.nanoTime = nanoTime;
        this.loadedAt = nanoTime.getAsLong();
    }

    @Override
    public boolean holds() {
        return !withdrawn && lease.isValid(nanoTime.getAsLong());
    }

    /** It is not to be sent any more. False if that was known. */
    boolean withdraw() {
        boolean isNew = !withdrawn;
        withdrawn = true;
        return isNew;
    }

    long loadedAt() {
        return loadedAt;
    }

    @Override
    public void willBeRetried(int attempts, int status, String failure) {
        if (lastFailure == null) {
            firstFailedAt = nanoTime.getAsLong();
        }
        lastFailure = new Failure(attempts, status, failure);
        retried.failed(this);
    }

    @Nullable
    Failure lastFailure() {
        return lastFailure;
    }

    /** Of one that has failed. */
    long firstFailedAt() {
        return firstFailedAt;
    }

    /** Whether nothing more is to be loaded under its lease. */
    boolean isWantedByOthers(long now) {
        return lease.isDraining() || !lease.isValid(now);
    }

    @Override
    public boolean isSuperseded() {
        return superseded;
    }

    /** A newer message has taken its place: it is deleted, and never sent. */
    void supersede() {
        superseded = true;
    }

    @Override
    public void accepted() {
        completed.add(this, End.ACCEPTED);
    }

    @Override
    public void failed(DeliveryException failure) {
        if (isForGood(failure)) {
            dies(causeOf(failure));
        } else if (failure.reason() == DeliveryException.Reason.SUPERSEDED) {
            completed.add(this, End.ACCEPTED);
        } else if (failure.reason() == DeliveryException.Reason.LEFT_IN_OUTBOX) {
            // The lease is lost, or the delivery is closed: nothing of its partition will be sent under this lease. Or
            // it is
            // in the store no more.
            completed.add(this, End.LEFT);
        } else {
            leave();
        }
    }

    private static boolean isForGood(DeliveryException failure) {
        return switch (failure.reason()) {
            case REJECTED, RETRIES_EXHAUSTED, POISON -> true;
            default -> false;
        };
    }

    private static DeadLetterCause causeOf(DeliveryException failure) {
        return new DeadLetterCause(
                reasonOf(failure),
                failure.httpStatus().orElse(0),
                String.valueOf(failure.getMessage()),
                failure.attempts());
    }

    private static DeadLetterCause.Reason reasonOf(DeliveryException failure) {
        return switch (failure.reason()) {
            case REJECTED -> DeadLetterCause.Reason.REJECTED;
            case POISON -> DeadLetterCause.Reason.POISON;
            default -> DeadLetterCause.Reason.RETRIES_EXHAUSTED;
        };
    }

    /** What is stored is no message any more. */
    void isUnreadable(RuntimeException failure) {
        dies(new DeadLetterCause(DeadLetterCause.Reason.UNREADABLE, 0, String.valueOf(failure.getMessage()), 0));
    }

    @Override
    public void unanswered() {
        lease.mustRunOut();
    }

    private void dies(DeadLetterCause cause) {
        this.cause = cause;
        completed.add(this, End.DEAD);
    }

    /** It comes again, later than messages of its partition that are held now: none of these may be sent any more. */
    void leave() {
        lease.lose();
        completed.add(this, End.LEFT);
    }

    @Nullable
    DeadLetterCause cause() {
        return cause;
    }

    Lease lease() {
        return lease;
    }

    int partition() {
        return stored.content().partition();
    }

    int keyHash() {
        return stored.content().keyHash();
    }

    long id() {
        return stored.id();
    }

    String orderingKey() {
        return stored.content().orderingKey();
    }
}
