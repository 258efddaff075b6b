package io.pushcast.delivery;

import io.pushcast.message.ChannelMessage;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which waiting messages a newer one makes superfluous, for {@link DeliverySettings.OverflowPolicy#LATEST_PER_KEY}. It is kept up to date with
 * every message that begins or ceases to wait, in constant time, so that nobody has to look for them. Guarded by the engine's
 * lock.
 */
final class StateUpdatesIndex {

    private final Map<StateUpdates.State, StateUpdates> states = new HashMap<>();

    /** Those of which an older message waits beside the newest. */
    private final Set<StateUpdates> withOlder = new LinkedHashSet<>();

    boolean isEmpty() {
        return states.isEmpty() && withOlder.isEmpty();
    }

    /** What waits with the same key for the same channels; null if nothing does. Without a key, nothing does. */
    @Nullable
    StateUpdates find(ChannelMessage message) {
        return message.orderingKey().isNone() ? null : states.get(StateUpdates.State.of(message));
    }

    /** One of those of which an older message waits; null if there is none. */
    @Nullable
    StateUpdates anyWithOlder() {
        return withOlder.isEmpty() ? null : withOlder.iterator().next();
    }

    /** It waits, behind all others of its key. */
    void addLast(QueuedMessage entry) {
        StateUpdates updates = enter(entry);
        if (updates != null) {
            updates.queued.addLast(entry);
            refresh(updates);
        }
    }

    /** It waits again, before all others of its key. */
    void addFirst(QueuedMessage entry) {
        StateUpdates updates = enter(entry);
        if (updates != null) {
            updates.queued.addFirst(entry);
            refresh(updates);
        }
    }

    private @Nullable StateUpdates enter(QueuedMessage entry) {
        ChannelMessage message = entry.pending.message;
        if (message.orderingKey().isNone()) {
            return null;
        }
        StateUpdates updates = states.computeIfAbsent(StateUpdates.State.of(message), StateUpdates::new);
        entry.updates = updates;
        updates.bufferBytes += entry.bufferBytes();
        return updates;
    }

    /** It waits no more. */
    void remove(QueuedMessage entry) {
        StateUpdates updates = entry.updates;
        if (updates == null) {
            return;
        }
        entry.updates = null;
        updates.queued.remove(entry);
        updates.bufferBytes -= entry.bufferBytes();
        refresh(updates);
        if (updates.queued.isEmpty()) {
            states.remove(updates.state);
        }
    }

    private void refresh(StateUpdates updates) {
        if (updates.hasOlder()) {
            withOlder.add(updates);
        } else {
            withOlder.remove(updates);
        }
    }
}
