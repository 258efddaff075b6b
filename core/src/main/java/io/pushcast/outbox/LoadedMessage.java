package io.pushcast.outbox;

import io.pushcast.message.DeliveryException;
import io.pushcast.message.SendPermit;
import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.StoredRecord;
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
    private volatile @Nullable DeadLetterCause cause;

    /** Whether a newer one took its place; written and read by the relay's thread, and by the engine in that thread. */
    private boolean superseded;

    LoadedMessage(StoredRecord stored, Lease lease, CompletedMessages completed, LongSupplier nanoTime) {
        this.stored = stored;
        this.lease = lease;
        this.completed = completed;
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean holds() {
        return lease.isValid(nanoTime.getAsLong());
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
            // The lease is lost, or the delivery is closed: nothing of its partition will be sent under this lease.
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
