package io.pushcast.delivery;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import java.util.List;

/**
 * The waiting messages with one ordering key to the same channels: updates of one state, of which only the newest counts.
 * Guarded by the engine's lock.
 */
final class StateUpdates {

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
