package io.pushcast.pace;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.Pace;
import io.pushcast.pace.PacedKey.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeTry;
import org.jspecify.annotations.Nullable;

class PacedKeyTest {

    /** The paces of the groups by their number, in nanoseconds; 0 for messages without one. */
    private static final long[] PACES = {0, 10, 25, 7};

    /** Messages, each so long after the one before, of a group. */
    record Arrival(int after, int group) {}

    /** A message that has its verdict. */
    record Seen(int message, Verdict verdict, long at, int newest) {}

    private final List<Seen> seen = new ArrayList<>();
    private long now;
    private int added;
    private PacedKey<Integer> key = new PacedKey<>((message, verdict) -> {});

    /** Near the end of what a long can say, where the time wraps around. */
    @BeforeTry
    void begin() {
        seen.clear();
        now = Long.MAX_VALUE - 40;
        added = -1;
        key = new PacedKey<>((message, verdict) -> seen.add(new Seen(message, verdict, now, added)));
    }

    private void add(int group) {
        added++;
        key.add(added, pace(group), "channel", now);
    }

    private static @Nullable Pace pace(int group) {
        return PACES[group] == 0 ? null : new Pace(Duration.ofNanos(PACES[group]), "event-" + group);
    }

    /** Lets time pass, step by step, as a timer would that is never late. */
    private void pass(long nanos) {
        long end = now + nanos;
        while (key.untilNext(now) <= end - now) {
            now += key.untilNext(now);
            key.release(now);
        }
        now = end;
    }

    private List<Integer> passed() {
        return seen.stream()
                .filter(each -> each.verdict() == Verdict.PASS)
                .map(Seen::message)
                .toList();
    }

    @Example
    void sendsTheFirstAtOnceAndTheNewestWhenTheTimeIsOver() {
        add(1);
        add(1);
        add(1);
        assertThat(passed()).containsExactly(0);

        pass(9);
        assertThat(passed()).containsExactly(0);
        pass(1);
        assertThat(passed()).containsExactly(0, 2);
        add(1);
        assertThat(passed()).containsExactly(0, 2);
        pass(30);
        add(1);
        assertThat(passed()).containsExactly(0, 2, 3, 4);
    }

    @Example
    void letsNothingOvertakeWhatIsHeld() {
        add(1);
        add(1);
        add(0);
        assertThat(passed()).containsExactly(0);
        add(1);
        assertThat(passed()).containsExactly(0, 2);
        pass(10);
        assertThat(passed()).containsExactly(0, 2, 3);
    }

    @Example
    void forgetsWhatIsOver() {
        add(1);
        assertThat(key.isIdle()).isFalse();
        pass(10);
        assertThat(key.isIdle()).isTrue();
        assertThat(key.untilNext(now)).isEqualTo(Long.MAX_VALUE);
    }

    @Example
    void takesOutWhatIsHeld() {
        add(1);
        add(1);
        add(0);
        assertThat(key.oldest()).isEqualTo(1);
        assertThat(key.removeFirst(message -> message == 2)).isTrue();
        assertThat(key.removeFirst(message -> message == 2)).isFalse();
        assertThat(key.takeAll()).containsExactly(1);
        pass(100);
        assertThat(passed()).containsExactly(0);
    }

    /** What goes on when, of one group: worked out from the times alone, window by window. */
    @Property(tries = 4_000)
    void sendsOfOneGroupWhatTheWindowsSay(@ForAll("oneGroup") List<Arrival> arrivals) {
        Map<Integer, Long> arrivedAt = new LinkedHashMap<>();
        for (Arrival arrival : arrivals) {
            pass(arrival.after());
            arrivedAt.put(added + 1, now);
            add(1);
        }
        pass(1_000);

        assertThat(sentAt()).isEqualTo(windows(arrivedAt, PACES[1]));
    }

    private Map<Integer, Long> sentAt() {
        Map<Integer, Long> sent = new LinkedHashMap<>();
        seen.stream()
                .filter(each -> each.verdict() == Verdict.PASS)
                .forEach(each -> sent.put(each.message(), each.at()));
        return sent;
    }

