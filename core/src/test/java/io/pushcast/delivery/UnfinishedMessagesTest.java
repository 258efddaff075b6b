package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class UnfinishedMessagesTest {

    private static final int ORDINARY_TIMEOUT = 500;

    private long sequence;

    /** Around the overflow of the clock, whose origin may be anything. Every third message has a deadline of its own. */
    @Property
    void knowPublishOrderAndDeadlinesWhateverEntersAndLeaves(
            @ForAll @Size(max = 200) List<@IntRange(min = -300, max = 1_000) Integer> moves) {
        UnfinishedMessages tried = new UnfinishedMessages();
        List<QueuedMessage> inside = new ArrayList<>();
        long now = Long.MAX_VALUE - 2_000;
        for (int move : moves) {
            now += 20;
            if (move < 0 && !inside.isEmpty()) {
                tried.remove(inside.remove(-move % inside.size()));
            } else {
                QueuedMessage message = move % 3 == 0
                        ? message(now + move, Duration.ofNanos(1))
                        : message(now + ORDINARY_TIMEOUT, null);
                inside.add(message);
                tried.add(message);
            }
            long origin = now;
            assertThat(tried).containsExactlyElementsOf(inside);
            assertThat(tried.isEmpty()).isEqualTo(inside.isEmpty());
            assertThat(tried.oldest()).isEqualTo(inside.isEmpty() ? null : inside.get(0));
            QueuedMessage first = inside.stream()
                    .min(Comparator.comparingLong(message -> message.expiresAt - origin))
                    .orElse(null);
            assertThat(expiry(tried.firstToExpire())).isEqualTo(expiry(first));
        }
    }

    /** Who looks at all of them may end those that it comes by. */
    @Property
    void letTheMessageJustSeenLeave(@ForAll @Size(max = 50) List<Boolean> ownDeadlines) {
        UnfinishedMessages tried = new UnfinishedMessages();
        ownDeadlines.forEach(own -> tried.add(message(0, own ? Duration.ofNanos(1) : null)));

        int seen = 0;
        for (QueuedMessage message : tried) {
            tried.remove(message);
            seen++;
        }

        assertThat(seen).isEqualTo(ownDeadlines.size());
        assertThat(tried.isEmpty()).isTrue();
    }

    private static @Nullable Long expiry(@Nullable QueuedMessage message) {
        return message == null ? null : message.expiresAt;
    }

    private QueuedMessage message(long expiresAt, @Nullable Duration ownDeadline) {
        ChannelMessage message = ChannelMessage.builder("m", List.of(ChannelName.of("a")), "e", "1")
                .deadline(ownDeadline)
                .build();
        return new QueuedMessage(
                message,
                new PendingDelivery(message, pending -> false),
                sequence++,
                0,
                expiresAt,
                new MessagesOfKey("a"));
    }
}
