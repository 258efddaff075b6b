package io.pushcast.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Bytes that are being written: a growing array that is used for one request after the other. Not for use by several
 * threads; what was written is valid until the method that was given this writer returns.
 */
public final class ByteWriter {

    private static final int SMALLEST = 512;

    /** A larger array is not kept for the next request, so that a few large ones don't hold memory for ever. */
    private static final int LARGEST_KEPT = 64 << 10;

    private byte[] bytes = new byte[0];
    private int length;

    /** An empty writer. */
    public ByteWriter() {}

    /** Appends one byte. */
    public ByteWriter write(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** Appends all of an array. */
    public ByteWriter write(byte[] source) {
        return write(source, 0, source.length);
    }

    /**
     * Appends a part of an array.
     *
     * @throws IndexOutOfBoundsException if the array has no such part
     */
    public ByteWriter write(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
        return this;
    }

    /** Appends the lower eight bits of each character, which is all there is to ASCII. */
    // The deprecated method is the one that takes bytes from characters without looking at them.
    @SuppressWarnings("deprecation")
    public ByteWriter ascii(String text) {
        int count = text.length();
        ensure(count);
        text.getBytes(0, count, bytes, length);
        length += count;
        return this;
    }

    /** Appends text as UTF-8. A lone surrogate becomes a question mark. */
    public ByteWriter utf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return write(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return ascii(text);
    }

    /** Appends a number of zero or more in decimal digits. */
    public ByteWriter decimal(long number) {
        if (number >= 10) {
            decimal(number / 10);
        }
        return write('0' + (int) (number % 10));
    }

    /**
     * Makes room for more bytes.
     *
     * @return the array into which they may be written, from the index {@link #length} on; then {@link #advance} says how
     *     many they were
     */
    public byte[] reserve(int count) {
        ensure(count);
        return bytes;
    }

    /**
     * Says how many bytes were written into the array.
     *
     * @throws IndexOutOfBoundsException if that is more than it has room for
     */
    public ByteWriter advance(int count) {
        length += Objects.checkIndex(count, bytes.length - length + 1);
        return this;
    }

    /** How many bytes were written. */
    public int length() {
        return length;
    }

    /** The array that holds what was written, from index 0. It must be neither kept nor changed. */
    public byte[] array() {
        return bytes;
    }

    /** Appends the next bytes of a buffer. */
    void write(ByteBuf source, int count) {
        ensure(count);
        source.readBytes(bytes, length, count);
        length += count;
    }

    /** Forgets what was written, and keeps the array unless it is a large one. */
    public ByteWriter clear() {
        length = 0;
        if (bytes.length > LARGEST_KEPT) {
            bytes = new byte[0];
        }
        return this;
    }

    private void ensure(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, bytes.length * 2L);
            bytes = Arrays.copyOf(bytes, Math.max(SMALLEST, Math.max(needed, doubled)));
        }
    }

    /** Without the bytes, which may hold a signature. */
    @Override
    public String toString() {
        return "ByteWriter[" + length + " bytes]";
    }
}