    private static Map<Integer, Long> windows(Map<Integer, Long> arrivedAt, long pace) {
        Map<Integer, Long> sent = new LinkedHashMap<>();
        long openFrom = 0;
        int message = 0;
        while (message < arrivedAt.size()) {
            int newest = message;
            if (sent.isEmpty() || arrivedAt.get(message) - openFrom >= 0) {
                // The window is open: the first goes at once.
                openFrom = arrivedAt.get(message) + pace;
                sent.put(message, arrivedAt.get(message));
            } else {
                while (newest + 1 < arrivedAt.size() && arrivedAt.get(newest + 1) - openFrom < 0) {
                    newest++;
                }
                sent.put(newest, openFrom);
                openFrom += pace;
            }
            message = newest + 1;
        }
        return sent;
    }

    @Property(tries = 5_000)
    void keepsItsPromisesWhateverIsMixed(@ForAll("anyGroups") List<Arrival> arrivals, @ForAll boolean flushed) {
        List<Integer> groups = arrivals.stream().map(Arrival::group).toList();
        for (Arrival arrival : arrivals) {
            pass(arrival.after());
            add(arrival.group());
        }
        int beforeFlush = seen.size();
        if (flushed) {
            key.releaseAll(now);
        }
        pass(1_000);

        everyMessageHasOneVerdict(arrivals.size());
        assertThat(passed()).as("in the order in which they came").isSorted();
        onlyWhatHasANewerOneGivesWay(groups);
        onePassesInItsTime(groups, flushed ? beforeFlush : seen.size());
        assertThat(key.held()).isZero();
        assertThat(key.isIdle()).isTrue();
    }

    private void everyMessageHasOneVerdict(int messages) {
        Set<Integer> told = new HashSet<>();
        seen.forEach(each -> assertThat(told.add(each.message())).isTrue());
        assertThat(told).hasSize(messages);
    }

    private void onlyWhatHasANewerOneGivesWay(List<Integer> groups) {
        for (Seen each : seen) {
            if (each.verdict() == Verdict.GIVE_WAY) {
                // It gave way in the very moment in which the newer one came.
                assertThat(groups.get(each.newest())).isEqualTo(groups.get(each.message()));
                assertThat(each.newest()).isGreaterThan(each.message());
                assertThat(groups.get(each.message())).isNotZero();
            }
        }
    }

    private void onePassesInItsTime(List<Integer> groups, int upTo) {
        Map<Integer, Long> last = new HashMap<>();
        for (Seen each : seen.subList(0, upTo)) {
            int group = groups.get(each.message());
            if (each.verdict() == Verdict.PASS && group != 0) {
                Long before = last.put(group, each.at());
                assertThat(before == null ? PACES[group] : each.at() - before).isGreaterThanOrEqualTo(PACES[group]);
            }
        }
    }

    /** Nothing waits longer than the paces of those that stand before it say. */
    @Property(tries = 1_000)
    void holdsNothingLongerThanThePacesBeforeIt(@ForAll("anyGroups") List<Arrival> arrivals) {
        List<Long> arrivedAt = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            pass(arrival.after());
            arrivedAt.add(now);
            add(arrival.group());
        }
        pass(1_000);

        long longest = PACES[1] + PACES[2] + PACES[3];
        seen.forEach(
                each -> assertThat(each.at() - arrivedAt.get(each.message())).isLessThanOrEqualTo(longest));
    }

    @Provide
    Arbitrary<List<Arrival>> oneGroup() {
        return arrivals(Arbitraries.just(1));
    }

    @Provide
    Arbitrary<List<Arrival>> anyGroups() {
        return arrivals(Arbitraries.integers().between(0, 3));
    }

    private static Arbitrary<List<Arrival>> arrivals(Arbitrary<Integer> groups) {
        return Combinators.combine(Arbitraries.integers().between(0, 15), groups)
                .as(Arrival::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }
}
