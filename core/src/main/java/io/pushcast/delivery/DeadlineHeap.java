package io.pushcast.delivery;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Messages by their deadline: a binary heap in which each message knows its place, so that any of them leaves in logarithmic
 * time. Messages with the same delivery timeout come in the order of their deadlines, and enter in constant time. Guarded by
 * the engine's lock.
 */
final class DeadlineHeap {

    private static final int INITIAL_CAPACITY = 64;

    private @Nullable QueuedMessage[] heap = new @Nullable QueuedMessage[INITIAL_CAPACITY];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** The message that expires first; null if there is none. */
    @Nullable
    QueuedMessage first() {
        return heap[0];
    }

    void add(QueuedMessage message) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        size++;
        moveUp(size - 1, message);
    }

    void remove(QueuedMessage message) {
        int index = message.heapIndex;
        if (index < 0) {
            throw new IllegalStateException("not in the heap: " + message);
        }
        size--;
        QueuedMessage last = at(size);
        heap[size] = null;
        message.heapIndex = -1;
        if (index < size) {
            moveDown(index, last);
            if (last.heapIndex == index) {
                moveUp(index, last);
            }
        }
        if (heap.length > INITIAL_CAPACITY && size < heap.length / 4) {
            heap = Arrays.copyOf(heap, heap.length / 2);
        }
    }

    private void moveUp(int from, QueuedMessage message) {
        int index = from;
        while (index > 0) {
            int parentIndex = (index - 1) >>> 1;
            QueuedMessage parent = at(parentIndex);
            if (!isEarlier(message, parent)) {
                break;
            }
            put(index, parent);
            index = parentIndex;
        }
        put(index, message);
    }

    private void moveDown(int from, QueuedMessage message) {
        int index = from;
        while (2 * index + 1 < size) {
            int childIndex = 2 * index + 1;
            if (childIndex + 1 < size && isEarlier(at(childIndex + 1), at(childIndex))) {
                childIndex++;
            }
            QueuedMessage child = at(childIndex);
            if (!isEarlier(child, message)) {
                break;
            }
            put(index, child);
            index = childIndex;
        }
        put(index, message);
    }

    private void put(int index, QueuedMessage message) {
        heap[index] = message;
        message.heapIndex = index;
    }

    private QueuedMessage at(int index) {
        QueuedMessage message = heap[index];
        if (message == null) {
            throw new IllegalStateException("no message at " + index + " of " + size);
        }
        return message;
    }

    /** By the difference, since the origin of the time may be such that it overflows. */
    private static boolean isEarlier(QueuedMessage one, QueuedMessage other) {
        return one.expiresAt - other.expiresAt < 0;
    }
}
