package io.pushcast.delivery;

import io.pushcast.message.ChannelMessage;
import io.pushcast.resilience.RetrySchedule;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of one request, in the order in which the server is to see them. It holds their keys until it has an
 * outcome, also while it waits to be sent again. Guarded by the engine's lock.
 */
final class Batch {

    final List<QueuedMessage> entries;
    final List<MessagesOfKey> keys = new ArrayList<>();
    final RetrySchedule.Attempts attempts;
    long dueAt;
    long sentAt;
    /** What it carried when it was last sent. */
    List<ChannelMessage> sent = List.of();

    /** @param entries what {@link KeyedQueue#take} has handed out, which is the batch's from now on */
    Batch(List<QueuedMessage> entries, RetrySchedule.Attempts attempts) {
        this.entries = entries;
        this.attempts = attempts;
        MessagesOfKey last = null;
        for (QueuedMessage entry : entries) {
            // Those of one key are next to each other.
            if (entry.key != last) {
                last = entry.key;
                keys.add(last);
            }
        }
    }

    /** It goes out now. */
    void markSent(long now) {
        List<ChannelMessage> messages = new ArrayList<>(entries.size());
        for (QueuedMessage entry : entries) {
            entry.state = QueuedMessage.State.SENT;
            messages.add(entry.message);
        }
        sentAt = now;
        sent = messages;
    }
}
