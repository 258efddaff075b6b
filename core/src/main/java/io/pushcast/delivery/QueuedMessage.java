package io.pushcast.delivery;

import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way through the engine, or one part of a message to more channels than a request may have. All of its
 * state is guarded by the engine's lock.
 */
final class QueuedMessage {

    /** What a message, and each of its channels, costs in memory beyond payload and names; generous round figures. */
    private static final int OVERHEAD_BYTES = 512;

    private static final int OVERHEAD_BYTES_PER_CHANNEL = 64;

    enum State {
        /** Waits for its turn. */
        QUEUED,
        /** In a request under way. */
        SENT,
        /** In a request that waits to be sent again. */
        AWAITING_RETRY,
        /** Has its outcome. */
        DONE
    }

    final ChannelMessage message;
    final PendingDelivery pending;
    final long sequence;
    final long arrivedAt;
    final long expiresAt;
    final MessagesOfKey key;

    private @Nullable QueuedMessage previousPublished;
    private @Nullable QueuedMessage nextPublished;
    private @Nullable QueuedMessage previousOfKey;
    private @Nullable QueuedMessage nextOfKey;

    State state = State.QUEUED;
    int attempts;

    /** Its place in {@link DeadlineHeap}; -1 if it is not there, as most are not. */
    int heapIndex = -1;

    /** The request that it is part of, under way or waiting to be sent again. */
    @Nullable
    Batch batch;

    @Nullable
    Outcome lastOutcome;

    private Rare rare = Rare.NOTHING;

    /** What few messages have, so that the others don't take memory for it: there may be very many of them. */
    private static final class Rare {

        private static final Rare NOTHING = new Rare();

        private StateUpdatesIndex.@Nullable Place place;
        private @Nullable PoisonSuspicion suspicion;
        private int largestBatch = Integer.MAX_VALUE;
    }

    QueuedMessage(
            ChannelMessage message,
            PendingDelivery pending,
            long sequence,
            long arrivedAt,
            long expiresAt,
            MessagesOfKey key) {
        this.message = message;
        this.pending = pending;
        this.sequence = sequence;
        this.arrivedAt = arrivedAt;
        this.expiresAt = expiresAt;
        this.key = key;
    }

    /** Whether it needs a request of its own: a batch takes messages to one channel only. */
    boolean isSolo() {
        return message.channels().size() > 1;
    }

    /** Whether it waits and no request with it was ever made. */
    boolean isUntouched() {
        return state == State.QUEUED && attempts == 0;
    }

    private Rare rare() {
        if (rare == Rare.NOTHING) {
            rare = new Rare();
        }
        return rare;
    }

    /** While it waits, and only if the buffer's policy wants to know: its place among what may supersede it. */
    StateUpdatesIndex.@Nullable Place place() {
        return rare.place;
    }

    void setPlace(StateUpdatesIndex.@Nullable Place place) {
        rare().place = place;
    }

    /** Once it has failed alone: what speaks for its being poison. */
    @Nullable
    PoisonSuspicion suspicion() {
        return rare.suspicion;
    }

    void setSuspicion(PoisonSuspicion suspicion) {
        rare().suspicion = suspicion;
    }

    /** Shrinks each time a request with this message is refused as a whole, down to the message alone. */
    int largestBatch() {
        return rare.largestBatch;
    }

    void setLargestBatch(int messages) {
        rare().largestBatch = messages;
    }

    int requestBytes() {
        return message.encodedBytes();
    }

    int bufferBytes() {
        return bufferBytes(message);
    }

    static int bufferBytes(ChannelMessage message) {
        return message.encodedBytes()
                + OVERHEAD_BYTES
                + OVERHEAD_BYTES_PER_CHANNEL * message.channels().size();
    }

    @Override
    public String toString() {
        return message + " " + state;
    }

    /** Messages in the order in which they were published. */
    static final class InPublishOrder extends IntrusiveList<QueuedMessage> {

        @Override
        @Nullable
        QueuedMessage previous(QueuedMessage entry) {
            return entry.previousPublished;
        }

        @Override
        void setPrevious(QueuedMessage entry, @Nullable QueuedMessage previous) {
            entry.previousPublished = previous;
        }

        @Override
        @Nullable
        QueuedMessage next(QueuedMessage entry) {
            return entry.nextPublished;
        }

        @Override
        void setNext(QueuedMessage entry, @Nullable QueuedMessage next) {
            entry.nextPublished = next;
        }
    }

    /** Messages of one key, in the order in which they are to be sent. */
    static final class OfOneKey extends IntrusiveList<QueuedMessage> {

        @Override
        @Nullable
        QueuedMessage previous(QueuedMessage entry) {
            return entry.previousOfKey;
        }

        @Override
        void setPrevious(QueuedMessage entry, @Nullable QueuedMessage previous) {
            entry.previousOfKey = previous;
        }

        @Override
        @Nullable
        QueuedMessage next(QueuedMessage entry) {
            return entry.nextOfKey;
        }

        @Override
        void setNext(QueuedMessage entry, @Nullable QueuedMessage next) {
            entry.nextOfKey = next;
        }
    }
}
