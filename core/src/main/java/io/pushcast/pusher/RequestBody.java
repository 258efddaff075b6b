package io.pushcast.pusher;

import com.google.gson.stream.JsonWriter;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the bodies of {@code events} and {@code batch_events}. The payload is JSON already and travels as one string,
 * so that it is escaped once and not looked into. It is encoded as it is written, since text would only be copied.
 */
final class RequestBody {

    /** What surrounds the messages, generously; it only saves growing. */
    private static final int FRAME = 32;

    private RequestBody() {}

    /** The body of {@code events}: one message to all its channels. */
    static ByteBuffer event(ChannelMessage message) {
        Utf8Writer body = new Utf8Writer(FRAME + sizeOf(message));
        try (JsonWriter json = new JsonWriter(body)) {
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
        return body.written();
    }

    /**
     * The body of {@code batch_events}: several messages to one channel each.
     *
     * @throws IllegalArgumentException if a message has several channels
     */
    static ByteBuffer batch(List<ChannelMessage> messages) {
        int size = FRAME;
        for (ChannelMessage message : messages) {
            requireOneChannel(message);
            size += message.encodedBytes();
        }
        Utf8Writer body = new Utf8Writer(size);
        try (JsonWriter json = new JsonWriter(body)) {
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
        return body.written();
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
        int size = message.encodedBytes();
        for (ChannelName channel : message.channels()) {
            size += channel.value().length() + 3;
        }
        return size;
    }

    /** Encodes what is written as UTF-8, without locking: each quote in a payload is a call of its own. */
    private static final class Utf8Writer extends Writer {

        private byte[] bytes;
        private int count;

        Utf8Writer(int size) {
            this.bytes = new byte[size];
        }

        @Override
        public void write(int c) {
            require(1);
            if (c < 0x80) {
                bytes[count++] = (byte) c;
            } else {
                writeOther(Character.toString((char) c), 0, 1);
            }
        }

        @Override
        public void write(char[] chars, int offset, int length) {
            write(String.valueOf(chars, offset, length), 0, length);
        }

        @Override
        public void write(String text) {
            write(text, 0, text.length());
        }

        @Override
        public void write(String text, int offset, int length) {
            require(length);
            int end = offset + length;
            for (int i = offset; i < end; i++) {
                char c = text.charAt(i);
                if (c >= 0x80) {
                    writeOther(text, i, end);
                    return;
                }
                bytes[count++] = (byte) c;
            }
        }

        /** From the first character that is not ASCII. The JSON writer never parts a surrogate from its other half. */
        private void writeOther(String text, int from, int to) {
            byte[] encoded = text.substring(from, to).getBytes(StandardCharsets.UTF_8);
            require(encoded.length);
            System.arraycopy(encoded, 0, bytes, count, encoded.length);
            count += encoded.length;
        }

        private void require(int more) {
            if (bytes.length - count < more) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, count + more));
            }
        }

        ByteBuffer written() {
            return ByteBuffer.wrap(bytes, 0, count);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
