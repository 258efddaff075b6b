package io.pushcast.delivery;

import io.pushcast.delivery.BufferSpace.Waiter;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.Limits;
import io.pushcast.transaction.SharedBlockingTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets messages into the buffer, and says what happens when it is full. Guarded by the engine's lock, which a caller that
 * waits for room gives up meanwhile.
 */
final class AdmissionControl {

    private final KeyedQueue queue;
    private final BufferSpace space;
    private final OutcomeRecorder recorder;
    private final DeliverySettings settings;
    private final Limits limits;
    private final ReentrantLock lock;
    private final LongSupplier nanoTime;
    private final Runnable onFull;
    private final LatestPerKey latestPerKey;
    private long lastSequence;
    private boolean closed;

    /** @param onFull is run when a caller begins to wait for room */
    AdmissionControl(
            KeyedQueue queue,
            StateUpdatesIndex index,
            BufferSpace space,
            OutcomeRecorder recorder,
            DeliverySettings settings,
            Limits limits,
            ReentrantLock lock,
            LongSupplier nanoTime,
            Runnable onFull) {
        this.queue = queue;
        this.space = space;
        this.recorder = recorder;
        this.settings = settings;
        this.limits = limits;
        this.lock = lock;
        this.nanoTime = nanoTime;
        this.onFull = onFull;
        this.latestPerKey = new LatestPerKey(queue, index, space, recorder);
    }

    long lastSequence() {
        return lastSequence;
    }

    boolean isClosed() {
        return closed;
    }

    void admit(PendingDelivery pending) {
        if (closed) {
            recorder.refused(pending, pending.reasonAtClose(), "was published after close");
            return;
        }
        ChannelMessage message = pending.message;
        long now = nanoTime.getAsLong();
        long expiresAt =
                now - pending.spentNanos() + NanoDurations.of(message.deadline().orElse(settings.deliveryTimeout()));
        if (message.channels().size() <= limits.maxChannelsPerMessage()
                && !space.isAwaited()
                && space.fits(QueuedMessage.bufferBytes(message), 1)) {
            // What nearly all of them do, and so without anything that is made for it alone.
            enter(pending, message, now, expiresAt);
            return;
        }
        admit(new Admission(pending, parts(message), now, expiresAt));
    }

    private void admit(Admission admission) {
        admission.pending.expectParts(admission.parts.size());
        if (!space.isAwaited() && hasRoom(admission)) {
            enter(admission);
            return;
        }
        switch (settings.overflowPolicy()) {
            case BLOCK -> awaitRoom(admission);
            case FAIL -> refuse(admission, Reason.BUFFER_FULL, "found the buffer full");
            case DROP_OLDEST -> dropOldest(admission);
            case LATEST_PER_KEY -> keepLatest(admission);
        }
    }

    /** There may be room: those who wait for it enter, in the order in which they came. */
    void admitWaiting() {
        if (!space.isAwaited()) {
            return;
        }
        long now = nanoTime.getAsLong();
        for (Waiter waiter = space.pollFitting(now); waiter != null; waiter = space.pollFitting(now)) {
            enter(waiter.admission);
            waiter.settle();
        }
    }

    /** Takes nothing any more; those who wait for room are refused. */
    void close() {
        closed = true;
        for (Waiter waiter = space.poll(); waiter != null; waiter = space.poll()) {
            recorder.refused(waiter.admission.pending, Reason.CLOSED, "was waiting for room in the buffer at close");
            waiter.settle();
        }
    }

    /** Takes a message back that was not sent yet, whole. */
    boolean withdraw(PendingDelivery pending) {
        List<QueuedMessage> entries = pending.entries();
        if (entries.isEmpty() || !entries.stream().allMatch(QueuedMessage::isUntouched)) {
            return false;
        }
        entries.forEach(queue::removeQueued);
        recorder.withdrawn(pending);
        return true;
    }

    private List<ChannelMessage> parts(ChannelMessage message) {
        List<ChannelName> channels = message.channels();
        int most = limits.maxChannelsPerMessage();
        if (channels.size() <= most) {
            return List.of(message);
        }
        List<ChannelMessage> parts = new ArrayList<>();
        for (int from = 0; from < channels.size(); from += most) {
            parts.add(message.forChannels(channels.subList(from, Math.min(from + most, channels.size()))));
        }
        return parts;
    }

    private boolean hasRoom(Admission admission) {
        return space.fits(admission.bytes, admission.parts.size());
    }

    private void enter(Admission admission) {
        for (ChannelMessage part : admission.parts) {
            enter(admission.pending, part, admission.arrivedAt, admission.expiresAt);
        }
    }

    private void enter(PendingDelivery pending, ChannelMessage part, long arrivedAt, long expiresAt) {
        MessagesOfKey key = queue.keyOf(part.orderingKey());
        QueuedMessage entry = new QueuedMessage(part, pending, ++lastSequence, arrivedAt, expiresAt, key);
        pending.addPart(entry);
        space.reserve(entry.bufferBytes(), 1);
        queue.add(entry);
    }

    private void awaitRoom(Admission admission) {
        // Asked first: what the application answers, or throws, must leave nobody waiting.
        long untilGivenUp = SharedBlockingTime.left(NanoDurations.of(settings.maxBlockOfCaller()));
        Waiter waiter = new Waiter(admission, lock.newCondition());
        space.await(waiter);
        onFull.run();
        long since = nanoTime.getAsLong();
        long untilExpired = admission.expiresAt - since;
        String inVain = "waited in vain for room in the buffer";
        try {
            waiter.awaitSettled(Math.min(untilExpired, untilGivenUp));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            inVain = "was interrupted while it waited for room in the buffer";
        }
        SharedBlockingTime.spend(nanoTime.getAsLong() - since);
        if (!waiter.isSettled()) {
            // There may be some room, if not enough to have woken those who wait.
            space.relieve();
            admitWaiting();
        }
        if (!waiter.isSettled()) {
            space.stopAwaiting(waiter);
            refuse(admission, untilExpired < untilGivenUp ? Reason.EXPIRED : Reason.BUFFER_FULL, inVain);
            // It may have been the one that had no room, and the next in line may be smaller.
            admitWaiting();
        }
    }

    private void dropOldest(Admission admission) {
        if (!space.wouldFit(
                admission.bytes, admission.parts.size(), queue.queuedBufferBytes(), queue.queuedMessages())) {
            refuse(admission, Reason.BUFFER_FULL, "found the buffer full of messages under way");
            return;
        }
        for (QueuedMessage entry : queue.unfinished()) {
            if (hasRoom(admission)) {
                break;
            }
            if (entry.state == QueuedMessage.State.QUEUED) {
                drop(entry, Reason.DROPPED, "made room in the full buffer for a newer one");
            }
        }
        enter(admission);
    }

    private void keepLatest(Admission admission) {
        if (latestPerKey.hasOlderInWhosePlaceItFits(admission)) {
            latestPerKey.supersedeOlder(admission.pending.message);
            enter(admission);
            return;
        }
        if (latestPerKey.supersedeAll()) {
            admitWaiting();
        }
        if (!space.isAwaited() && hasRoom(admission)) {
            enter(admission);
        } else {
            awaitRoom(admission);
        }
    }

    private void drop(QueuedMessage entry, Reason reason, String what) {
        queue.removeQueued(entry);
        recorder.failed(entry, reason, what);
    }

    private void refuse(Admission admission, Reason reason, String what) {
        recorder.refused(
                admission.pending, reason, what + " (" + space.messages() + " messages, " + space.bytes() + " bytes)");
    }
}
