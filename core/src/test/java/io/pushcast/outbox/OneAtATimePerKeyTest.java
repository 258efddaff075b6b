package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneAtATimePerKeyTest {

    private final List<Long> delivered = new ArrayList<>();
    private final List<Long> forgotten = new ArrayList<>();
    private final OneAtATimePerKey deliveryOrder =
            new OneAtATimePerKey(message -> delivered.add(message.id()), message -> forgotten.add(message.id()));

    private static LoadedMessage message(long id, String key) {
        OutboxRecord content = new OutboxRecord("app", 0, 0, "m", "c", "e", "1", key, null, "");
        return new LoadedMessage(
                new StoredRecord(id, Instant.EPOCH, content),
                new Lease(0, 1),
                new CompletedMessages(new OutboxThread.WakeUpSignal(), () -> 0),
                new RetriedMessages(new OutboxThread.WakeUpSignal(), () -> 0),
                () -> 0);
    }

    @Test
    void deliversTheNextOfAKeyOnceTheOneBeforeWasAccepted() {
        LoadedMessage first = message(1, "a");
        LoadedMessage second = message(2, "a");
        deliveryOrder.offer(first);
        deliveryOrder.offer(second);
        deliveryOrder.offer(message(3, "b"));
        assertThat(delivered).containsExactly(1L, 3L);

        deliveryOrder.accepted(first);
        assertThat(delivered).containsExactly(1L, 3L, 2L);
        deliveryOrder.accepted(second);
        deliveryOrder.offer(message(4, "a"));
        assertThat(delivered).containsExactly(1L, 3L, 2L, 4L);
    }

    @Test
    void forgetsWhatWaitsBehindOneThatStopped() {
        LoadedMessage first = message(1, "a");
        deliveryOrder.offer(first);
        deliveryOrder.offer(message(2, "a"));
        deliveryOrder.offer(message(3, "a"));
        deliveryOrder.stopped(first);

        assertThat(forgotten).containsExactly(2L, 3L);
        deliveryOrder.offer(message(2, "a"));
        assertThat(delivered).containsExactly(1L, 2L);
    }

    @Test
    void letsMessagesWithoutAKeyGo() {
        deliveryOrder.offer(message(1, ""));
        deliveryOrder.offer(message(2, ""));
        assertThat(delivered).containsExactly(1L, 2L);
    }
}
