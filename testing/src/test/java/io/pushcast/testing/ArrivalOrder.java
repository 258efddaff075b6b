package io.pushcast.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * Follows what a server accepts of messages that are numbered within their channels {@code channel-0}, {@code channel-1}, …: a
 * message that comes again is a duplicate, and one that comes too early an inversion.
 */
public final class ArrivalOrder {

    private final int[] next;
    private final List<String> duplicates = new ArrayList<>();
    private final List<String> inversions = new ArrayList<>();

    public ArrivalOrder(int channels) {
        this.next = new int[channels];
    }

    /** The server accepted a message. */
    public synchronized void add(String channel, String data) {
        int index = Integer.parseInt(channel.substring("channel-".length()));
        int number = Integer.parseInt(data);
        if (number == next[index]) {
            next[index]++;
        } else if (number < next[index]) {
            duplicates.add(channel + " " + data);
        } else {
            inversions.add(channel + " " + data + " before " + next[index]);
        }
    }

    /** For each channel, the number of the next message. */
    public synchronized int[] next() {
        return next.clone();
    }

    /** Each as {@code channel-7 12}. */
    public synchronized List<String> duplicates() {
        return List.copyOf(duplicates);
    }

    public synchronized List<String> inversions() {
        return List.copyOf(inversions);
    }
}
