package io.pushcast.testing.outbox.chaos;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/** The checker: holds what was committed against what has arrived. Times are milliseconds of the wall clock. */
final class DeliveryLedger {

    static final int PARTITIONS = 64;

    /** Numbers grow within a key. */
    record Message(String key, int number) {

        int partition() {
            return DeliveryLedger.partition(key);
        }

        @Override
        public String toString() {
            return key + ":" + number;
        }
    }

    /** One message at the server. */
    record Arrival(Message message, long at) {}

    private final Map<Message, Long> committed;
    private final List<Arrival> all;
    private final Map<Message, Long> firsts = new LinkedHashMap<>();

    /**
     * @param committed what was committed, and when it was inserted
     * @param arrived in the order of arrival
     */
    DeliveryLedger(Map<Message, Long> committed, List<Arrival> arrived) {
        this.committed = committed;
        this.all = arrived;
        arrived.forEach(arrival -> firsts.putIfAbsent(arrival.message(), arrival.at()));
    }

    /** As the outbox documents it: CRC-32 of the key modulo 64. */
    static int partition(String key) {
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % PARTITIONS);
    }

    int committed() {
        return committed.size();
    }

    /** What was committed and has not arrived. */
    List<Message> lost() {
        return committed.keySet().stream()
                .filter(message -> !firsts.containsKey(message))
                .toList();
    }

    /** What has arrived, though it was rolled back. */
    List<Message> neverCommitted() {
        return firsts.keySet().stream()
                .filter(message -> !committed.containsKey(message))
                .toList();
    }

    /** How many arrivals were not the first of their message. */
    int duplicates() {
        return all.size() - firsts.size();
    }

    /** What arrived for the first time after a later one of its key had. */
    List<Message> outOfOrder() {
        Map<String, Integer> latest = new HashMap<>();
        List<Message> inverted = new ArrayList<>();
        for (Message message : firsts.keySet()) {
            int before = latest.merge(message.key(), message.number(), Math::max);
            if (message.number() < before) {
                inverted.add(message);
            }
        }
        return inverted;
    }

    /**
     * The longest that a message waited for its first arrival, from its insert or, if that was earlier, from a time on: how
     * long it took after that time until its partition worked.
     */
    Duration longestWait(long since, Predicate<Message> which) {
        long longest = 0;
        for (Map.Entry<Message, Long> first : firsts.entrySet()) {
            Long insertedAt = committed.get(first.getKey());
            if (insertedAt != null && which.test(first.getKey())) {
                longest = Math.max(longest, first.getValue() - Math.max(since, insertedAt));
            }
        }
        return Duration.ofMillis(longest);
    }
}
