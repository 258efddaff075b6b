package io.pushcast.outbox.store;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.OrderingKey;
import io.pushcast.message.Pace;
import io.pushcast.message.SocketId;
import io.pushcast.text.LogText;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is stored: what will be sent, byte for byte. {@link #toString()} leaves out the payload.
 *
 * @param app the id of the app that it is for
 * @param partition by which instances share the work; from 0 to 63
 * @param keyHash by which messages of one ordering key are told from others; two keys may have the same
 * @param messageId the id of the message
 * @param channels the channels, one a line
 * @param event the event name
 * @param data the payload, JSON
 * @param orderingKey the ordering key; empty for none
 * @param excludedSocket the connection that is not to see it, or null
 * @param headers what was in the air when it was published, such as the trace, {@code name=value}, one a line
 */
public record OutboxRecord(
        String app,
        int partition,
        int keyHash,
        String messageId,
        String channels,
        String event,
        String data,
        String orderingKey,
        @Nullable String excludedSocket,
        String headers) {

    /** The header with the pace, of messages that have one: its interval, a space, and the event. */
    private static final String PACE = "pushcast-pace";

    /** The outbox gives no message up because time has passed. */
    private static final Duration UNTIL_IT_ENDS = Duration.ofDays(365 * 70);

    /** Of a message for an app, and its headers. */
    public static OutboxRecord of(String app, ChannelMessage message, Map<String, String> headers) {
        int keyHash = PartitionFunction.hash(message);
        return new OutboxRecord(
                app,
                PartitionFunction.ofHash(keyHash),
                keyHash,
                message.id(),
                LineEncoding.join(
                        message.channels().stream().map(ChannelName::value).toList()),
                message.event(),
                message.data(),
                message.orderingKey().value(),
                message.excludedSocket().map(SocketId::value).orElse(null),
                LineEncoding.joinPairs(withPace(headers, message)));
    }

    private static Map<String, String> withPace(Map<String, String> headers, ChannelMessage message) {
        Pace pace = message.pace().orElse(null);
        if (pace == null) {
            return headers;
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(PACE, pace.interval() + " " + pace.event());
        return all;
    }

    /**
     * How often messages like this one are sent; null if each is.
     *
     * @throws InvalidMessageException if it was tampered with and is none any more
     */
    public @Nullable Pace pace() {
        String pace = headers.contains(PACE) ? headersByName().get(PACE) : null;
        if (pace == null) {
            return null;
        }
        int space = Math.max(0, pace.indexOf(' '));
        try {
            return new Pace(Duration.parse(pace.substring(0, space)), pace.substring(space + 1));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new InvalidMessageException("The header " + PACE + " of a stored message is no pace but "
                    + LogText.quoted(pace) + ": " + e.getMessage());
        }
    }

    /**
     * The message, as it was but for its deadline.
     *
     * @throws io.pushcast.message.InvalidMessageException if it was tampered with and is none any more
     */
    public ChannelMessage toMessage() {
        List<ChannelName> names =
                LineEncoding.split(channels).stream().map(ChannelName::new).toList();
        return ChannelMessage.builder(messageId, names, event, data)
                .orderedBy(orderingKey.isEmpty() ? OrderingKey.NONE : OrderingKey.of(orderingKey))
                .excluding(excludedSocket == null ? null : SocketId.of(excludedSocket))
                .deadline(UNTIL_IT_ENDS)
                .pace(pace())
                .build();
    }

    /** The headers, by name. */
    public Map<String, String> headersByName() {
        return LineEncoding.splitPairs(headers);
    }

    @Override
    public String toString() {
        return "OutboxRecord[" + LogText.name(messageId) + ", " + LogText.name(event) + " to "
                + LogText.names(LineEncoding.split(channels)) + "]";
    }
}
