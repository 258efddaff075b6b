package io.pushcast.outbox.store;

import java.time.Instant;

/**
 * A message in the store.
 *
 * @param id its place: ids are given in the order of the inserts, but become visible in the order of the commits
 * @param storedAt when it was inserted, by the database's clock
 * @param content what was stored
 */
public record StoredRecord(long id, Instant storedAt, OutboxRecord content) {

    /** What a message costs in memory beyond its texts; a generous round figure. */
    private static final int OVERHEAD_BYTES = 600;

    /** About what it takes of memory, in bytes. */
    public int bytes() {
        return OVERHEAD_BYTES
                + content.data().length()
                + content.channels().length()
                + content.event().length()
                + content.orderingKey().length()
                + content.headers().length();
    }
}
