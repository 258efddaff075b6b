package io.pushcast.delivery;

import io.pushcast.message.OrderingKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All messages without an outcome, in publish order, and of each ordering key those that wait. Hands out requests so that a
 * key is never in two of them; the key whose first message is oldest comes first. Guarded by the engine's lock.
 */
final class KeyedQueue {

    /** How many keys a request may pass over because their first message needs a request of its own. */
    private static final int MOST_PASSED_OVER = 8;

    private final UnfinishedMessages unfinished = new UnfinishedMessages();
    private final Map<String, MessagesOfKey> keys = new HashMap<>();
    private final TreeSet<MessagesOfKey> ready =
            new TreeSet<>(Comparator.comparingLong((MessagesOfKey key) -> key.rank));

    private int readyMessages;
    private long readyBytes;
    private int queuedMessages;
    private long queuedBufferBytes;
    private final @Nullable StateUpdatesIndex index;

    KeyedQueue() {
        this(null);
    }

    /** @param index is kept up to date with what waits; null if nobody needs it */
    KeyedQueue(@Nullable StateUpdatesIndex index) {
        this.index = index;
    }

    boolean isEmpty() {
        return unfinished.isEmpty();
    }

    UnfinishedMessages unfinished() {
        return unfinished;
    }

    /** Whether it is as it was when it was made. */
    boolean isAtRest() {
        return unfinished.isEmpty()
                && keys.isEmpty()
                && ready.isEmpty()
                && readyMessages == 0
                && readyBytes == 0
                && queuedMessages == 0
                && queuedBufferBytes == 0
                && (index == null || index.isEmpty());
    }

    /** The message that was published first; null if there is none. */
    @Nullable
    QueuedMessage oldest() {
        return unfinished.oldest();
    }

    /** Messages that could go now, but for the limits of a request. */
    int readyMessages() {
        return readyMessages;
    }

    long readyBytes() {
        return readyBytes;
    }

    int queuedMessages() {
        return queuedMessages;
    }

    long queuedBufferBytes() {
        return queuedBufferBytes;
    }

    /** The message that would go first; null if none may go. */
    @Nullable
    QueuedMessage firstReady() {
        return ready.isEmpty() ? null : ready.first().queued.first();
    }

    /** The queue of a key; messages without one each get a queue of their own, so nothing holds them. */
    MessagesOfKey keyOf(OrderingKey key) {
        return key.isNone() ? new MessagesOfKey("") : keys.computeIfAbsent(key.value(), MessagesOfKey::new);
    }

    void add(QueuedMessage entry) {
        unfinished.add(entry);
        entry.key.queued.addLast(entry);
        if (index != null) {
            index.addLast(entry);
        }
        countQueued(entry, 1);
        if (entry.key.queued.size() == 1) {
            refresh(entry.key);
        }
    }

    /** The messages of the next request; their keys are held until {@link #release}. Empty if none may go. */
    List<QueuedMessage> take(int mostMessages, long mostBytes) {
        Selection selection = new Selection(mostMessages, mostBytes);
        List<MessagesOfKey> passedOver = new ArrayList<>(0);
        while (!selection.isFull() && !ready.isEmpty() && passedOver.size() < MOST_PASSED_OVER) {
            MessagesOfKey key = ready.first();
            if (selection.fits(key.queued.first())) {
                takeFrom(key, selection);
            } else {
                setReady(key, false);
                passedOver.add(key);
            }
        }
        passedOver.forEach(key -> setReady(key, true));
        return selection.entries;
    }

    private void takeFrom(MessagesOfKey key, Selection selection) {
        setReady(key, false);
        key.held = true;
        QueuedMessage head = key.queued.first();
        while (head != null && selection.fits(head)) {
            unqueue(head);
            selection.add(head);
            head = key.queued.first();
        }
    }

    /** The request that held these keys is over: what waits behind it may go. */
    void release(Collection<MessagesOfKey> released) {
        for (MessagesOfKey key : released) {
            key.held = false;
            refresh(key);
        }
    }

    /** Taken messages wait again, before all others of their keys. Their keys are still held. */
    void putBack(List<QueuedMessage> entries) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            QueuedMessage entry = entries.get(i);
            entry.state = QueuedMessage.State.QUEUED;
            entry.batch = null;
            entry.key.queued.addFirst(entry);
            if (index != null) {
                index.addFirst(entry);
            }
            countQueued(entry, 1);
        }
    }

    /** A message that waits leaves its key: it was withdrawn, dropped or has expired. */
    void removeQueued(QueuedMessage entry) {
        boolean wasReady = entry.key.ready;
        if (wasReady) {
            setReady(entry.key, false);
        }
        unqueue(entry);
        refresh(entry.key);
    }

    /** A message has its outcome. */
    void finish(QueuedMessage entry) {
        entry.state = QueuedMessage.State.DONE;
        unfinished.remove(entry);
    }

    private void unqueue(QueuedMessage entry) {
        entry.key.queued.remove(entry);
        if (index != null) {
            index.remove(entry);
        }
        countQueued(entry, -1);
    }

    private void countQueued(QueuedMessage entry, int sign) {
        queuedMessages += sign;
        queuedBufferBytes += (long) sign * entry.bufferBytes();
        entry.key.queuedBytes += sign * entry.requestBytes();
        if (entry.key.ready) {
            readyMessages += sign;
            readyBytes += (long) sign * entry.requestBytes();
        }
    }

    /** Brings a key's readiness in line with what it holds, and forgets a key that holds nothing. */
    private void refresh(MessagesOfKey key) {
        setReady(key, !key.held && !key.queued.isEmpty());
        if (key.isIdle()) {
            keys.remove(key.key, key);
        }
    }

    private void setReady(MessagesOfKey key, boolean nowReady) {
        if (key.ready == nowReady) {
            return;
        }
        int sign = nowReady ? 1 : -1;
        readyMessages += sign * key.queued.size();
        readyBytes += (long) sign * key.queuedBytes;
        key.ready = nowReady;
        if (nowReady) {
            QueuedMessage head = key.queued.first();
            key.rank = head == null ? Long.MAX_VALUE : head.sequence;
            ready.add(key);
        } else {
            ready.remove(key);
        }
    }

    /** The messages of a request while they are being chosen. */
    private static final class Selection {

        final List<QueuedMessage> entries;
        private final long mostBytes;
        private int mostMessages;
        private long bytes;

        Selection(int mostMessages, long mostBytes) {
            this.entries = new ArrayList<>(mostMessages);
            this.mostMessages = mostMessages;
            this.mostBytes = mostBytes;
        }

        boolean isFull() {
            return entries.size() >= mostMessages;
        }

        boolean fits(@Nullable QueuedMessage entry) {
            if (entries.isEmpty()) {
                return true;
            }
            return entry != null
                    && !entry.isSolo()
                    && entries.size() < Math.min(mostMessages, entry.largestBatch())
                    && bytes + entry.requestBytes() <= mostBytes;
        }

        void add(QueuedMessage entry) {
            entries.add(entry);
            bytes += entry.requestBytes();
            mostMessages = entry.isSolo() ? 1 : Math.min(mostMessages, entry.largestBatch());
        }
    }
}
