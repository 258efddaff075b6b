package io.pushcast.outbox;

import io.pushcast.delivery.SendPermit;
import io.pushcast.message.DeliveryException;
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
    private final CompletedMessages ended;
    private final LongSupplier nanoTime;
    private volatile @Nullable DeadLetterCause death;

    LoadedMessage(StoredRecord stored, Lease lease, CompletedMessages ended, LongSupplier nanoTime) {
        this.stored = stored;
        this.lease = lease;
        this.ended = ended;
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean holds() {
        return lease.isValid(nanoTime.getAsLong());
    }

    @Override
    public void accepted() {
        ended.add(this, End.ACCEPTED);
    }

    @Override
    public void failed(DeliveryException failure) {
        if (DeadLetterCause.isDeadly(failure)) {
            dies(DeadLetterCause.of(failure));
        } else if (failure.reason() == DeliveryException.Reason.LEFT_IN_OUTBOX) {
            // The lease is lost, or the delivery is closed: nothing of its partition will be sent under this lease.
            ended.add(this, End.LEFT);
        } else {
            leave();
        }
    }

    @Override
    public void unanswered() {
        lease.mustRunOut();
    }

    void dies(DeadLetterCause cause) {
        death = cause;
        ended.add(this, End.DEAD);
    }

    /** It comes again, later than messages of its partition that are held now: none of these may be sent any more. */
    void leave() {
        lease.lose();
        ended.add(this, End.LEFT);
    }

    @Nullable
    DeadLetterCause death() {
        return death;
    }

    Lease lease() {
        return lease;
    }

    int partition() {
        return stored.content().partition();
    }

    long id() {
        return stored.id();
    }

    String orderingKey() {
        return stored.content().orderingKey();
    }
}
