package io.pushcast.outbox;

/** Says when a loaded message goes on to the delivery. Used by the relay's thread only. */
interface DeliveryOrder {

    /** A message was loaded, after all older ones of its key. */
    void offer(LoadedMessage message);

    /** It was accepted. */
    default void accepted(LoadedMessage message) {}

    /** It is a dead letter now, or is left to others: so are those that waited for it. */
    default void stopped(LoadedMessage message) {}
}
