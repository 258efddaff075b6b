package io.pushcast.pusher;

import io.pushcast.http.ByteWriter;
import java.nio.charset.StandardCharsets;

/**
 * JSON while it is written, as UTF-8: escaped and encoded in one pass, which is most of what a request costs before it is
 * signed. Not for use by several threads.
 */
final class JsonByteWriter {

    /** The longest that one character can become: the escape of a control character. */
    private static final int LONGEST = 6;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final ByteWriter to;

    /** While a string is written: the array of the writer, and how much of it is used. */
    private byte[] bytes;

    private int count;

    /** @param to where the bytes go */
    JsonByteWriter(ByteWriter to) {
        this.to = to;
        this.bytes = to.array();
    }

    /** Writes JSON as it is; ASCII only. */
    JsonByteWriter raw(String json) {
        to.ascii(json);
        return this;
    }

    /** Writes the text as a JSON string, with quotes. A lone surrogate becomes a question mark. */
    JsonByteWriter string(String text) {
        int length = text.length();
        count = to.length();
        bytes = to.reserve(length + 2);
        bytes[count++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
                bytes[count++] = (byte) c;
                continue;
            }
            // Enough for this one, and for the rest as long as it is ASCII without escapes.
            require(LONGEST + length - i);
            if (c < 0x80) {
                escape(c);
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                encode(Character.toCodePoint(c, text.charAt(i)));
            } else {
                encode(Character.isSurrogate(c) ? '?' : c);
            }
        }
        bytes[count++] = '"';
        to.advance(count - to.length());
        return this;
    }

    private void escape(char c) {
        bytes[count++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[count++] = (byte) c;
            case '\n' -> bytes[count++] = 'n';
            case '\r' -> bytes[count++] = 'r';
            case '\t' -> bytes[count++] = 't';
            default -> {
                bytes[count++] = 'u';
                bytes[count++] = '0';
                bytes[count++] = '0';
                bytes[count++] = HEX[c >> 4];
                bytes[count++] = HEX[c & 0xf];
            }
        }
    }

    private void encode(int codePoint) {
        if (codePoint < 0x80) {
            bytes[count++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            bytes[count++] = (byte) (0xc0 | (codePoint >> 6));
            continuation(codePoint);
        } else if (codePoint < 0x10000) {
            bytes[count++] = (byte) (0xe0 | (codePoint >> 12));
            continuation(codePoint >> 6);
            continuation(codePoint);
        } else {
            bytes[count++] = (byte) (0xf0 | (codePoint >> 18));
            continuation(codePoint >> 12);
            continuation(codePoint >> 6);
            continuation(codePoint);
        }
    }

    private void continuation(int bits) {
        bytes[count++] = (byte) (0x80 | (bits & 0x3f));
    }

    private void require(int more) {
        if (bytes.length - count < more) {
            bytes = to.reserve(count - to.length() + more);
        }
    }
}
