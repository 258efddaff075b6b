package io.pushcast.outbox;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The messages held in memory, bounded in number and bytes. Used by the relay's thread only. */
final class LoadedMessages {

    /** What a message is taken for until some have been seen: as much as Pusher takes. */
    private static final long FIRST_GUESS_BYTES = 10_240;

    /** So many partitions find room at the same time, however much there is of each. */
    private static final int PARTITIONS_AT_LEAST = 4;

    private final int mostMessages;
    private final long mostBytes;
    private final Map<Long, LoadedMessage> held = new HashMap<>();
    private final RelayCounters counters;
    private long bytes;
    /** The size of a message, of late. */
    private long usualBytes = FIRST_GUESS_BYTES;

    LoadedMessages(int mostMessages, long mostBytes, RelayCounters counters) {
        this.mostMessages = mostMessages;
        this.mostBytes = mostBytes;
        this.counters = counters;
    }

    boolean contains(long id) {
        return held.containsKey(id);
    }

    /** How many are held, of these partitions, with a greater id than this: those that a look there comes to. */
    int countAbove(long id, Set<Integer> partitions) {
        int count = 0;
        for (LoadedMessage message : held.values()) {
            count += message.id() > id && partitions.contains(message.partition()) ? 1 : 0;
        }
        return count;
    }

    /** How many messages of one partition may be held, so that there is room for others. */
    int share() {
        return (int) Math.max(1, whole() / PARTITIONS_AT_LEAST);
    }

    private long whole() {
        return Math.min(mostMessages, mostBytes / usualBytes);
    }

    long freeBytes() {
        return Math.max(0, mostBytes - bytes);
    }

    /** How many more messages of the usual size there is room for. */
    int room() {
        return (int) Math.max(0, Math.min(mostMessages - held.size(), (mostBytes - bytes) / usualBytes));
    }

    /**
     * Whether there is room for enough messages to be worth a look into the store: those that are held are read again with
     * it, so that less than half would cost more than it brings.
     */
    boolean isWorthFilling() {
        return held.isEmpty() || room() > whole() / 2;
    }

    void add(LoadedMessage message) {
        held.put(message.id(), message);
        bytes += message.stored.bytes();
        usualBytes = Math.max(1, (15 * usualBytes + message.stored.bytes()) / 16);
        counters.held(held.size());
    }

    void remove(LoadedMessage message) {
        if (held.remove(message.id()) != null) {
            bytes -= message.stored.bytes();
            counters.held(held.size());
        }
    }
}
