package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxSession.KeptAlive;
import io.pushcast.outbox.store.OutboxSession.Membership;
import io.pushcast.outbox.store.OutboxStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this instance's fair share of the leases: extends them five times within their time, takes what is free, and gives
 * back what is more than its share once nothing of it is under way.
 */
final class LeaseKeeper implements OutboxThread.Work {

    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

    /** What is promised is a third of a lease until a free one is taken; with a fifth, a slow machine keeps it too. */
    private static final int TICKS_PER_LEASE = 5;

    /** One part in so many of a lease's time, when there is a reason to look soon. */
    private static final int SOON = 20;

    /**
     * One part in so many of a lease's time is not used for sending: so long has a request that left at the last moment
     * to end, before another instance may send.
     */
    private static final int MARGIN = 3;

    /** How long the end waits for what the relay has still to delete. */
    private static final long PATIENCE_SECONDS = 5;

    private final String instance;
    private final Duration leaseTime;
    private final HeldLeases leases;
    private final Runnable onTaken;
    private final Consumer<@Nullable Instant> onPauseSeen;
    private final LongSupplier nanoTime;
    private final OutboxThread.WakeUpSignal signal = new OutboxThread.WakeUpSignal();
    private final CountDownLatch allDeleted = new CountDownLatch(1);
    private volatile boolean sharing = true;
    private boolean isMember;

    LeaseKeeper(String instance, Duration leaseTime, HeldLeases leases, Runnable onTaken, LongSupplier nanoTime) {
        this(instance, leaseTime, leases, onTaken, pausedSince -> {}, nanoTime);
    }

    /** @param onPauseSeen is told at each turn since when delivery is paused, null if it is not */
    LeaseKeeper(
            String instance,
            Duration leaseTime,
            HeldLeases leases,
            Runnable onTaken,
            Consumer<@Nullable Instant> onPauseSeen,
            LongSupplier nanoTime) {
        this.onPauseSeen = onPauseSeen;
        this.instance = instance;
        this.leaseTime = leaseTime;
        this.leases = leases;
        this.onTaken = onTaken;
        this.nanoTime = nanoTime;
    }

    /** Takes part in the work, or no longer. */
    void share(boolean wanted) {
        sharing = wanted;
        signal.give();
    }

    /** Nothing that was accepted is in the store any more, nor will be: the leases may be given back at the end. */
    void allIsDeleted() {
        allDeleted.countDown();
    }

    /** How long a call may take: renewing has to be tried again before the lease ends. */
    static Duration answerWithin(Duration leaseTime) {
        return leaseTime.dividedBy(MARGIN);
    }

    @Override
    public OutboxThread.WakeUpSignal signal() {
        return signal;
    }

    @Override
    public long turn(OutboxSession session) {
        Duration firstEnd = leaseTime;
        int share = 0;
        // Counted from before the database does: whatever the call takes is ours to lose.
        long asOf = nanoTime.getAsLong();
        Set<Integer> valid = leases.valid(asOf);
        if (sharing) {
            KeptAlive alive = keepAlive(session, valid);
            firstEnd = alive.membership().firstEnd();
            share = shareOf(alive.membership());
            renewed(alive.renewed(), asOf);
        } else {
            renewed(valid.isEmpty() ? valid : session.renew(instance, leaseTime, valid), asOf);
        }
        leases.drainAbove(share, nanoTime.getAsLong());
        giveBack(session);
        take(session, share);
        if (!sharing && leases.size() == 0) {
            part(session);
        }
        return untilNext(firstEnd, leases.size() < share);
    }

    /**
     * An instance that has died is missed as soon as its time is over, and what it had is looked for more often than
     * otherwise: its leases end a moment later, and others may be quicker to take them.
     */
    private long untilNext(Duration firstEnd, boolean lacking) {
        long usual = leaseTime.toNanos() / TICKS_PER_LEASE;
        long soon = leaseTime.toNanos() / SOON;
        if (lacking) {
            return soon;
        }
        return firstEnd.compareTo(leaseTime) < 0 ? Math.max(soon, Math.min(usual, firstEnd.toNanos())) : usual;
    }

    private static int shareOf(Membership membership) {
        int remainder = OutboxStore.PARTITIONS % membership.live();
        return OutboxStore.PARTITIONS / membership.live() + (membership.before() < remainder ? 1 : 0);
    }

    /** Says that this instance lives, and extends its leases. */
    private KeptAlive keepAlive(OutboxSession session, Set<Integer> valid) {
        KeptAlive alive = session.keepAlive(instance, leaseTime, valid);
        onPauseSeen.accept(alive.pausedSince());
        if (!isMember) {
            isMember = true;
            // Those who have more than their share now need not find out by themselves.
            session.announce(OutboxSession.Announcement.LEASES);
        }
        return alive;
    }

    private void part(OutboxSession session) {
        if (isMember) {
            session.leave(instance);
            session.announce(OutboxSession.Announcement.LEASES);
            isMember = false;
        }
    }

    private void renewed(Set<Integer> renewed, long asOf) {
        if (leases.size() == 0) {
            return;
        }
        int lost = leases.extend(renewed, asOf + usableNanos(), nanoTime.getAsLong());
        if (lost > 0) {
            log.warn(
                    "{} of {} leases were lost: the database or this process was too slow. Their messages are left to"
                            + " whoever takes them",
                    lost,
                    leases.size());
        }
    }

    private void giveBack(OutboxSession session) {
        Set<Integer> emptied = leases.emptied(nanoTime.getAsLong());
        if (!emptied.isEmpty()) {
            giveBack(session, emptied);
            session.announce(OutboxSession.Announcement.LEASES);
        }
    }

    /** Forgotten only when that has succeeded: else it is tried again, and nobody has to wait for their end. */
    private void giveBack(OutboxSession session, Set<Integer> partitions) {
        Set<Integer> returnable = leases.returnable();
        returnable.retainAll(partitions);
        session.release(instance, returnable);
        leases.remove(partitions, nanoTime.getAsLong());
    }

    private void take(OutboxSession session, int share) {
        int missing = share - leases.size();
        if (missing <= 0) {
            return;
        }
        long asOf = nanoTime.getAsLong();
        Set<Integer> taken = session.take(instance, leaseTime, missing, leases.all());
        if (!taken.isEmpty()) {
            leases.add(taken, asOf + usableNanos());
            onTaken.run();
        }
    }

    private long usableNanos() {
        return leaseTime.toNanos() / MARGIN * (MARGIN - 1);
    }

    /**
     * Gives everything back, so that others need not wait until it would have ended; unless what was accepted is not
     * deleted yet, which they would send again.
     */
    @Override
    public void finish(OutboxSession session) {
        if (isAllDeleted()) {
            giveBack(session, leases.all());
        } else {
            log.warn("The leases are not given back but run out, since accepted messages could not be deleted");
        }
        part(session);
    }

    private boolean isAllDeleted() {
        try {
            return allDeleted.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
