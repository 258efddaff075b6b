package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pushcast.message.ChannelMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DeadlineHeapTest {

    private final DeadlineHeap heap = new DeadlineHeap();

    /** Around the overflow of the clock, whose origin may be anything. */
    @Property
    void hasTheEarliestDeadlineFirstWhateverEntersAndLeaves(
            @ForAll @Size(max = 300) List<@IntRange(min = -1_000, max = 1_000) Integer> moves) {
        DeadlineHeap tried = new DeadlineHeap();
        List<QueuedMessage> inside = new ArrayList<>();
        for (int move : moves) {
            if (move < -300 && !inside.isEmpty()) {
                tried.remove(inside.remove(-move % inside.size()));
            } else {
                QueuedMessage message = message(Long.MAX_VALUE + move);
                inside.add(message);
                tried.add(message);
            }
            assertThat(tried.isEmpty()).isEqualTo(inside.isEmpty());
            inside.stream()
                    .min(Comparator.comparingLong(message -> message.expiresAt - Long.MAX_VALUE))
                    .ifPresent(earliest -> assertThat(tried.first())
                            .extracting(message -> message.expiresAt)
                            .isEqualTo(earliest.expiresAt));
        }
    }

    @Test
    void refusesToRemoveWhatIsNotInside() {
        QueuedMessage message = message(1);
        heap.add(message);
        heap.remove(message);

        assertThat(heap.first()).isNull();
        assertThatIllegalStateException()
                .isThrownBy(() -> heap.remove(message))
                .withMessageContaining("not in the heap");
    }

    private static QueuedMessage message(long expiresAt) {
        ChannelMessage message = EngineHarness.message("m", "a");
        return new QueuedMessage(
                message, new PendingDelivery(message, pending -> false), 0, 0, expiresAt, new MessagesOfKey("a"));
    }
}
