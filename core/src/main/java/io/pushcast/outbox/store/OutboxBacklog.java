package io.pushcast.outbox.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where messages wait. Of an outbox with more than 100 000 messages, only the first 100 000 are looked at.
 *
 * @param apps by the id of the app
 * @param partitions by the number of the partition
 * @param oldestKeys the ordering keys whose first message is oldest, oldest first; messages without a key have the empty one
 */
public record OutboxBacklog(Map<String, Lag> apps, Map<Integer, Lag> partitions, List<KeyLag> oldestKeys) {

    /** Immutable. */
    public OutboxBacklog {
        apps = Map.copyOf(apps);
        partitions = Map.copyOf(partitions);
        oldestKeys = List.copyOf(oldestKeys);
    }

    /**
     * What waits.
     *
     * @param messages how many messages
     * @param oldestAge how long the oldest of them has been stored
     */
    public record Lag(long messages, Duration oldestAge) {}

    /**
     * What waits of one ordering key.
     *
     * @param orderingKey the key; empty for messages without one
     * @param messages how many messages
     * @param oldestAge how long the oldest of them has been stored
     */
    public record KeyLag(String orderingKey, long messages, Duration oldestAge) {}
}
