package io.pushcast.delivery;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A doubly linked list whose links the elements own, so that an element leaves from the middle in constant time and
 * entering allocates nothing. Not for use by several threads.
 */
final class Chain<E> implements Iterable<E> {

    private @Nullable Link<E> first;
    private @Nullable Link<E> last;
    private int size;

    /** An element's place in at most one chain at a time. */
    static final class Link<E> {

        private final E element;
        private @Nullable Link<E> previous;
        private @Nullable Link<E> next;
        private boolean linked;

        Link(E element) {
            this.element = element;
        }
    }

    boolean isEmpty() {
        return first == null;
    }

    int size() {
        return size;
    }

    @Nullable
    E first() {
        return first == null ? null : first.element;
    }

    @Nullable
    E last() {
        return last == null ? null : last.element;
    }

    void addLast(Link<E> link) {
        enter(link);
        link.previous = last;
        if (last == null) {
            first = link;
        } else {
            last.next = link;
        }
        last = link;
    }

    void addFirst(Link<E> link) {
        enter(link);
        link.next = first;
        if (first == null) {
            last = link;
        } else {
            first.previous = link;
        }
        first = link;
    }

    void remove(Link<E> link) {
        if (!link.linked) {
            throw new IllegalStateException("not in the chain: " + link.element);
        }
        if (link.previous == null) {
            first = link.next;
        } else {
            link.previous.next = link.next;
        }
        if (link.next == null) {
            last = link.previous;
        } else {
            link.next.previous = link.previous;
        }
        link.previous = null;
        link.next = null;
        link.linked = false;
        size--;
    }

    private void enter(Link<E> link) {
        if (link.linked) {
            throw new IllegalStateException("already in a chain: " + link.element);
        }
        link.linked = true;
        size++;
    }

    /** From first to last. The element just returned may be removed from the chain meanwhile. */
    @Override
    public Iterator<E> iterator() {
        return new Iterator<>() {

            private @Nullable Link<E> upcoming = first;

            @Override
            public boolean hasNext() {
                return upcoming != null;
            }

            @Override
            public E next() {
                Link<E> current = upcoming;
                if (current == null) {
                    throw new NoSuchElementException();
                }
                upcoming = current.next;
                return current.element;
            }
        };
    }
}
