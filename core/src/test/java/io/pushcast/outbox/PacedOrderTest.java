package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.OrderingKey;
import io.pushcast.message.Pace;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PacedOrderTest {

    private static final Pace PACE = new Pace(Duration.ofMillis(250), "event");

    private final List<Long> delivered = new ArrayList<>();
    private final List<Long> superseded = new ArrayList<>();
    private final List<Long> forgotten = new ArrayList<>();
    private final Lease lease = new Lease(0, Long.MAX_VALUE / 2);
    private final CompletedMessages completed = new CompletedMessages(new OutboxThread.WakeUpSignal(), this::now);
    private long now;
    private final PacedOrder order = order(message -> delivered.add(message.id()), false);
    private final OneAtATimePerKey oneAtATime =
            new OneAtATimePerKey(message -> delivered.add(message.id()), message -> forgotten.add(message.id()));
    private final PacedOrder blocking = order(oneAtATime, true);

    private PacedOrder order(Relay.DeliveryOrder next, boolean blocks) {
        return new PacedOrder(
                next,
                message -> superseded.add(message.id()),
                blocks ? message -> forgotten.add(message.id()) : null,
                this::now);
    }

    private long now() {
        return now;
    }

    private LoadedMessage message(long id, String key, @Nullable Pace pace) {
        ChannelMessage content = ChannelMessage.builder("m-" + id, List.of(ChannelName.of("c")), "event", "1")
                .orderedBy(key.isEmpty() ? OrderingKey.NONE : OrderingKey.of(key))
                .pace(pace)
                .build();
        OutboxRecord record = OutboxRecord.of("app", content, Map.of("traceparent", "00-1"));
        return new LoadedMessage(
                new StoredRecord(id, Instant.EPOCH, record),
                lease,
                completed,
                new RetriedMessages(new OutboxThread.WakeUpSignal(), this::now),
                this::now);
    }

    private void pass(long millis) {
        now += millis * 1_000_000;
        order.release();
        blocking.release();
    }

    @Test
    void aStoredMessageKeepsItsPaceBesideItsHeaders() {
        OutboxRecord record = message(1, "a", PACE).stored.content();

        assertThat(record.toMessage().pace()).contains(PACE);
        assertThat(record.headersByName()).containsEntry("traceparent", "00-1");
        assertThat(message(1, "a", null).stored.content().toMessage().pace()).isEmpty();
    }

    @Test
    void deliversTheFirstAtOnceAndTheNewestWhenTheTimeIsOver() {
        for (int id = 1; id <= 4; id++) {
            order.offer(message(id, "a", PACE));
        }
        order.offer(message(5, "b", null));
        order.offer(message(6, "a", null));
        assertThat(delivered).containsExactly(1L, 5L);
        assertThat(superseded).containsExactly(2L, 3L);
        assertThat(order.untilNext()).isPositive().isLessThanOrEqualTo(250_000_000);

        pass(250);
        assertThat(delivered).containsExactly(1L, 5L, 4L, 6L);
        pass(250);
        assertThat(order.untilNext()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatGivesWayIsDeletedAndLosesNoLease() {
        LoadedMessage old = message(1, "a", PACE);
        old.supersede();
        assertThat(old.isSuperseded()).isTrue();
        old.failed(new DeliveryException(
                "", old.stored.content().toMessage(), DeliveryException.Reason.SUPERSEDED, 0, null, 0, null));

        assertThat(completed.pollAccepted()).containsExactly(old);
        assertThat(old.holds()).isTrue();
    }

    @Test
    void givesUpHeldMessagesWhoseLeaseOthersWant() {
        order.offer(message(1, "a", PACE));
        order.offer(message(2, "a", PACE));
        pass(60);
        assertThat(delivered).containsExactly(1L);

        lease.drain(true);
        pass(60);
        assertThat(delivered).containsExactly(1L, 2L);
    }

    @Test
    void sendsWhatIsHeldWhenAskedTo() {
        order.offer(message(1, "a", PACE));
        order.offer(message(2, "a", PACE));
        order.releaseAll();

        assertThat(delivered).containsExactly(1L, 2L);
    }

    @Test
    void keepsTheNewestOfAKeyThatGoesOneAtATime() {
        LoadedMessage first = message(1, "a", PACE);
        LoadedMessage second = message(2, "a", PACE);
        blocking.offer(first);
        blocking.offer(second);
        blocking.offer(message(3, "a", PACE));
        assertThat(superseded).containsExactly(2L);
        second.supersede();
        // The deletion of what gave way is no acceptance of what is under way.
        blocking.accepted(second);
        pass(250);
        assertThat(delivered).containsExactly(1L);

        blocking.accepted(first);
        assertThat(delivered).containsExactly(1L, 3L);
    }

    @Test
    void forgetsWhatIsHeldBehindADeadLetterThatBlocksItsKey() {
        LoadedMessage first = message(1, "a", PACE);
        blocking.offer(first);
        blocking.offer(message(2, "a", PACE));
        blocking.stopped(first);
        pass(250);

        assertThat(forgotten).containsExactly(2L);
        assertThat(delivered).containsExactly(1L);
    }
}
