package io.pushcast.outbox;

import java.time.Duration;

/**
 * What an outbox holds, for all instances.
 *
 * @param pending the messages that wait or are under way
 * @param oldestAge how long the oldest of them has been stored; zero if there is none
 * @param deadLetters the dead letters
 */
public record OutboxCounts(long pending, Duration oldestAge, long deadLetters) {}
