package io.pushcast.delivery;

import io.pushcast.delivery.BufferSpace.Waiter;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets messages into the buffer, and says what happens when it is full. Guarded by the engine's lock, which a caller that
 * waits for room gives up meanwhile.
 */
final class AdmissionControl {

    private static final String SUPERSEDED =
            "gave way, the buffer being full, to a newer one with its ordering key and channels";

    private final KeyedQueue backlog;
    private final BufferSpace space;
    private final OutcomeRecorder endings;
    private final ExpiryQueue expiry;
    private final DeliverySettings settings;
    private final Limits limits;
    private final ReentrantLock lock;
    private final LongSupplier nanoTime;
    private final Runnable onFull;
    private long lastSequence;
    private boolean shut;

    /** @param onFull is run when a caller begins to wait for room */
    AdmissionControl(
            KeyedQueue backlog,
            BufferSpace space,
            OutcomeRecorder endings,
            ExpiryQueue expiry,
            DeliverySettings settings,
            Limits limits,
            ReentrantLock lock,
            LongSupplier nanoTime,
            Runnable onFull) {
        this.backlog = backlog;
        this.space = space;
        this.endings = endings;
        this.expiry = expiry;
        this.settings = settings;
        this.limits = limits;
        this.lock = lock;
        this.nanoTime = nanoTime;
        this.onFull = onFull;
    }

    long lastSequence() {
        return lastSequence;
    }

    boolean isShut() {
        return shut;
    }

    void admit(PendingDelivery pending) {
        if (shut) {
            endings.refused(pending, pending.reasonAtClose(), "was published after close");
            return;
        }
        ChannelMessage message = pending.message;
        long now = nanoTime.getAsLong();
        long expiresAt = now + NanoDurations.of(message.deadline().orElse(settings.deliveryTimeout()));
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
            case LATEST_PER_KEY -> supersede(admission);
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
    void shut() {
        shut = true;
        for (Waiter waiter = space.poll(); waiter != null; waiter = space.poll()) {
            endings.refused(waiter.admission.pending, Reason.CLOSED, "was waiting for room in the buffer at close");
            waiter.settle();
        }
    }

    /** Takes a message back that was not sent yet, whole. */
    boolean withdraw(PendingDelivery pending) {
        List<QueuedMessage> entries = pending.entries();
        if (entries.isEmpty() || !entries.stream().allMatch(QueuedMessage::isUntouched)) {
            return false;
        }
        entries.forEach(backlog::removeQueued);
        endings.withdrawn(pending);
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
        MessagesOfKey key = backlog.keyOf(part.orderingKey());
        QueuedMessage entry = new QueuedMessage(part, pending, ++lastSequence, arrivedAt, expiresAt, key);
        pending.addPart(entry);
        space.take(entry.bufferBytes(), 1);
        backlog.add(entry);
        expiry.expect(expiresAt);
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
                admission.bytes, admission.parts.size(), backlog.queuedBufferBytes(), backlog.queuedMessages())) {
            refuse(admission, Reason.BUFFER_FULL, "found the buffer full of messages under way");
            return;
        }
        for (QueuedMessage entry : backlog.unfinished()) {
            if (hasRoom(admission)) {
                break;
            }
            if (entry.state == QueuedMessage.State.QUEUED) {
                drop(entry, Reason.DROPPED, "made room in the full buffer for a newer one");
            }
        }
        enter(admission);
    }

    private void supersede(Admission admission) {
        List<QueuedMessage> older = olderOf(admission.pending.message);
        if (fitsInPlaceOf(older, admission) && !isOvertaking(admission.pending.message)) {
            // In the room that they give up, before those who wait: else the key might lose old and new.
            older.forEach(this::giveWay);
            dropWaiting(admission.pending.message);
            boolean wasConflated = backlog.isConflated();
            enter(admission);
            backlog.setConflated(wasConflated);
            return;
        }
        if (backlog.hasConflatable()) {
            List.copyOf(backlog.keys()).forEach(this::dropAllButTheLatest);
            backlog.setConflated(true);
            admitWaiting();
        }
        if (!space.isAwaited() && hasRoom(admission)) {
            enter(admission);
        } else {
            awaitRoom(admission);
        }
    }

    /** What waits with the same key for the same channels. For other channels it may be about something else. */
    private List<QueuedMessage> olderOf(ChannelMessage message) {
        MessagesOfKey key = backlog.findKey(message.orderingKey());
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
        drop(entry, Reason.SUPERSEDED, SUPERSEDED);
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
            endings.refused(waiter.admission.pending, Reason.SUPERSEDED, SUPERSEDED);
            waiter.settle();
        }
    }

    private void drop(QueuedMessage entry, Reason reason, String what) {
        backlog.removeQueued(entry);
        endings.failed(entry, reason, what);
    }

    private void refuse(Admission admission, Reason reason, String what) {
        endings.refused(
                admission.pending, reason, what + " (" + space.messages() + " messages, " + space.bytes() + " bytes)");
    }

    /** A message on its way in, with what it takes of the buffer, and the time it has from the moment it was published. */
    static final class Admission {

        final PendingDelivery pending;
        final List<ChannelMessage> parts;
        final long bytes;
        final long arrivedAt;
        final long expiresAt;

        Admission(PendingDelivery pending, List<ChannelMessage> parts, long arrivedAt, long expiresAt) {
            this.pending = pending;
            this.parts = parts;
            this.arrivedAt = arrivedAt;
            this.expiresAt = expiresAt;
            long sum = 0;
            for (ChannelMessage part : parts) {
                sum += QueuedMessage.bufferBytes(part);
            }
            this.bytes = sum;
        }
    }
}
