package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession.FoundMessage;
import io.pushcast.outbox.store.StoredRecord;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CrowdedKeysTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final RelayCounters counters = new RelayCounters(new CachedCounts(UnusedStore::new, () -> 0));
    private final LoadedMessages loaded = new LoadedMessages(16, 1_000_000_000, counters);
    private final Lease lease = new Lease(1, SECOND);
    private final Map<Integer, Lease> leases = Map.of(1, lease);
    private final CrowdedKeys crowded = new CrowdedKeys();
    private final UnknownApps unknown = new UnknownApps("shop", Set.of("app"));

    private LoadSelection selection() {
        return new LoadSelection(loaded, leases, crowded, unknown, 0);
    }

    private LoadedMessage hold(long id, int key) {
        OutboxRecord content = new OutboxRecord("app", 1, key, "m", "c", "e", "1", "k" + key, null, "");
        LoadedMessage message = new LoadedMessage(
                new StoredRecord(id, Instant.EPOCH, content),
                lease,
                new CompletedMessages(new OutboxThread.WakeUpSignal(), () -> 0),
                new RetriedMessages(new OutboxThread.WakeUpSignal(), () -> 0),
                () -> 0);
        loaded.add(message);
        return message;
    }

    private static FoundMessage found(long id, int key) {
        return new FoundMessage(id, 1, key, "app");
    }

    @Test
    void aKeyHasAShareAndOthersOfItsPartitionGoOn() {
        LoadSelection selection = selection();
        for (int id = 1; id <= 4; id++) {
            assertThat(selection.test(found(id, 7))).isTrue();
        }
        assertThat(selection.test(found(5, 7))).isFalse();
        assertThat(selection.test(found(6, 8))).isTrue();
        assertThat(selection.test(found(7, 7))).isFalse();
        assertThat(crowded.hashes()).containsExactly(7);
        assertThat(crowded.thin(loaded))
                .singleElement()
                .satisfies(crowd -> assertThat(crowd.after(0)).isEqualTo(4));
    }

    @Test
    void goesOnBehindWhatWasLoadedOfALookThatWasCut() {
        LoadSelection selection = selection();
        for (int id = 1; id <= 5; id++) {
            selection.test(found(id, 7));
        }
        crowded.cutAt(selection.crowdedHere(), 2);
        assertThat(crowded.thin(loaded))
                .singleElement()
                .satisfies(crowd -> assertThat(crowd.after(0)).isEqualTo(2));
    }

    @Test
    void loadsMoreWhenHalfOfAShareIsGoneUntilNothingIsLeft() {
        LoadedMessage first = hold(1, 7);
        LoadedMessage second = hold(2, 7);
        hold(3, 7);
        hold(4, 7);
        assertThat(selection().test(found(5, 7))).isFalse();
        assertThat(crowded.thin(loaded)).isEmpty();
        loaded.remove(first);
        assertThat(crowded.thin(loaded)).isEmpty();
        loaded.remove(second);
        CrowdedKeys.Crowd crowd = crowded.thin(loaded).get(0);

        crowded.looked(crowd, 0, 0, 4, 6, true);
        assertThat(crowd.after(0)).isEqualTo(6);
        crowded.looked(crowd, 0, 0, 6, 0, false);
        assertThat(crowded.contains(7)).isFalse();
    }

    @Test
    void looksFromTheFirstOneFromTimeToTimeAndMoreSeldomWhereThatTakesLong() {
        crowded.add(7, lease, 100, 0);
        CrowdedKeys.Crowd crowd = crowded.thin(loaded).get(0);
        assertThat(crowd.after(SECOND - 1)).isEqualTo(100);
        assertThat(crowd.after(SECOND)).isZero();
        crowded.looked(crowd, SECOND, 2 * SECOND, 0, 100, true);
        assertThat(crowd.after(2 * SECOND)).isEqualTo(100);
        assertThat(crowd.after(21 * SECOND)).isEqualTo(100);
        assertThat(crowd.after(22 * SECOND)).isZero();
    }

    @Test
    void theSecondCrowdLeavesRoomForAThird() {
        assertThat(loaded.shareBeside(0)).isEqualTo(4);
        assertThat(loaded.shareBeside(1)).isEqualTo(2);
        assertThat(loaded.shareBeside(3)).isEqualTo(1);
    }

    @Test
    void isForgottenWithItsLease() {
        crowded.add(7, lease, 100, 0);
        crowded.retain(Map.of(1, lease));
        assertThat(crowded.size()).isEqualTo(1);
        crowded.retain(Map.of(1, new Lease(1, SECOND)));
        assertThat(crowded.size()).isZero();
    }

    @Test
    void messagesOfAnAppThatIsNotKnownHereAreNotLoaded() {
        assertThat(selection().test(new FoundMessage(1, 1, 7, "other"))).isFalse();
        assertThat(unknown.found()).containsExactly("other");
    }
}
