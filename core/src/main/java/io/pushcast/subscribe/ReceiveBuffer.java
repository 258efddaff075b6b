package io.pushcast.subscribe;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what waits for handlers, in events and in bytes. When it is full, nothing is read from the sockets until half of it is
 * free again. Safe for use by several threads.
 */
final class ReceiveBuffer {

    /** What an event takes in memory beside its text. */
    private static final int OVERHEAD_BYTES = 128;

    private final int maxEvents;
    private final long maxBytes;
    private final Runnable hasRoomAgain;
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean reported;

    /** @param hasRoomAgain is called once each time after {@link #reportWhenRoomy}, by the thread that made room */
    ReceiveBuffer(int maxEvents, long maxBytes, Runnable hasRoomAgain) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.hasRoomAgain = hasRoomAgain;
    }

    /** Takes note of an event, and returns what it takes, to be given back. */
    long add(String text) {
        // Two bytes a character is the most; most text takes one.
        long size = text.length() + (long) OVERHEAD_BYTES;
        events.incrementAndGet();
        bytes.addAndGet(size);
        return size;
    }

    void giveBack(long size) {
        events.decrementAndGet();
        bytes.addAndGet(-size);
        reportIfRoomy();
    }

    boolean isFull() {
        return events.get() >= maxEvents || bytes.get() >= maxBytes;
    }

    /** Asks to be told when it is half empty, which may be at once. */
    void reportWhenRoomy() {
        reported = true;
        reportIfRoomy();
    }

    private void reportIfRoomy() {
        if (reported && events.get() <= maxEvents / 2 && bytes.get() <= maxBytes / 2) {
            reported = false;
            hasRoomAgain.run();
        }
    }

    int events() {
        return events.get();
    }

    long bytes() {
        return bytes.get();
    }
}
