package io.pushcast.subscribe;

import org.jspecify.annotations.Nullable;

/**
 * Handles the events of one name on one channel, read as objects. It is called on the subscriber's executor, for each channel
 * one event at a time, in the order in which they arrived. It may block: that delays its channel only. What it throws is told
 * to the {@link SubscriberListener}s, and the next event goes on.
 *
 * @param <T> as what the payload is read
 */
@FunctionalInterface
public interface EventHandler<T extends @Nullable Object> {

    /**
     * Handles one event.
     *
     * @param event the payload; null if that is the JSON {@code null}
     * @param received where it came from, and its text
     */
    void handle(T event, Received received) throws Exception;
}
