package io.pushcast;

import io.pushcast.mapping.Route;
import io.pushcast.message.PayloadTooLargeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Makes of a payload that is too large the events that carry it; {@link Route.LargePayload} says what they look like. */
final class LargePayloads {

    static final String CHUNK = "pushcast-chunk";
    static final String GZIP = "pushcast-gzip";
    static final int MAX_CHUNKS = 256;

    /** What the largest character takes: a control character, escaped once, and escaped again in a request. */
    private static final int MAX_CHARACTER_BYTES = 6;

    private static final int MAX_ESCAPED_CHARACTER_BYTES = 7;

    private LargePayloads() {}

    /**
     * What is published instead.
     *
     * @param event its name
     * @param data its payload
     * @param chunksId what it has in common with the other parts of the same payload; null if it is no part
     */
    record Carrier(String event, String data, @Nullable String chunksId) {}

    /**
     * How large a payload may be.
     *
     * @param bytes itself
     * @param escapedBytes as a JSON string in a request, where its quotes, backslashes and control characters take more
     */
    record Room(int bytes, int escapedBytes) {

        static Room of(int bytes) {
            return new Room(bytes, Integer.MAX_VALUE);
        }

        private Room without(String text) {
            return new Room(bytes - utf8Length(text), escapedBytes - escapedLength(text));
        }
    }

    /**
     * The payload in parts that fit.
     *
     * @param id what the parts have in common
     * @param most how large the payload of each may be
     * @throws PayloadTooLargeException if there would be too many of them
     */
    static List<Carrier> chunks(String id, String event, String data, Room most) {
        String start = "{\"id\":" + quoted(id) + ",\"event\":" + quoted(event) + ",\"index\":";
        String longestMiddle = MAX_CHUNKS + ",\"count\":" + MAX_CHUNKS + ",\"part\":\"";
        Room room = most.without(start + longestMiddle + "\"}");
        List<String> parts = split(data, room);
        if (parts.size() > MAX_CHUNKS
                || room.bytes < MAX_CHARACTER_BYTES
                || room.escapedBytes < MAX_ESCAPED_CHARACTER_BYTES) {
            long largest = Math.max(0, Math.min(room.bytes, room.escapedBytes));
            throw PayloadTooLargeException.inParts(event, utf8Length(data), largest * MAX_CHUNKS, MAX_CHUNKS);
        }
        List<Carrier> chunks = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            String middle = i + ",\"count\":" + parts.size() + ",\"part\":";
            chunks.add(new Carrier(CHUNK, start + middle + quoted(parts.get(i)) + "}", id));
        }
        return chunks;
    }

    /**
     * The payload compressed.
     *
     * @throws PayloadTooLargeException if it does not fit even so
     */
    static Carrier compressed(String event, String data, Room most) {
        String carried = "{\"event\":" + quoted(event) + ",\"gzip\":\""
                + Base64.getEncoder().encodeToString(gzip(data.getBytes(StandardCharsets.UTF_8))) + "\"}";
        int size = utf8Length(carried);
        int escapedSize = escapedLength(carried);
        if (size > most.bytes) {
            throw PayloadTooLargeException.compressed(event, utf8Length(data), size, most.bytes);
        }
        if (escapedSize > most.escapedBytes) {
            throw PayloadTooLargeException.compressed(event, utf8Length(data), escapedSize, most.escapedBytes);
        }
        return new Carrier(GZIP, carried, null);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can't be written to", e);
        }
        return compressed.toByteArray();
    }

    /** Stops when there are too many. */
    private static List<String> split(String data, Room room) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int bytes = 0;
        int escapedBytes = 0;
        for (int i = 0;
                i < data.length() && parts.size() <= MAX_CHUNKS;
                i += Character.charCount(data.codePointAt(i))) {
            int size = quotedBytes(data.codePointAt(i));
            int escapedSize = escapedBytes(data.codePointAt(i));
            if (i > start && (bytes + size > room.bytes || escapedBytes + escapedSize > room.escapedBytes)) {
                parts.add(data.substring(start, i));
                start = i;
                bytes = 0;
                escapedBytes = 0;
            }
            bytes += size;
            escapedBytes += escapedSize;
        }
        parts.add(data.substring(start));
        return parts;
    }

    /** What a character takes in a part, which is a JSON string. */
    private static int quotedBytes(int codePoint) {
        if (codePoint == '"' || codePoint == '\\') {
            return 2;
        }
        if (codePoint < ' ') {
            return MAX_CHARACTER_BYTES;
        }
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }

    /** What it takes there when the part's JSON is a string itself. */
    private static int escapedBytes(int codePoint) {
        if (codePoint == '"' || codePoint == '\\') {
            return 4;
        }
        return codePoint < ' ' ? MAX_ESCAPED_CHARACTER_BYTES : quotedBytes(codePoint);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    /** The length of JSON, which has no control characters, as a string in JSON. */
    private static int escapedLength(String json) {
        return utf8Length(json)
                + (int) json.chars().filter(c -> c == '"' || c == '\\').count();
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
