package io.pushcast.message;

/**
 * Is told what becomes of every message. Each message has exactly one end: {@link #onDelivered} or {@link #onFailed}.
 *
 * <p>Called on the callback executor, never on a thread that delivers, and in no promised order between messages. What a
 * listener throws is logged and goes no further.
 */
public interface DeliveryListener {

    /** The server accepted it. */
    default void onDelivered(ChannelMessage message, Delivery delivery) {}

    /** It will not be delivered. */
    default void onFailed(ChannelMessage message, DeliveryException failure) {}
}
