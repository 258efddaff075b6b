package io.pushcast.outbox.store;

import java.time.Duration;

/**
 * What an outbox holds, for all instances. Numbers may be estimates if they are large: what a database holds counts to
 * 100 000, and takes the database's own word for more.
 *
 * @param pending the messages that wait or are under way
 * @param oldestAge how long the first of them has been stored; zero if there is none
 * @param deadLetters the dead letters
 */
public record OutboxCounts(long pending, Duration oldestAge, long deadLetters) {}
