package io.pushcast.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What became of one publication: Pusher accepted all its messages. (An event with several routes, or
 * with encrypted channels, makes several.)
 *
 * <p>With an outbox it says instead that all its messages are stored.
 *
 * <p>Accepted means that the server answered with success. It is not said that a subscriber was there to see it.
 *
 * @param receipts one for each message, in the order of the routes; empty if the event had no route
 */
public record Delivery(List<Receipt> receipts) {

    /** Takes a copy. */
    public Delivery {
        receipts = List.copyOf(receipts);
    }

    /** Of one message. */
    public static Delivery of(Receipt receipt) {
        return new Delivery(List.of(receipt));
    }

    /** Several as one, in their order. */
    public static Delivery all(List<Delivery> deliveries) {
        List<Receipt> receipts = new ArrayList<>();
        deliveries.forEach(delivery -> receipts.addAll(delivery.receipts()));
        return new Delivery(receipts);
    }

    /**
     * Of one message.
     *
     * @param messageId the id of the message
     * @param channels where it went
     * @param attempts how many requests it was part of; 1 if the first was accepted, 0 if it was only stored in the outbox,
     *     to be delivered after the commit
     * @param info what the server told about the channels, if it was asked to, see {@link ChannelMessage#info}; a channel
     *     that it told nothing about is missing
     */
    public record Receipt(
            String messageId, List<ChannelName> channels, int attempts, Map<ChannelName, ChannelInfo> info) {

        /** Takes copies. */
        public Receipt {
            channels = List.copyOf(channels);
            info = Map.copyOf(info);
        }

        /** With nothing told about the channels. */
        public Receipt(String messageId, List<ChannelName> channels, int attempts) {
            this(messageId, channels, attempts, Map.of());
        }
    }
}
