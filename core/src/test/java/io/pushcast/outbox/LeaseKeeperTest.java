package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;

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

    private final Counters counters = new Counters(new NoStore(), () -> 0);
    private final Leases leases = new Leases(counters);
    private final List<String> calls = new ArrayList<>();
    private final LeaseKeeper keeper = new LeaseKeeper("me", LEASE, leases, () -> {}, this::now);
    private final OutboxSession session = session();
    private long now = Long.MAX_VALUE - 5 * SECOND;
    private int live = 1;
    private long callTakes;
    private Set<Integer> stillMine;

    private long now() {
        return now;
    }

    private OutboxSession session() {
        return (OutboxSession) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {OutboxSession.class}, (proxy, method, args) -> {
                    calls.add(method.getName());
                    now += callTakes;
                    return switch (method.getName()) {
                        case "heartbeat" -> live;
                        case "take" -> first((int) args[2], (Set<?>) args[3]);
                        case "renew" -> stillMine == null ? args[2] : stillMine;
                        default -> null;
                    };
                });
    }

    private static Set<Integer> first(int most, Set<?> except) {
        Set<Integer> taken = new TreeSet<>();
        for (int partition = 0; partition < 64 && taken.size() < most; partition++) {
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
        // Two calls before the take, which itself took the third second: nine seconds from before it are usable.
        long askedAt = now - calls.size() * SECOND + calls.indexOf("take") * SECOND;
        assertThat(leases.loadable(askedAt + 9 * SECOND - 1).leases()).hasSize(64);
        assertThat(leases.loadable(askedAt + 9 * SECOND).leases()).isEmpty();
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
        assertThat(calls).containsSubsequence("heartbeat", "renew", "release", "announce");
        assertThat(counters.partitionsOwned()).isEqualTo(32);
    }

    @Test
    void leavesWhenItIsToShareNoMore() {
        turn();
        Lease held = leases.loadable(now).leases().get(7);
        assertThat(leases.hold(held, now)).isTrue();
        keeper.share(false);
        turn();
        assertThat(leases.all()).containsExactly(7);
        assertThat(calls).doesNotContain("heartbeat", "leave");
        held.letGo();
        turn();
        assertThat(leases.all()).isEmpty();
        assertThat(calls).containsSubsequence("release", "leave");
        turn();
        assertThat(calls).isEmpty();
    }

    @Test
    void givesEverythingBackAtTheEnd() {
        turn();
        calls.clear();
        keeper.finish(session);
        assertThat(calls).containsExactly("release", "leave", "announce");
    }
}
