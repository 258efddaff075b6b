package io.pushcast.outbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The messages held in memory, bounded in number and bytes. Used by the relay's thread only. */
final class LoadedMessages {

    /** What a message is taken for until some have been seen: as much as Pusher takes. */
    private static final long FIRST_GUESS_BYTES = 10_240;

    /** What one key may take of the whole, if there is much of it and of no other. */
    private static final int SHARE_OF_A_KEY = 4;

    private final int mostMessages;
    private final long mostBytes;
    private final Map<Long, LoadedMessage> held = new HashMap<>();
    private final Map<Integer, Integer> heldOfKeys = new HashMap<>();
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

    /** How many messages of one key may be held, so that there is room for others. */
    int share() {
        return shareBeside(0);
    }

    /** The same, where so many other keys have all that they may hold: each leaves room for the next one. */
    int shareBeside(int crowdedKeys) {
        return (int) Math.max(1, whole() / SHARE_OF_A_KEY / (1 + crowdedKeys));
    }

    /** How many messages of the keys with this hash are held. */
    int countOfKey(int keyHash) {
        return heldOfKeys.getOrDefault(keyHash, 0);
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

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** Those that were loaded at this time or before. */
    List<LoadedMessage> heldSince(long time) {
        List<LoadedMessage> since = new ArrayList<>();
        for (LoadedMessage message : held.values()) {
            if (message.loadedAt() - time <= 0) {
                since.add(message);
            }
        }
        return since;
    }

    void add(LoadedMessage message) {
        held.put(message.id(), message);
        heldOfKeys.merge(message.keyHash(), 1, Integer::sum);
        bytes += message.stored.bytes();
        usualBytes = Math.max(1, (15 * usualBytes + message.stored.bytes()) / 16);
        counters.held(held.size());
    }

    void remove(LoadedMessage message) {
        if (held.remove(message.id()) != null) {
            heldOfKeys.computeIfPresent(message.keyHash(), (key, count) -> count == 1 ? null : count - 1);
            bytes -= message.stored.bytes();
            counters.held(held.size());
        }
    }
}
