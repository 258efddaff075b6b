package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneAtATimePerKeyTest {

    private final List<Long> delivered = new ArrayList<>();
    private final List<Long> forgotten = new ArrayList<>();
    private final OneAtATimePerKey feed =
            new OneAtATimePerKey(message -> delivered.add(message.id()), message -> forgotten.add(message.id()));

    private static LoadedMessage message(long id, String key) {
        OutboxRecord content = new OutboxRecord(0, "m", "c", "e", "1", key, null, "");
        return new LoadedMessage(
                new StoredRecord(id, Instant.EPOCH, content),
                new Lease(0, 1),
                new CompletedMessages(new WakeUpSignal(), () -> 0),
                () -> 0);
    }

    @Test
    void deliversTheNextOfAKeyOnceTheOneBeforeWasAccepted() {
        LoadedMessage first = message(1, "a");
        LoadedMessage second = message(2, "a");
        feed.offer(first);
        feed.offer(second);
        feed.offer(message(3, "b"));
        assertThat(delivered).containsExactly(1L, 3L);

        feed.accepted(first);
        assertThat(delivered).containsExactly(1L, 3L, 2L);
        feed.accepted(second);
        feed.offer(message(4, "a"));
        assertThat(delivered).containsExactly(1L, 3L, 2L, 4L);
    }

    @Test
    void forgetsWhatWaitsBehindOneThatStopped() {
        LoadedMessage first = message(1, "a");
        feed.offer(first);
        feed.offer(message(2, "a"));
        feed.offer(message(3, "a"));
        feed.stopped(first);

        assertThat(forgotten).containsExactly(2L, 3L);
        feed.offer(message(2, "a"));
        assertThat(delivered).containsExactly(1L, 2L);
    }

    @Test
    void letsMessagesWithoutAKeyGo() {
        feed.offer(message(1, ""));
        feed.offer(message(2, ""));
        assertThat(delivered).containsExactly(1L, 2L);
    }
}
