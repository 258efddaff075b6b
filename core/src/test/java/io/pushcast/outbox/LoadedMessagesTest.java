package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.StoredRecord;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoadedMessagesTest {

    private final RelayCounters counters = new RelayCounters(new CachedCounts(UnusedStore::new, () -> 0));

    private static LoadedMessage message(long id, int bytes) {
        OutboxRecord content = new OutboxRecord("app", 0, 0, "m", "c", "e", "x".repeat(bytes), "k", null, "");
        return new LoadedMessage(
                new StoredRecord(id, Instant.EPOCH, content),
                new Lease(0, 1),
                new CompletedMessages(new OutboxThread.WakeUpSignal(), () -> 0),
                new RetriedMessages(new OutboxThread.WakeUpSignal(), () -> 0),
                () -> 0);
    }

    @Test
    void isBoundedInMessages() {
        LoadedMessages loadedMessages = new LoadedMessages(4, 1_000_000, counters);
        assertThat(loadedMessages.room()).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            loadedMessages.add(message(i, 10));
        }
        assertThat(loadedMessages.room()).isZero();
        assertThat(loadedMessages.isWorthFilling()).isFalse();
        assertThat(counters.held()).isEqualTo(4);
    }

    @Test
    void takesMessagesForLargeUntilItHasSeenSome() {
        assertThat(new LoadedMessages(1_000, 102_400, counters).room()).isEqualTo(10);
    }

    @Test
    void isBoundedInBytesByTheUsualSize() {
        LoadedMessages loadedMessages = new LoadedMessages(1_000, 102_400, counters);
        for (int i = 0; i < 50; i++) {
            loadedMessages.add(message(i, 1_000));
        }
        assertThat(loadedMessages.room()).isBetween(0, 20);
    }

    @Test
    void isFilledWhenHalfOfItIsFree() {
        LoadedMessages loadedMessages = new LoadedMessages(4, 1_000_000, counters);
        LoadedMessage[] messages = {message(1, 1), message(2, 1), message(3, 1)};
        for (LoadedMessage message : messages) {
            loadedMessages.add(message);
        }
        loadedMessages.remove(messages[0]);
        assertThat(loadedMessages.isWorthFilling()).isFalse();
        loadedMessages.remove(messages[1]);
        assertThat(loadedMessages.isWorthFilling()).isTrue();
    }

    @Test
    void isFilledWhenEmptyHoweverSmallItIs() {
        assertThat(new LoadedMessages(1, 1, counters).isWorthFilling()).isTrue();
    }

    @Test
    void knowsWhatItHolds() {
        LoadedMessages loadedMessages = new LoadedMessages(10, 1_000_000, counters);
        loadedMessages.add(message(5, 1));
        loadedMessages.add(message(9, 1));
        assertThat(loadedMessages.contains(5)).isTrue();
        assertThat(loadedMessages.contains(6)).isFalse();
        assertThat(loadedMessages.countAbove(0, Set.of(0))).isEqualTo(2);
        assertThat(loadedMessages.countAbove(5, Set.of(0))).isEqualTo(1);
        assertThat(loadedMessages.countAbove(0, Set.of(1, 2))).isZero();
    }

    @Test
    void keepsRoomForFourPartitions() {
        assertThat(new LoadedMessages(1_000, 1_000_000_000, counters).share()).isEqualTo(250);
        assertThat(new LoadedMessages(1_000, 204_800, counters).share()).isEqualTo(5);
        assertThat(new LoadedMessages(1, 1, counters).share()).isEqualTo(1);
    }
}
