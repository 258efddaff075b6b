package io.pushcast.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.ToIntFunction;

/** The newest of many, as far as there is room for them; at least the last one. Not for use by several threads. */
final class RecentItems<T> {

    private final int capacity;
    private final long maxCharacters;
    private final ToIntFunction<T> characters;
    private final Deque<T> all = new ArrayDeque<>();
    private long sum;

    /**
     * @param capacity how many there may be
     * @param maxCharacters how many characters they may have together
     * @param characters how many one has
     */
    RecentItems(int capacity, long maxCharacters, ToIntFunction<T> characters) {
        this.capacity = capacity;
        this.maxCharacters = maxCharacters;
        this.characters = characters;
    }

    void add(T newest) {
        all.addLast(newest);
        sum += characters.applyAsInt(newest);
        while (all.size() > capacity || (sum > maxCharacters && all.size() > 1)) {
            sum -= characters.applyAsInt(all.removeFirst());
        }
    }

    /** Those that are kept, in the order in which they came. The list is a copy. */
    List<T> all() {
        return List.copyOf(all);
    }

    void clear() {
        all.clear();
        sum = 0;
    }
}
