package io.pushcast.delivery;

import io.pushcast.delivery.BufferSpace.Waiter;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.DeliveryException.Reason;
import java.util.List;

/**
 * {@link OverflowPolicy#LATEST_PER_KEY}: which messages give way when the buffer is full. What that costs grows with the
 * messages that give way, not with those that wait. Guarded by the engine's lock.
 */
final class LatestPerKey {

    private static final String SUPERSEDED =
            "gave way, the buffer being full, to a newer one with its ordering key and channels";

    private final KeyedQueue queue;
    private final StateUpdatesIndex index;
    private final BufferSpace space;
    private final OutcomeRecorder recorder;

    LatestPerKey(KeyedQueue queue, StateUpdatesIndex index, BufferSpace space, OutcomeRecorder recorder) {
        this.queue = queue;
        this.index = index;
        this.space = space;
        this.recorder = recorder;
    }

    /** Whether older messages with its key to its channels wait, and give up enough room for it. */
    boolean hasOlderInWhosePlaceItFits(Admission admission) {
        StateUpdatesIndex.StateUpdates older = index.find(admission.pending.message);
        return older != null
                && space.wouldFit(admission.bytes, admission.parts.size(), older.bufferBytes, older.queued.size())
                && !isOvertaking(admission.pending.message);
    }

    /**
     * The older messages with its key to its channels give way to a message that enters now: in the room that they give up,
     * before those who wait, or else the key might lose old and new.
     */
    void supersedeOlder(ChannelMessage message) {
        StateUpdatesIndex.StateUpdates older = index.find(message);
        if (older != null) {
            older.queued.forEach(this::giveWay);
        }
        dropWaiting(message);
    }

    /** Of every key and its channels all but the latest message give way; false if none can. */
    boolean supersedeAll() {
        StateUpdatesIndex.StateUpdates updates = index.anyWithOlder();
        boolean any = updates != null;
        while (updates != null) {
            QueuedMessage oldest = updates.queued.first();
            if (oldest != null) {
                giveWay(oldest);
            }
            updates = index.anyWithOlder();
        }
        return any;
    }

    private void giveWay(QueuedMessage entry) {
        queue.removeQueued(entry);
        recorder.failed(entry, Reason.SUPERSEDED, SUPERSEDED);
    }

    /** Whether one with its key, that it does not supersede, waits for room: that one has to enter before it. */
    private boolean isOvertaking(ChannelMessage message) {
        return space.isAwaitedBy(waiting -> waiting.orderingKey().equals(message.orderingKey())
                && !waiting.channels().equals(message.channels()));
    }

    /** Those with its key for its channels that wait for room are older than the message that enters now. */
    private void dropWaiting(ChannelMessage message) {
        List<Waiter> older = space.stopAwaiting(waiting -> waiting.orderingKey().equals(message.orderingKey())
                && waiting.channels().equals(message.channels()));
        for (Waiter waiter : older) {
            recorder.refused(waiter.admission.pending, Reason.SUPERSEDED, SUPERSEDED);
            waiter.settle();
        }
    }
}
