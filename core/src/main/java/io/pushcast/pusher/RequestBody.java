package io.pushcast.pusher;

import com.google.gson.stream.JsonWriter;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/**
 * Writes the bodies of {@code events} and {@code batch_events}. The payload is JSON already and travels as one string,
 * so that it is escaped once and not looked into.
 */
final class RequestBody {

    /** Braces, member names and names of channel and event, generously; it only saves growing. */
    private static final int OVERHEAD = 160;

    private RequestBody() {}

    /** The body of {@code events}: one message to all its channels. */
    static String event(ChannelMessage message) {
        TextWriter text = new TextWriter(sizeOf(message));
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject().name("name").value(message.event());
            json.name("channels").beginArray();
            for (ChannelName channel : message.channels()) {
                json.value(channel.value());
            }
            json.endArray();
            writeRest(json, message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * The body of {@code batch_events}: several messages to one channel each.
     *
     * @throws IllegalArgumentException if a message has several channels
     */
    static String batch(List<ChannelMessage> messages) {
        int size = 0;
        for (ChannelMessage message : messages) {
            requireOneChannel(message);
            size += sizeOf(message);
        }
        TextWriter text = new TextWriter(size);
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject().name("batch").beginArray();
            for (ChannelMessage message : messages) {
                json.beginObject().name("name").value(message.event());
                json.name("channel").value(message.channels().get(0).value());
                writeRest(json, message);
            }
            json.endArray().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void writeRest(JsonWriter json, ChannelMessage message) throws IOException {
        json.name("data").value(message.data());
        SocketId excluded = message.excludedSocket().orElse(null);
        if (excluded != null) {
            json.name("socket_id").value(excluded.value());
        }
        json.endObject();
    }

    private static void requireOneChannel(ChannelMessage message) {
        if (message.channels().size() > 1) {
            throw new IllegalArgumentException("The message " + message.id() + " goes to "
                    + message.channels().size()
                    + " channels; a request with several messages takes one channel each, so send it alone");
        }
    }

    private static int sizeOf(ChannelMessage message) {
        // Every quote in a payload gets a backslash; about one character in eight is a quote.
        return OVERHEAD + message.data().length() + message.data().length() / 4;
    }

    /** A {@link java.io.StringWriter} without its locking: each quote in a payload is a call of its own. */
    private static final class TextWriter extends Writer {

        private final StringBuilder text;

        TextWriter(int size) {
            this.text = new StringBuilder(size);
        }

        @Override
        public void write(int c) {
            text.append((char) c);
        }

        @Override
        public void write(char[] chars, int offset, int length) {
            text.append(chars, offset, length);
        }

        @Override
        public void write(String string) {
            text.append(string);
        }

        @Override
        public void write(String string, int offset, int length) {
            text.append(string, offset, offset + length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
