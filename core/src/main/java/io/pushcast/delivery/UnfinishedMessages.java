package io.pushcast.delivery;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The messages without an outcome, in publish order and by their deadlines. Most have the same delivery timeout, and so
 * expire in the order in which they were published: one list tells both, and they come and go in constant time. The others
 * have a list of their own, and a heap. Guarded by the engine's lock.
 */
final class UnfinishedMessages implements Iterable<QueuedMessage> {

    private final IntrusiveList<QueuedMessage> inDeadlineOrder = new QueuedMessage.InPublishOrder();
    private final IntrusiveList<QueuedMessage> others = new QueuedMessage.InPublishOrder();
    private final DeadlineHeap deadlinesOfOthers = new DeadlineHeap();

    boolean isEmpty() {
        return inDeadlineOrder.isEmpty() && others.isEmpty();
    }

    void add(QueuedMessage message) {
        if (expiresAfterThoseBefore(message)) {
            inDeadlineOrder.addLast(message);
        } else {
            others.addLast(message);
            deadlinesOfOthers.add(message);
        }
    }

    /** One with a deadline of its own does not count even so: a late one would make others of all that come after it. */
    private boolean expiresAfterThoseBefore(QueuedMessage message) {
        QueuedMessage last = inDeadlineOrder.last();
        return message.message.deadline().isEmpty() && (last == null || message.expiresAt - last.expiresAt >= 0);
    }

    void remove(QueuedMessage message) {
        if (message.heapIndex < 0) {
            inDeadlineOrder.remove(message);
        } else {
            others.remove(message);
            deadlinesOfOthers.remove(message);
        }
    }

    /** The one that was published first; null if there is none. */
    @Nullable
    QueuedMessage oldest() {
        return older(inDeadlineOrder.first(), others.first());
    }

    /** The one that expires first; null if there is none. */
    @Nullable
    QueuedMessage firstToExpire() {
        QueuedMessage one = inDeadlineOrder.first();
        QueuedMessage other = deadlinesOfOthers.first();
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        // The difference, since the origin of the time may be such that it overflows.
        return other.expiresAt - one.expiresAt < 0 ? other : one;
    }

    private static @Nullable QueuedMessage older(@Nullable QueuedMessage one, @Nullable QueuedMessage other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.sequence < one.sequence ? other : one;
    }

    /** In publish order. The message just returned may be removed meanwhile. */
    @Override
    public Iterator<QueuedMessage> iterator() {
        Iterator<QueuedMessage> some = inDeadlineOrder.iterator();
        Iterator<QueuedMessage> rest = others.iterator();
        return new Iterator<>() {

            private @Nullable QueuedMessage nextOfSome = nextOf(some);
            private @Nullable QueuedMessage nextOfRest = nextOf(rest);

            @Override
            public boolean hasNext() {
                return nextOfSome != null || nextOfRest != null;
            }

            @Override
            public QueuedMessage next() {
                QueuedMessage next = older(nextOfSome, nextOfRest);
                if (next == null) {
                    throw new NoSuchElementException();
                }
                if (next == nextOfSome) {
                    nextOfSome = nextOf(some);
                } else {
                    nextOfRest = nextOf(rest);
                }
                return next;
            }
        };
    }

    private static @Nullable QueuedMessage nextOf(Iterator<QueuedMessage> messages) {
        return messages.hasNext() ? messages.next() : null;
    }
}
