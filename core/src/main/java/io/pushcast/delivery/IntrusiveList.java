package io.pushcast.delivery;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A doubly linked list whose links are fields of its elements, so that an element leaves from the middle in constant time
 * and entering allocates nothing. A kind of list says which fields; an element is in one list of each kind at most. Not
 * for use by several threads.
 */
abstract class IntrusiveList<E> implements Iterable<E> {

    private @Nullable E first;
    private @Nullable E last;
    private int size;

    abstract @Nullable E previous(E element);

    abstract void setPrevious(E element, @Nullable E previous);

    abstract @Nullable E next(E element);

    abstract void setNext(E element, @Nullable E next);

    boolean isEmpty() {
        return first == null;
    }

    int size() {
        return size;
    }

    @Nullable
    E first() {
        return first;
    }

    @Nullable
    E last() {
        return last;
    }

    void addLast(E element) {
        requireOutside(element);
        setPrevious(element, last);
        if (last == null) {
            first = element;
        } else {
            setNext(last, element);
        }
        last = element;
        size++;
    }

    void addFirst(E element) {
        requireOutside(element);
        setNext(element, first);
        if (first == null) {
            last = element;
        } else {
            setPrevious(first, element);
        }
        first = element;
        size++;
    }

    void remove(E element) {
        if (!isLinked(element)) {
            throw new IllegalStateException("not in the list: " + element);
        }
        E previous = previous(element);
        E next = next(element);
        if (previous == null) {
            first = next;
        } else {
            setNext(previous, next);
        }
        if (next == null) {
            last = previous;
        } else {
            setPrevious(next, previous);
        }
        setPrevious(element, null);
        setNext(element, null);
        size--;
    }

    private void requireOutside(E element) {
        if (isLinked(element)) {
            throw new IllegalStateException("already in a list: " + element);
        }
    }

    // The very element is meant, not one that is like it.
    @SuppressWarnings("ReferenceEquality")
    private boolean isLinked(E element) {
        return element == first || previous(element) != null || next(element) != null;
    }

    /** From first to last. The element just returned may be removed from the list meanwhile. */
    @Override
    public Iterator<E> iterator() {
        return new Iterator<>() {

            private @Nullable E upcoming = first;

            @Override
            public boolean hasNext() {
                return upcoming != null;
            }

            @Override
            public E next() {
                E current = upcoming;
                if (current == null) {
                    throw new NoSuchElementException();
                }
                upcoming = IntrusiveList.this.next(current);
                return current;
            }
        };
    }
}
