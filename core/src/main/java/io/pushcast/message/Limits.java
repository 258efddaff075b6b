package io.pushcast.message;

import io.pushcast.text.LogText;
import java.util.List;

/**
 * What a server takes at most. The defaults are those of Pusher Channels; servers that speak its protocol differ.
 *
 * @param maxPayloadBytes bytes of one payload, as UTF-8 after JSON encoding; at least 1
 * @param maxChannelsPerMessage channels of one {@code events} request; messages to more are split; at least 1
 * @param maxBatchSize messages of one {@code batch_events} request; 1 turns batching off
 * @param maxRequestBytes bytes of the body of one request, in which quotes and line breaks of a payload count twice;
 *     batches are kept within it, and a message that needs more alone is refused; at least 1
 * @param maxChannelNameLength characters of a channel name; at least 1
 * @param maxEventNameLength characters of an event name; at least 1
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/">Pusher's HTTP API</a>
 */
public record Limits(
        int maxPayloadBytes,
        int maxChannelsPerMessage,
        int maxBatchSize,
        int maxRequestBytes,
        int maxChannelNameLength,
        int maxEventNameLength) {

    /** Pusher's: 10 240 bytes, 100 channels, 10 a batch, names of 164 and 200 characters; requests up to 1 MiB. */
    public static final Limits PUSHER = new Limits(10_240, 100, 10, 1_048_576, 164, 200);

    /** @throws IllegalArgumentException if a limit is less than 1 */
    public Limits {
        requirePositive("maxPayloadBytes", maxPayloadBytes);
        requirePositive("maxChannelsPerMessage", maxChannelsPerMessage);
        requirePositive("maxBatchSize", maxBatchSize);
        requirePositive("maxRequestBytes", maxRequestBytes);
        requirePositive("maxChannelNameLength", maxChannelNameLength);
        requirePositive("maxEventNameLength", maxEventNameLength);
    }

    /** The same but for the payload's size, in bytes. */
    public Limits withMaxPayloadBytes(int bytes) {
        return new Limits(
                bytes, maxChannelsPerMessage, maxBatchSize, maxRequestBytes, maxChannelNameLength, maxEventNameLength);
    }

    /** The same but for the channels of one message. */
    public Limits withMaxChannelsPerMessage(int channels) {
        return new Limits(
                maxPayloadBytes, channels, maxBatchSize, maxRequestBytes, maxChannelNameLength, maxEventNameLength);
    }

    /** The same but for the messages of one batch. */
    public Limits withMaxBatchSize(int messages) {
        return new Limits(
                maxPayloadBytes,
                maxChannelsPerMessage,
                messages,
                maxRequestBytes,
                maxChannelNameLength,
                maxEventNameLength);
    }

    /** The same but for the body of one request, in bytes. */
    public Limits withMaxRequestBytes(int bytes) {
        return new Limits(
                maxPayloadBytes, maxChannelsPerMessage, maxBatchSize, bytes, maxChannelNameLength, maxEventNameLength);
    }

    /** The same but for the length of channel names, in characters. */
    public Limits withMaxChannelNameLength(int characters) {
        return new Limits(
                maxPayloadBytes, maxChannelsPerMessage, maxBatchSize, maxRequestBytes, characters, maxEventNameLength);
    }

    /** The same but for the length of event names, in characters. */
    public Limits withMaxEventNameLength(int characters) {
        return new Limits(
                maxPayloadBytes,
                maxChannelsPerMessage,
                maxBatchSize,
                maxRequestBytes,
                maxChannelNameLength,
                characters);
    }

    /**
     * Checks a message against these limits and Pusher's rules for names; the number of channels is not checked, since
     * messages to many channels are split.
     *
     * @throws PayloadTooLargeException if the payload is larger than {@link #maxPayloadBytes}, or its request than
     *     {@link #maxRequestBytes}
     * @throws InvalidMessageException if a channel's or the event's name can't be published
     */
    public void check(ChannelMessage message) {
        for (ChannelName channel : message.channels()) {
            if (channel.value().length() > maxChannelNameLength) {
                throw tooLong(channel);
            }
        }
        checkEventName(message.event());
        if (message.dataBytes() > maxPayloadBytes) {
            throw new PayloadTooLargeException(message.event(), message.dataBytes(), maxPayloadBytes);
        }
        int requestBytes = requestBytes(message);
        if (requestBytes > maxRequestBytes) {
            throw PayloadTooLargeException.request(message.event(), message.dataBytes(), requestBytes, maxRequestBytes);
        }
    }

    /**
     * About how many bytes the body of a request with this message alone takes; of a message to more channels than a
     * request may have, the largest of its requests.
     */
    public int requestBytes(ChannelMessage message) {
        List<ChannelName> channels = message.channels();
        if (channels.size() <= maxChannelsPerMessage) {
            return message.encodedBytes();
        }
        int most = 0;
        for (int from = 0; from < channels.size(); from += maxChannelsPerMessage) {
            int to = Math.min(from + maxChannelsPerMessage, channels.size());
            most = Math.max(most, ChannelMessage.channelBytes(channels.subList(from, to)));
        }
        return message.encodedBytes() - ChannelMessage.channelBytes(channels) + most;
    }

    private InvalidMessageException tooLong(ChannelName channel) {
        String value = channel.value();
        String userId = channel.userId();
        if (userId != null) {
            int prefix = value.length() - userId.length();
            return new InvalidMessageException("The user id " + LogText.quoted(userId) + " has " + userId.length()
                    + " characters and the limit is " + Math.max(0, maxChannelNameLength - prefix)
                    + ": the user's channel is " + value.substring(0, prefix) + "{id}, and a channel name has up to "
                    + maxChannelNameLength + " characters");
        }
        return new InvalidMessageException("The channel name " + LogText.quoted(value) + " has " + value.length()
                + " characters and the limit is " + maxChannelNameLength);
    }

    private void checkEventName(String event) {
        if (event.isEmpty()) {
            throw new InvalidMessageException("An event name must not be empty");
        }
        if (event.length() > maxEventNameLength) {
            throw new InvalidMessageException("The event name " + LogText.quoted(event) + " has " + event.length()
                    + " characters and the limit is " + maxEventNameLength);
        }
        if (event.startsWith("pusher:") || event.startsWith("pusher_internal:") || event.startsWith("client-")) {
            throw new InvalidMessageException("The event name " + LogText.quoted(event) + " starts with '"
                    + event.substring(0, 1 + Math.max(event.indexOf(':'), event.startsWith("client-") ? 6 : 0))
                    + "', which Pusher keeps for itself and for clients; choose another name");
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }
}
