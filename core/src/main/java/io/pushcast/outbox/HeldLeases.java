package io.pushcast.outbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The leases of this instance. A lost one stays here, and its partition is not taken again, until no message is held under
 * it. Safe for use by several threads.
 */
final class HeldLeases {

    private final Map<Integer, Lease> leases = new HashMap<>();
    private final RelayCounters counters;
    private boolean taken;

    HeldLeases(RelayCounters counters) {
        this.counters = counters;
    }

    /** Whether messages of a partition may be loaded now. */
    synchronized boolean isLoadable(int partition, long now) {
        Lease lease = leases.get(partition);
        return lease != null && isLoadable(lease, now);
    }

    /**
     * Holds a message under a lease.
     *
     * @return false if nothing may be loaded under it any more, or if it is another one now that the partition has
     */
    synchronized boolean hold(Lease lease, long now) {
        if (leases.get(lease.partition()) != lease || !isLoadable(lease, now)) {
            return false;
        }
        lease.hold();
        return true;
    }

    /**
     * The leases under which messages may be loaded now. What is new is told together with it: a look for messages of a new
     * partition that began behind its oldest ones would bring younger ones first.
     */
    synchronized Loadable loadable(long now) {
        Map<Integer, Lease> loadable = new HashMap<>();
        for (Lease lease : leases.values()) {
            if (isLoadable(lease, now)) {
                loadable.put(lease.partition(), lease);
            }
        }
        boolean anyNew = taken;
        taken = false;
        return new Loadable(loadable, anyNew);
    }

    /**
     * What may be loaded.
     *
     * @param leases by their partitions
     * @param anyNew whether there are some among them that were not there, or were drained, when this was asked last
     */
    record Loadable(Map<Integer, Lease> leases, boolean anyNew) {}

    private static boolean isLoadable(Lease lease, long now) {
        return !lease.isDraining() && lease.isValid(now);
    }

    /** The partitions whose leases are good, those that are drained included. */
    synchronized Set<Integer> valid(long now) {
        return partitions(lease -> lease.isValid(now));
    }

    /** All partitions with a lease, good or lost. */
    synchronized Set<Integer> all() {
        return partitions(lease -> true);
    }

    synchronized int size() {
        return leases.size();
    }

    synchronized void add(Set<Integer> partitions, long validUntil) {
        for (Integer partition : partitions) {
            leases.put(partition, new Lease(partition, validUntil));
        }
        taken |= !partitions.isEmpty();
    }

    /**
     * The database has extended these.
     *
     * @return how many are found to be lost
     */
    synchronized int extend(Set<Integer> renewed, long until, long now) {
        int lost = 0;
        for (Lease lease : leases.values()) {
            if (!renewed.contains(lease.partition())) {
                lease.lose();
            }
            lease.extendTo(until, now);
            lost += lease.isLossNew(now) ? 1 : 0;
        }
        counters.leasesLost(lost);
        return lost;
    }

    /** Those that are lost or drained, and under which nothing is held. They stay so. */
    synchronized Set<Integer> emptied(long now) {
        return partitions(lease -> lease.isEmpty() && (!lease.isValid(now) || lease.isDraining()));
    }

    /** Those that need not run out, should this instance end now. */
    synchronized Set<Integer> returnable() {
        return partitions(Lease::mayBeGivenBack);
    }

    /** Forgets those of these partitions. */
    synchronized void remove(Set<Integer> partitions, long now) {
        for (Integer partition : partitions) {
            Lease lease = leases.remove(partition);
            counters.leasesLost(lease != null && lease.isLossNew(now) ? 1 : 0);
        }
    }

    /** Drains what is more than so many, and no longer what is less. */
    synchronized void drainAbove(int most, long now) {
        List<Lease> good = new ArrayList<>(leases.values());
        good.removeIf(lease -> !lease.isValid(now));
        // Those that are being drained already first, so that none starts anew while another stops.
        good.sort((a, b) -> Boolean.compare(b.isDraining(), a.isDraining()));
        int surplus = good.size() - most;
        for (int i = 0; i < good.size(); i++) {
            boolean drain = i < surplus;
            taken |= good.get(i).isDraining() && !drain;
            good.get(i).drain(drain);
        }
    }

    private Set<Integer> partitions(Predicate<Lease> which) {
        Set<Integer> partitions = new TreeSet<>();
        for (Lease lease : leases.values()) {
            if (which.test(lease)) {
                partitions.add(lease.partition());
            }
        }
        return partitions;
    }
}
