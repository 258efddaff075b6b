package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxSession;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A keeper's turns, with a database that the test plays and a clock that it moves. */
class LeaseKeeperTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Duration LEASE = Duration.ofSeconds(10);

    private final RelayCounters counters = new RelayCounters(new CachedCounts(UnusedStore::new, () -> 0));
    private final HeldLeases leases = new HeldLeases(counters);
    private final List<String> calls = new ArrayList<>();
    private final LeaseKeeper keeper = new LeaseKeeper("me", LEASE, leases, () -> {}, this::now);
    private final OutboxSession session = session();
    private long now = Long.MAX_VALUE - 5 * SECOND;
    private int live = 1;
    private int before;
    private Duration firstEnd = LEASE;
    private int available = 64;
    private String failing = "";
    private long callTakes;
    private Set<Integer> stillMine;
    private Set<?> released;

    private long now() {
        return now;
    }

    private OutboxSession session() {
        return (OutboxSession) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {OutboxSession.class}, (proxy, method, args) -> {
                    calls.add(method.getName());
                    now += callTakes;
                    if (failing.equals(method.getName())) {
                        throw new OutboxException("down", null);
                    }
                    if (method.getName().equals("release")) {
                        released = (Set<?>) args[1];
                    }
                    return switch (method.getName()) {
                        case "keepAlive" ->
                            new OutboxSession.KeptAlive(
                                    new OutboxSession.Membership(live, before, firstEnd), renewed(args[2]), null);
                        case "take" -> first((int) args[2], (Set<?>) args[3]);
                        case "renew" -> renewed(args[2]);
                        default -> null;
                    };
                });
    }

    @SuppressWarnings("unchecked")
    private Set<Integer> renewed(Object asked) {
        return stillMine == null ? (Set<Integer>) asked : stillMine;
    }

    private Set<Integer> first(int most, Set<?> except) {
        Set<Integer> taken = new TreeSet<>();
        for (int partition = 0; partition < available && taken.size() < most; partition++) {
            if (!except.contains(partition)) {
                taken.add(partition);
            }
        }
        return taken;
    }

    private void turn() {
        calls.clear();
        keeper.turn(session);
    }

    @Test
    void looksSoonWhenTheTimeOfAnotherIsOver() {
        live = 2;
        firstEnd = Duration.ofMillis(1_300);
        assertThat(keeper.turn(session)).isEqualTo(firstEnd.toNanos());
        firstEnd = Duration.ZERO;
        assertThat(keeper.turn(session)).isEqualTo(LEASE.toNanos() / 20);
        firstEnd = Duration.ofMillis(Long.MAX_VALUE);
        assertThat(keeper.turn(session)).isEqualTo(LEASE.toNanos() / 5);
    }

    @Test
    void looksSoonForWhatItLacksOfItsShare() {
        available = 10;
        assertThat(keeper.turn(session)).isEqualTo(LEASE.toNanos() / 20);
        available = 64;
        assertThat(keeper.turn(session)).isEqualTo(LEASE.toNanos() / 5);
    }

    @Test
    void takesItsShareAndRenewsItFiveTimesWithinALease() {
        live = 3;
        assertThat(keeper.turn(session)).isEqualTo(LEASE.toNanos() / 5);
        assertThat(leases.loadable(now).leases()).hasSize(22);
        for (int i = 0; i < 10; i++) {
            now += LEASE.toNanos() / 5;
            turn();
        }
        assertThat(leases.loadable(now).leases()).hasSize(22);
        assertThat(counters.leasesLost()).isZero();
    }

    @Test
    void countsALeaseFromBeforeItAskedForItAndStopsBeforeItsEnd() {
        callTakes = SECOND;
        turn();
        // Two calls before the take, which itself took the third second. A third of the lease is for requests to end.
        long askedAt = now - calls.size() * SECOND + calls.indexOf("take") * SECOND;
        long usable = LEASE.toNanos() / 3 * 2;
        assertThat(leases.loadable(askedAt + usable - 1).leases()).hasSize(64);
        assertThat(leases.loadable(askedAt + usable).leases()).isEmpty();
    }

    @Test
    void aRenewalThatTakesTooLongIsALoss() {
        turn();
        now += 3 * SECOND;
        callTakes = 4 * SECOND;
        turn();
        assertThat(counters.leasesLost()).isEqualTo(64);
    }

    @Test
    void losesWhatOthersHaveTaken() {
        turn();
        stillMine = new TreeSet<>(first(60, Set.of()));
        turn();
        assertThat(counters.leasesLost()).isEqualTo(4);
        assertThat(calls).contains("release");
    }

    @Test
    void givesItsSurplusBackWhenAnotherComes() {
        turn();
        live = 2;
        turn();
        assertThat(leases.loadable(now).leases()).hasSize(32);
        assertThat(calls).containsSubsequence("keepAlive", "release", "announce");
        assertThat(leases.size()).isEqualTo(32);
    }

    @Test
    void leavesWhenItIsToShareNoMore() {
        turn();
        Lease held = leases.loadable(now).leases().get(7);
        assertThat(leases.hold(held, now)).isTrue();
        keeper.share(false);
        turn();
        assertThat(leases.all()).containsExactly(7);
        assertThat(calls).contains("renew").doesNotContain("keepAlive", "leave");
        held.letGo();
        turn();
        assertThat(leases.all()).isEmpty();
        assertThat(calls).containsSubsequence("release", "leave");
        turn();
        assertThat(calls).isEmpty();
    }

    @Test
    void nineInstancesShareFairly() {
        live = 9;
        turn();
        assertThat(leases.size()).isEqualTo(8);
        before = 1;
        turn();
        assertThat(leases.loadable(now).leases()).hasSize(7);
    }

    @Test
    void sharesAddUpHoweverManyInstancesThereAre() {
        for (live = 1; live <= 80; live++) {
            int sum = 0;
            for (before = 0; before < live; before++) {
                HeldLeases own = new HeldLeases(counters);
                new LeaseKeeper("one", LEASE, own, () -> {}, this::now).turn(session);
                assertThat(own.size()).isBetween(64 / live, 64 / live + 1);
                sum += own.size();
            }
            assertThat(sum).as("%d instances", live).isEqualTo(64);
        }
    }

    @Test
    void triesAgainToGiveBackWhatTheDatabaseDidNotTake() {
        turn();
        live = 2;
        failing = "release";
        assertThatThrownBy(this::turn).isInstanceOf(OutboxException.class);
        assertThat(leases.size()).isEqualTo(64);
        failing = "";
        turn();
        assertThat(leases.size()).isEqualTo(32);
        assertThat(calls).contains("release");
    }

    @Test
    void givesEverythingBackAtTheEndOnceAllIsDeleted() {
        turn();
        calls.clear();
        keeper.allIsDeleted();
        keeper.finish(session);
        assertThat(calls).containsExactly("release", "leave", "announce");
        assertThat(leases.size()).isZero();
    }

    @Test
    void letsItsLeasesRunOutIfWhatWasAcceptedIsNotDeleted() {
        turn();
        calls.clear();
        Thread.currentThread().interrupt();
        keeper.finish(session);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(calls).containsExactly("leave", "announce");
    }

    @Test
    void doesNotGiveBackALeaseUnderWhichARequestIsUnanswered() {
        turn();
        leases.loadable(now).leases().get(7).mustRunOut();
        keeper.allIsDeleted();
        keeper.finish(session);
        assertThat(released).isEqualTo(first(64, Set.of(7)));
    }
}
