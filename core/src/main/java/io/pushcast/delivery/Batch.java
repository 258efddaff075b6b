package io.pushcast.delivery;

import io.pushcast.message.ChannelMessage;
import io.pushcast.resilience.RetrySchedule;
import io.pushcast.transport.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one request, in the order in which the server is to see them. It holds their keys until it has an
 * outcome, also while it waits to be sent again. Guarded by the engine's lock.
 */
final class Batch {

    final List<QueuedMessage> entries;
    final List<MessagesOfKey> keys = new ArrayList<>();
    final RetrySchedule.Attempts attempts;

    /** What it waits for before it is sent again; null if it does not wait. */
    RetryQueue.@Nullable Wait wait;

    long sentAt;

    /** How many requests had been sent when it was sent last, itself included. */
    long number;

    /** How often it was held back since it was really sent. */
    int timesHeld;

    /** What it carried when it was last sent. */
    List<ChannelMessage> sent = List.of();

    /** How many requests had been accepted when it was sent first. */
    private long acceptedAtFirst = -1;

    private boolean suspect;
    private int failures;
    private int failuresAlike;
    private @Nullable Object lastFailure;

    /** @param entries what {@link KeyedQueue#take} has handed out, which is the batch's from now on */
    Batch(List<QueuedMessage> entries, RetrySchedule.Attempts attempts) {
        this.entries = entries;
        this.attempts = attempts;
        MessagesOfKey last = null;
        for (QueuedMessage entry : entries) {
            entry.batch = this;
            // Those of one key are next to each other.
            if (entry.key != last) {
                last = entry.key;
                keys.add(last);
            }
        }
    }

    /**
     * It goes out now.
     *
     * @param number how many requests have been sent, itself included
     * @param accepted how many of them have been accepted
     */
    void markSent(long now, long number, long accepted) {
        ChannelMessage[] messages = new ChannelMessage[entries.size()];
        for (int i = 0; i < messages.length; i++) {
            QueuedMessage entry = entries.get(i);
            entry.state = QueuedMessage.State.SENT;
            messages[i] = entry.message;
        }
        sentAt = now;
        // Immutable, so that whoever takes a copy later gets this very list.
        sent = List.of(messages);
        this.number = number;
        if (acceptedAtFirst < 0) {
            acceptedAtFirst = accepted;
        }
    }

    /** Whether it carried one message: then what became of it may be about that message. */
    boolean wasAlone() {
        return sent.size() == 1;
    }

    /** It failed. */
    void failed(Outcome outcome) {
        Object failure = outcome instanceof Outcome.Retryable retryable ? retryable.kind() : Outcome.Suspended.class;
        failures++;
        failuresAlike = failure.equals(lastFailure) ? failuresAlike + 1 : 1;
        lastFailure = failure;
    }

    /** How often it failed. */
    int failures() {
        return failures;
    }

    /** How often it failed in the same way as the last time, without another one between. */
    int failuresAlike() {
        return failuresAlike;
    }

    /**
     * It is made of a batch that was divided, or goes again although others were accepted meanwhile: then there may be something
     * with its messages, and not with the server.
     */
    boolean isSuspect() {
        return suspect;
    }

    /** See {@link #isSuspect}. */
    void suspect() {
        suspect = true;
    }

    /** Whether other requests were accepted since it was sent first. */
    boolean wasOvertaken(long accepted) {
        return accepted > acceptedAtFirst;
    }
}
