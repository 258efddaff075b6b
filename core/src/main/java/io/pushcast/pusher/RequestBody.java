package io.pushcast.pusher;

import io.pushcast.http.ByteWriter;
import io.pushcast.message.ChannelInfo;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import java.util.List;

/**
 * Writes the bodies of {@code events} and {@code batch_events}. The payload is JSON already and travels as one string,
 * so that it is escaped once and not looked into.
 */
final class RequestBody {

    private RequestBody() {}

    /** The body of {@code events}: one message to all its channels. */
    static void writeEvent(ChannelMessage message, ByteWriter to) {
        JsonByteWriter json = new JsonByteWriter(to);
        json.raw("{\"name\":").string(message.event()).raw(",\"channels\":");
        String separator = "[";
        for (ChannelName channel : message.channels()) {
            json.raw(separator).string(channel.value());
            separator = ",";
        }
        json.raw("]");
        writeRest(json, message);
    }

    /**
     * The body of {@code batch_events}: several messages to one channel each.
     *
     * @param keys whether each message carries its {@link IdempotencyKey}
     */
    static void writeBatch(List<ChannelMessage> messages, ByteWriter to, boolean keys) {
        JsonByteWriter json = new JsonByteWriter(to);
        String separator = "{\"batch\":[";
        for (int i = 0; i < messages.size(); i++) {
            ChannelMessage message = messages.get(i);
            json.raw(separator).raw("{\"name\":").string(message.event());
            json.raw(",\"channel\":").string(message.channels().get(0).value());
            if (keys) {
                json.raw(",\"idempotency_key\":").string(IdempotencyKey.of(message));
            }
            writeRest(json, message);
            separator = ",";
        }
        json.raw("]}");
    }

    private static void writeRest(JsonByteWriter json, ChannelMessage message) {
        json.raw(",\"data\":").string(message.data());
        SocketId excluded = message.excludedSocket().orElse(null);
        if (excluded != null) {
            json.raw(",\"socket_id\":").string(excluded.value());
        }
        if (!message.info().isEmpty()) {
            json.raw(",\"info\":").string(ChannelInfo.Attribute.info(message.info()));
        }
        json.raw("}");
    }

    /**
     * Checks that the messages can share a request.
     *
     * @throws IllegalArgumentException if one of them has several channels
     */
    static void requireOneChannelEach(List<ChannelMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            ChannelMessage message = messages.get(i);
            if (message.channels().size() > 1) {
                throw new IllegalArgumentException("The message " + message.id() + " goes to "
                        + message.channels().size()
                        + " channels; a request with several messages takes one channel each, so send it alone");
            }
        }
    }
}
