package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private final RelayCounters counters = new RelayCounters(new CachedCounts(UnusedStore::new, () -> 0));
    private final HeldLeases leases = new HeldLeases(counters);

    @Test
    void endsAtItsTime() {
        Lease lease = new Lease(1, 100);
        assertThat(lease.isValid(99)).isTrue();
        assertThat(lease.isValid(100)).isFalse();
    }

    @Test
    void isExtended() {
        Lease lease = new Lease(1, 100);
        lease.extendTo(200, 50);
        assertThat(lease.isValid(150)).isTrue();
    }

    @Test
    void isNotRevivedOnceItHasEnded() {
        Lease lease = new Lease(1, 100);
        lease.extendTo(300, 150);
        assertThat(lease.isValid(99)).isFalse();
        assertThat(lease.isLossNew(99)).isTrue();
        assertThat(lease.isLossNew(99)).isFalse();
    }

    @Test
    void worksWhereTheClockOverflows() {
        Lease lease = new Lease(1, Long.MIN_VALUE + 10);
        assertThat(lease.isValid(Long.MAX_VALUE)).isTrue();
        assertThat(lease.isValid(Long.MIN_VALUE + 10)).isFalse();
    }

    @Test
    void isLostIfTheDatabaseDidNotExtendIt() {
        leases.add(Set.of(1, 2), 100);
        assertThat(leases.extend(Set.of(2), 200, 50)).isEqualTo(1);
        assertThat(leases.loadable(50).leases().keySet()).containsExactly(2);
        assertThat(leases.all()).containsExactly(1, 2);
        assertThat(removeEmptied(50)).containsExactly(1);
        assertThat(counters.leasesLost()).isEqualTo(1);
    }

    @Test
    void isNotGivenBackWhileAMessageIsHeldUnderIt() {
        leases.add(Set.of(1), 100);
        Lease lease = hold(1);
        leases.drainAbove(0, 0);
        assertThat(leases.hold(lease, 0)).isFalse();
        assertThat(removeEmptied(0)).isEmpty();
        assertThat(lease.letGo()).isTrue();
        assertThat(removeEmptied(0)).containsExactly(1);
        assertThat(counters.leasesLost()).isZero();
    }

    @Test
    void aLostOneKeepsItsPlaceUntilNothingIsHeldUnderIt() {
        leases.add(Set.of(1), 100);
        Lease lease = hold(1);
        assertThat(removeEmptied(150)).isEmpty();
        assertThat(leases.all()).containsExactly(1);
        lease.letGo();
        assertThat(removeEmptied(150)).containsExactly(1);
        assertThat(leases.all()).isEmpty();
    }

    @Test
    void drainsTheSurplusAndStopsWhenThereIsNone() {
        leases.add(Set.of(1, 2, 3, 4), 100);
        leases.drainAbove(3, 0);
        Set<Integer> left = leases.loadable(0).leases().keySet();
        assertThat(left).hasSize(3);
        leases.drainAbove(2, 0);
        assertThat(left).containsAll(leases.loadable(0).leases().keySet());
        leases.drainAbove(4, 0);
        assertThat(leases.loadable(0).leases()).hasSize(4);
    }

    @Test
    void saysWithTheLeasesWhetherAnyIsNew() {
        leases.add(Set.of(1, 2), 100);
        assertThat(leases.loadable(0).anyNew()).isTrue();
        assertThat(leases.loadable(0).anyNew()).isFalse();
        leases.drainAbove(1, 0);
        assertThat(leases.loadable(0).anyNew()).isFalse();
        leases.drainAbove(2, 0);
        assertThat(leases.loadable(0).anyNew()).isTrue();
    }

    @Test
    void nothingIsHeldUnderTheSuccessorOfALeaseThatWasMeant() {
        leases.add(Set.of(1), 100);
        Lease first = leases.loadable(0).leases().get(1);
        first.lose();
        removeEmptied(0);
        leases.add(Set.of(1), 100);
        assertThat(leases.hold(first, 0)).isFalse();
        assertThat(leases.hold(leases.loadable(0).leases().get(1), 0)).isTrue();
    }

    private Set<Integer> removeEmptied(long now) {
        Set<Integer> emptied = leases.emptied(now);
        leases.remove(emptied, now);
        return emptied;
    }

    @Test
    void theLastMessageOfALostOneIsNews() {
        leases.add(Set.of(1), 100);
        Lease lease = hold(1);
        lease.lose();
        assertThat(lease.letGo()).isTrue();
    }

    private Lease hold(int partition) {
        Lease lease = leases.loadable(0).leases().get(partition);
        assertThat(leases.hold(lease, 0)).isTrue();
        return lease;
    }
}
