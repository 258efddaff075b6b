package io.pushcast.outbox;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * This instance's right to send the messages of one partition, until a time by its own monotonic clock that is earlier than
 * the end in the database. Once lost it stays lost: what was held under it has been refused a request, so that later
 * messages must not overtake it under a renewal. Safe for use by several threads.
 */
final class Lease {

    private final int partition;
    private final AtomicInteger held = new AtomicInteger();
    private long validUntil;
    private boolean lost;
    private boolean lossNoted;
    private volatile boolean draining;
    private volatile boolean doubtful;

    Lease(int partition, long validUntil) {
        this.partition = partition;
        this.validUntil = validUntil;
    }

    int partition() {
        return partition;
    }

    /** Whether messages may be sent now; false is for good. */
    synchronized boolean isValid(long now) {
        if (!lost && now - validUntil >= 0) {
            lost = true;
        }
        return !lost;
    }

    /** The database has extended it, perhaps too late. */
    synchronized void extendTo(long until, long now) {
        if (isValid(now)) {
            validUntil = until;
        }
    }

    /** Whether it is lost and this was not asked before. */
    synchronized boolean isLossNew(long now) {
        boolean isNew = !isValid(now) && !lossNoted;
        lossNoted |= isNew;
        return isNew;
    }

    synchronized void lose() {
        lost = true;
    }

    private synchronized boolean isLost() {
        return lost;
    }

    /**
     * A message held under it may still arrive at the server, though nobody waits for the answer: nobody else may send
     * before the lease has ended in the database.
     */
    void mustRunOut() {
        doubtful = true;
        lose();
    }

    /** Whether it may be given back before its end. */
    boolean mayBeGivenBack() {
        return !doubtful;
    }

    /** Whether nothing more is to be loaded, so that it can be given back. */
    boolean isDraining() {
        return draining;
    }

    void drain(boolean wanted) {
        draining = wanted;
    }

    /** A message is held under it. */
    void hold() {
        held.incrementAndGet();
    }

    /** True if that was the last one held under a lease that is to be given back, or is lost. */
    boolean letGo() {
        return held.decrementAndGet() == 0 && (draining || isLost());
    }

    boolean isEmpty() {
        return held.get() == 0;
    }
}
