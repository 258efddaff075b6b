package io.pushcast.outbox.store;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.OrderingKey;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Says which partition a message belongs to: the CRC-32 of its ordering key (as UTF-8) modulo 64, so that every version and
 * every instance agree. Messages without a key are spread by their ids.
 */
final class PartitionFunction {

    private PartitionFunction() {}

    /** The hash of the ordering key; of a message without one, that of its id. */
    static int hash(ChannelMessage message) {
        OrderingKey key = message.orderingKey();
        return hash(key.isNone() ? message.id() : key.value());
    }

    private static int hash(String key) {
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    static int ofHash(int hash) {
        return Integer.remainderUnsigned(hash, OutboxStore.PARTITIONS);
    }

    static int of(String key) {
        return ofHash(hash(key));
    }
}
