package io.pushcast.outbox;

import io.pushcast.delivery.Claim;
import io.pushcast.message.DeliveryException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A message that was loaded and is not yet gone from the store, and what became of it. */
final class Held implements Claim {

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
    private final Ended ended;
    private final LongSupplier nanoTime;
    private volatile @Nullable Death death;

    Held(StoredRecord stored, Lease lease, Ended ended, LongSupplier nanoTime) {
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
        if (Death.isDeadly(failure)) {
            dies(Death.of(failure));
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

    void dies(Death cause) {
        death = cause;
        ended.add(this, End.DEAD);
    }

    /** It comes again, later than messages of its partition that are held now: none of these may be sent any more. */
    void leave() {
        lease.lose();
        ended.add(this, End.LEFT);
    }

    @Nullable
    Death death() {
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
