package io.pushcast.pusher;

import io.netty.buffer.ByteBuf;
import io.pushcast.message.ChannelAttribute;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import java.util.List;

/**
 * Writes the bodies of {@code events} and {@code batch_events}. The payload is JSON already and travels as one string,
 * so that it is escaped once and not looked into.
 */
final class RequestBody {

    /** What surrounds the messages; it only saves growing. */
    private static final int FRAME = 32;

    private RequestBody() {}

    /** The body of {@code events}: one message to all its channels. */
    static ByteBuf event(ChannelMessage message, BodyBuffers arrays) {
        JsonByteWriter json = new JsonByteWriter(arrays, FRAME + sizeOf(message));
        json.raw("{\"name\":").string(message.event()).raw(",\"channels\":");
        String separator = "[";
        for (ChannelName channel : message.channels()) {
            json.raw(separator).string(channel.value());
            separator = ",";
        }
        json.raw("]");
        writeRest(json, message);
        return json.written();
    }

    /**
     * The body of {@code batch_events}: several messages to one channel each.
     *
     * @throws IllegalArgumentException if a message has several channels
     */
    static ByteBuf batch(List<ChannelMessage> messages, BodyBuffers arrays) {
        return batch(messages, arrays, false);
    }

    /**
     * As {@link #batch(List, BodyBuffers)}.
     *
     * @param keys whether each message carries its {@link IdempotencyKey}
     */
    static ByteBuf batch(List<ChannelMessage> messages, BodyBuffers arrays, boolean keys) {
        int size = FRAME;
        for (ChannelMessage message : messages) {
            requireOneChannel(message);
            size += message.encodedBytes();
        }
        JsonByteWriter json = new JsonByteWriter(arrays, size);
        String separator = "{\"batch\":[";
        for (ChannelMessage message : messages) {
            json.raw(separator).raw("{\"name\":").string(message.event());
            json.raw(",\"channel\":").string(message.channels().get(0).value());
            if (keys) {
                json.raw(",\"idempotency_key\":").string(IdempotencyKey.of(message));
            }
            writeRest(json, message);
            separator = ",";
        }
        return json.raw("]}").written();
    }

    private static void writeRest(JsonByteWriter json, ChannelMessage message) {
        json.raw(",\"data\":").string(message.data());
        SocketId excluded = message.excludedSocket().orElse(null);
        if (excluded != null) {
            json.raw(",\"socket_id\":").string(excluded.value());
        }
        if (!message.info().isEmpty()) {
            json.raw(",\"info\":").string(ChannelAttribute.info(message.info()));
        }
        json.raw("}");
    }

    private static void requireOneChannel(ChannelMessage message) {
        if (message.channels().size() > 1) {
            throw new IllegalArgumentException("The message " + message.id() + " goes to "
                    + message.channels().size()
                    + " channels; a request with several messages takes one channel each, so send it alone");
        }
    }

    private static int sizeOf(ChannelMessage message) {
        int size = message.encodedBytes();
        for (ChannelName channel : message.channels()) {
            size += channel.value().length() + 3;
        }
        return size;
    }
}
