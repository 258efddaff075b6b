package io.pushcast.delivery;

import io.pushcast.message.ChannelMessage;
import io.pushcast.resilience.RetrySchedule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The messages of one request, in the order in which the server is to see them. It holds their keys until it has an
 * outcome, also while it waits to be sent again. Guarded by the engine's lock.
 */
final class Batch {

    final List<Entry> entries;
    final Set<KeyQueue> keys = new LinkedHashSet<>();
    final RetrySchedule.Attempts attempts;
    long dueAt;
    long sentAt;
    /** What it carried when it was last sent. */
    List<ChannelMessage> sent = List.of();

    Batch(List<Entry> entries, RetrySchedule.Attempts attempts) {
        this.entries = new ArrayList<>(entries);
        this.attempts = attempts;
        for (Entry entry : entries) {
            keys.add(entry.key);
        }
    }

    /** It goes out now. */
    void depart(long now) {
        List<ChannelMessage> messages = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            entry.state = Entry.State.SENT;
            messages.add(entry.message);
        }
        sentAt = now;
        sent = messages;
    }
}
