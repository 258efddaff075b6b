package io.pushcast.delivery;

import io.pushcast.delivery.BufferSpace.Waiter;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.DeliveryException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link OverflowPolicy#LATEST_PER_KEY}: which messages give way when the buffer is full. Guarded by the engine's lock.
 */
final class LatestPerKey {

    private static final String SUPERSEDED =
            "gave way, the buffer being full, to a newer one with its ordering key and channels";

    private final KeyedQueue queue;
    private final BufferSpace space;
    private final OutcomeRecorder recorder;

    LatestPerKey(KeyedQueue queue, BufferSpace space, OutcomeRecorder recorder) {
        this.queue = queue;
        this.space = space;
        this.recorder = recorder;
    }

    /** Whether older messages with its key to its channels wait, and give up enough room for it. */
    boolean hasOlderInWhosePlaceItFits(Admission admission) {
        return fitsInPlaceOf(olderOf(admission.pending.message), admission) && !isOvertaking(admission.pending.message);
    }

    /**
     * The older messages with its key to its channels give way to a message that enters now: in the room that they give up,
     * before those who wait, or else the key might lose old and new.
     */
    void supersedeOlder(ChannelMessage message) {
        olderOf(message).forEach(this::giveWay);
        dropWaiting(message);
    }

    /** Of every key and its channels all but the latest message give way; false if none can. */
    boolean supersedeAll() {
        if (!queue.hasConflatable()) {
            return false;
        }
        List.copyOf(queue.keys()).forEach(this::dropAllButTheLatest);
        queue.setConflated(true);
        return true;
    }

    /** What waits with the same key for the same channels. For other channels it may be about something else. */
    private List<QueuedMessage> olderOf(ChannelMessage message) {
        MessagesOfKey key = queue.findKey(message.orderingKey());
        List<QueuedMessage> older = new ArrayList<>();
        if (key != null) {
            for (QueuedMessage entry : key.queued) {
                if (entry.pending.message.channels().equals(message.channels())) {
                    older.add(entry);
                }
            }
        }
        return older;
    }

    private boolean fitsInPlaceOf(List<QueuedMessage> older, Admission admission) {
        long bytes = 0;
        for (QueuedMessage entry : older) {
            bytes += entry.bufferBytes();
        }
        return !older.isEmpty() && space.wouldFit(admission.bytes, admission.parts.size(), bytes, older.size());
    }

    private void dropAllButTheLatest(MessagesOfKey key) {
        Map<List<ChannelName>, PendingDelivery> latest = new HashMap<>();
        for (QueuedMessage entry : key.queued) {
            latest.put(entry.pending.message.channels(), entry.pending);
        }
        for (QueuedMessage entry : key.queued) {
            if (latest.get(entry.pending.message.channels()) != entry.pending) {
                giveWay(entry);
            }
        }
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
