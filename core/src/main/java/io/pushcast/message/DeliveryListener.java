package io.pushcast.message;

/**
 * Is told what becomes of every message, and of every request: enough to count, measure and trace a delivery. Each message
 * that was {@linkplain #onPublished published} has exactly one end: {@link #onDelivered} or {@link #onFailed}.
 *
 * <p>With an outbox, a listener is told of what its own instance delivers, whichever instance published it: a message is
 * published, here, when it has been loaded from the outbox. One that ends as {@link
 * DeliveryException.Reason#LEFT_IN_OUTBOX} is delivered by another instance, or by this one later.
 *
 * <p>Unless it says otherwise, a method is called on the callback executor, one call at a time, never on a thread that
 * delivers: a request is told of before the ends that it brought. What a listener throws is logged and goes no further.
 */
public interface DeliveryListener {

    /**
     * A publisher has begun. Called once, by the thread that builds the publisher, before all else; what it throws fails the
     * building.
     *
     * @param status shows what is under way, from now on; after {@link #onClosed} it shows what was left
     */
    default void onStarted(DeliveryStatus status) {}

    /**
     * A message was published; whether the buffer has room for it is not known yet. Called by the thread that publishes it
     * (for a message bound to a transaction, the one that commits), which waits for it: a listener that takes long here
     * makes {@code publish} slow.
     */
    default void onPublished(ChannelMessage message) {}

    /** A request has ended, well or badly. */
    default void onRequest(SentRequest request) {}

    /** The server accepted it. */
    default void onDelivered(ChannelMessage message, Delivery delivery) {}

    /** It will not be delivered. */
    default void onFailed(ChannelMessage message, DeliveryException failure) {}

    /**
     * The publisher is closed, or could not be built. Called once, by the thread that closed it, when all ends were told but
     * for those that a slow callback still keeps waiting.
     *
     * @param status the very one that it started with
     */
    default void onClosed(DeliveryStatus status) {}
}
