package io.pushcast.delivery;

import io.pushcast.text.LogText;

/**
 * The messages of one ordering key that wait, oldest first. While a request holds the key, none of them may go. Guarded by
 * the engine's lock.
 */
final class MessagesOfKey {

    /** The text of the key; empty for a message without one, which has a queue of its own. */
    final String key;

    final IntrusiveList<QueuedMessage> queued = new QueuedMessage.OfOneKey();
    int queuedBytes;
    boolean held;
    boolean ready;
    /** The place among the keys that are ready: the sequence of its first message. */
    long rank;

    MessagesOfKey(String key) {
        this.key = key;
    }

    boolean isIdle() {
        return !held && queued.isEmpty();
    }

    @Override
    public String toString() {
        return "MessagesOfKey[" + LogText.name(key) + ", " + queued.size() + " queued" + (held ? ", held]" : "]");
    }
}
