package io.pushcast.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** How much of the buffer is in use, and who waits for room, first come first served. Guarded by the engine's lock. */
final class BufferSpace {

    private final long mostBytes;
    private final int mostMessages;
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private long bytes;
    private int messages;

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

    void take(long moreBytes, int moreMessages) {
        bytes += moreBytes;
        messages += moreMessages;
    }

    void give(long fewerBytes, int fewerMessages) {
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
        waiters.addLast(waiter);
    }

    void stopAwaiting(Waiter waiter) {
        waiters.remove(waiter);
    }

    /** Who has waited longest, if there is room for it; null otherwise. It waits no more. */
    @Nullable
    Waiter pollFitting() {
        Waiter first = waiters.peekFirst();
        return first != null && fits(first.admission.bytes, first.admission.parts.size()) ? poll() : null;
    }

    /** Who has waited longest, room or not; null if nobody waits. It waits no more. */
    @Nullable
    Waiter poll() {
        return waiters.pollFirst();
    }

    /** A caller whose message waits for room. */
    static final class Waiter {

        final Intake.Admission admission;
        private final Condition settled;
        private boolean isSettled;

        Waiter(Intake.Admission admission, Condition settled) {
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
