package io.pushcast.delivery;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which waiting messages a newer one makes superfluous, for {@link OverflowPolicy#LATEST_PER_KEY}. It is kept up to date with
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

    /**
     * The waiting messages with one ordering key to the same channels: updates of one state, of which only the newest counts.
     * Guarded by the engine's lock.
     */
    static final class StateUpdates {

        /**
         * What these messages have in common.
         *
         * @param orderingKey the text of their key
         * @param channels the channels of the whole message, also for one that is sent in parts
         */
        record State(String orderingKey, List<ChannelName> channels) {

            static State of(ChannelMessage message) {
                return new State(message.orderingKey().value(), message.channels());
            }
        }

        final State state;
        final IntrusiveList<QueuedMessage> queued = new QueuedMessage.OfOneState();
        long bufferBytes;

        StateUpdates(State state) {
            this.state = state;
        }

        /** Whether a message waits that is older than the newest. The parts of one message are of one age. */
        // The very publication is meant, not one that is like it.
        @SuppressWarnings("ReferenceEquality")
        boolean hasOlder() {
            QueuedMessage first = queued.first();
            QueuedMessage last = queued.last();
            return first != null && last != null && first.pending != last.pending;
        }

        @Override
        public String toString() {
            return "StateUpdates[" + state + ", " + queued.size() + " queued]";
        }
    }
}
