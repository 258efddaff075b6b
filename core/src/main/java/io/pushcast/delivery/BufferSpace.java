package io.pushcast.delivery;

import io.pushcast.message.ChannelMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How much of the buffer is in use, and who waits for room, first come first served. Guarded by the engine's lock. */
final class BufferSpace {

    /**
     * Whoever waits for room waits until so large a part of the buffer is free, one of so many. Each batch that is delivered
     * would otherwise wake a caller for ten messages, after which it waits again: that costs more than the messages do.
     */
    private static final int RELIEF = 64;

    /** So long after there was room for the first who waits, the part that is free is large enough whatever it is. */
    private static final long PATIENCE = Duration.ofMillis(5).toNanos();

    private final long mostBytes;
    private final int mostMessages;
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private long bytes;
    private int messages;
    /** Since there was room enough for those who wait, there has been room for each of them. */
    private boolean relieved;

    /** There is room for the first of them, and since when. */
    private boolean roomForFirst;

    private long roomSince;

    BufferSpace(long mostBytes, int mostMessages) {
        this.mostBytes = mostBytes;
        this.mostMessages = mostMessages;
    }

    long bytes() {
        return bytes;
    }

    int messages() {
        return messages;
    }

    /** Whether that much has room. More than the whole buffer has it in an empty one. */
    boolean fits(long moreBytes, int moreMessages) {
        return wouldFit(moreBytes, moreMessages, 0, 0);
    }

    /** Whether that much would have room if so much were freed. */
    boolean wouldFit(long moreBytes, int moreMessages, long freedBytes, int freedMessages) {
        int others = messages - freedMessages;
        return others == 0 || (bytes - freedBytes + moreBytes <= mostBytes && others + moreMessages <= mostMessages);
    }

    void reserve(long moreBytes, int moreMessages) {
        bytes += moreBytes;
        messages += moreMessages;
    }

    void release(long fewerBytes, int fewerMessages) {
        bytes -= fewerBytes;
        messages -= fewerMessages;
    }

    boolean isAwaited() {
        return !waiters.isEmpty();
    }

    int waiting() {
        return waiters.size();
    }

    void await(Waiter waiter) {
        if (waiters.isEmpty()) {
            relieved = false;
            roomForFirst = false;
        }
        waiters.addLast(waiter);
    }

    void stopAwaiting(Waiter waiter) {
        waiters.remove(waiter);
    }

    boolean isAwaitedBy(Predicate<ChannelMessage> which) {
        return waiters.stream().anyMatch(waiter -> which.test(waiter.admission.pending.message));
    }

    /** They wait no more. */
    List<Waiter> stopAwaiting(Predicate<ChannelMessage> which) {
        List<Waiter> stopped = new ArrayList<>();
        waiters.removeIf(waiter -> which.test(waiter.admission.pending.message) && stopped.add(waiter));
        return stopped;
    }

    /** Who has waited longest, if there is room enough; null otherwise. It waits no more. */
    @Nullable
    Waiter pollFitting(long now) {
        Waiter first = waiters.peekFirst();
        if (first == null) {
            return null;
        }
        if (!fits(first.admission.bytes, first.admission.parts.size())) {
            relieved = false;
            roomForFirst = false;
            return null;
        }
        if (!roomForFirst) {
            roomForFirst = true;
            roomSince = now;
        }
        relieved = relieved || isRelief() || now - roomSince >= PATIENCE;
        return relieved ? poll() : null;
    }

    /** Nanoseconds until whoever waits may enter, for there is some room; {@link Long#MAX_VALUE} if only an event can tell. */
    long untilRelief(long now) {
        return roomForFirst && !waiters.isEmpty() ? Math.max(0, roomSince + PATIENCE - now) : Long.MAX_VALUE;
    }

    /** Whatever part is free is large enough, this time. */
    void relieve() {
        relieved = true;
    }

    private boolean isRelief() {
        boolean enoughFree =
                mostMessages - messages >= mostMessages / RELIEF && mostBytes - bytes >= mostBytes / RELIEF;
        return messages == 0 || enoughFree;
    }

    /** Who has waited longest, room or not; null if nobody waits. It waits no more. */
    @Nullable
    Waiter poll() {
        return waiters.pollFirst();
    }

    /** A caller whose message waits for room. */
    static final class Waiter {

        final Admission admission;
        private final Condition settled;
        private boolean isSettled;

        Waiter(Admission admission, Condition settled) {
            this.admission = admission;
            this.settled = settled;
        }

        void settle() {
            isSettled = true;
            settled.signal();
        }

        boolean isSettled() {
            return isSettled;
        }

        /** Waits at most that long until its message has entered or was refused. */
        void awaitSettled(long nanos) throws InterruptedException {
            long left = nanos;
            while (!isSettled && left > 0) {
                left = settled.awaitNanos(left);
            }
        }
    }
}
