package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.delivery.BufferSpace.Waiter;
import io.pushcast.message.ChannelMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class BufferSpaceTest {

    private static final int MESSAGES = 640;
    private static final int RELIEF = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final BufferSpace space = new BufferSpace(1_000_000, MESSAGES);

    @Test
    void letsThoseWhoWaitEnterOnlyWhenAGoodPartIsFree() {
        space.reserve(0, MESSAGES);
        Waiter first = waits();

        space.release(0, RELIEF - 1);
        assertThat(space.pollFitting(0)).isNull();

        space.release(0, 1);
        assertThat(space.pollFitting(0)).isSameAs(first);
    }

    @Test
    void letsThemEnterSoonAfterThereIsAnyRoomAtAll() {
        space.reserve(0, MESSAGES);
        Waiter first = waits();
        assertThat(space.untilRelief(0)).isEqualTo(Long.MAX_VALUE);
        space.release(0, 1);
        long patience = Duration.ofMillis(5).toNanos();

        assertThat(space.pollFitting(100)).isNull();
        assertThat(space.untilRelief(100)).isEqualTo(patience);
        assertThat(space.pollFitting(99 + patience)).isNull();
        assertThat(space.pollFitting(100 + patience)).isSameAs(first);
        assertThat(space.untilRelief(100 + patience)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void thenLetsThemEnterOneByOneUntilItIsFullAgain() {
        space.reserve(0, MESSAGES);
        for (int i = 0; i < RELIEF + 1; i++) {
            waits();
        }
        space.release(0, RELIEF);

        for (int i = 0; i < RELIEF; i++) {
            assertThat(space.pollFitting(0)).isNotNull();
            space.reserve(0, 1);
        }
        assertThat(space.pollFitting(0)).isNull();
        space.release(0, 1);
        assertThat(space.pollFitting(0)).as("before a good part is free again").isNull();
    }

    @Test
    void letsWhoeverIsTooLargeForTheBufferEnterWhenItIsEmpty() {
        BufferSpace small = new BufferSpace(1, 1);
        small.reserve(1, 1);
        Waiter large = new Waiter(admission(), lock.newCondition());
        small.await(large);

        assertThat(small.pollFitting(0)).isNull();
        small.release(1, 1);
        assertThat(small.pollFitting(0)).isSameAs(large);
    }

    private Waiter waits() {
        Waiter waiter = new Waiter(admission(), lock.newCondition());
        space.await(waiter);
        return waiter;
    }

    private static Admission admission() {
        ChannelMessage message = EngineHarness.message("1", "a");
        return new Admission(new PendingDelivery(message, pending -> false), List.of(message), 0, 0);
    }
}
