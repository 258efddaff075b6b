package io.pushcast.outbox.store;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an outbox holds, for all instances. Numbers may be estimates if they are large: what a database holds counts to
 * 100 000, and takes the database's own word for more.
 *
 * @param pending the messages that wait or are under way
 * @param oldestAge how long the first of them has been stored; zero if there is none
 * @param deadLetters the dead letters
 * @param stuck the messages that are being retried
 * @param pausedSince since when delivery is paused in all instances; null if it is not
 */
public record OutboxCounts(
        long pending,
        Duration oldestAge,
        long deadLetters,
        long stuck,
        @Nullable Instant pausedSince) {

    /** Of an outbox that is not paused and retries nothing. */
    public OutboxCounts(long pending, Duration oldestAge, long deadLetters) {
        this(pending, oldestAge, deadLetters, 0, null);
    }
}
