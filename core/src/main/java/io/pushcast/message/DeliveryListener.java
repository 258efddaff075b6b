package io.pushcast.message;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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

    /**
     * A request that has ended, and what became of it.
     *
     * @param messages what it carried, in the order of the request
     * @param attempt how often one of its messages has been sent now, at most: 1 the first time
     * @param result what became of it
     * @param httpStatus the status of the answer; for servers that say 200 to an error, the status in its body. Empty if there
     *     was no answer, or a 2xx
     * @param queued how long the oldest of its messages had waited, since it was published, when the request was sent. For a
     *     later attempt, the earlier ones are part of that
     * @param took how long it took until the answer was there, or it was known that there will be none
     * @param retryIn after how long it is sent again as it is, without those of its messages that have another end by then
     *     (their time has run out, or the publisher is closed); empty if it is not
     */
    public record SentRequest(
            List<ChannelMessage> messages,
            int attempt,
            Result result,
            OptionalInt httpStatus,
            Duration queued,
            Duration took,
            Optional<Duration> retryIn) {

        /** Takes a copy. */
        public SentRequest {
            messages = List.copyOf(messages);
        }

        /** What became of a request. */
        public enum Result {
            /** The server took all of its messages. */
            ACCEPTED,
            /** The server will never take its one message. */
            REJECTED,
            /** The server refused it as a whole: its messages are sent again in smaller requests. */
            SPLIT,
            /**
             * The server was not well, or could not be reached. Nothing was accepted, as far as that can be known: behind a
             * proxy that answers in its place it may have been.
             */
            OUTAGE,
            /** It was sent and no answer came: it may have been accepted. */
            UNANSWERED,
            /** The server asked to slow down. */
            THROTTLED,
            /** The server refused the app itself: wrong credentials, unknown app, over its quota. */
            SUSPENDED
        }
    }
}
