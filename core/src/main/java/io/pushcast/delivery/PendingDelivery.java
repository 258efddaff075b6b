package io.pushcast.delivery;

import io.pushcast.message.ChannelInfo;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.SendPermit;
import io.pushcast.transport.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What {@code publish} returned for one message: completes when all of its parts have ended. What is known of the parts is
 * guarded by the engine's lock; the future itself is completed outside of it.
 */
final class PendingDelivery extends DeliveryFuture<Delivery> {

    final ChannelMessage message;
    private final Predicate<PendingDelivery> withdraw;
    private final @Nullable SendPermit permit;
    private @Nullable QueuedMessage firstPart;
    private List<QueuedMessage> otherParts = List.of();
    private int unfinished = 1;
    private long spentNanos;
    private @Nullable DeliveryFailure failure;

    /** @param withdraw takes the message back, if none of it was sent yet, and says whether it did */
    PendingDelivery(ChannelMessage message, Predicate<PendingDelivery> withdraw) {
        this(message, withdraw, null, null);
    }

    /**
     * @param permit on which its being sent depends; null if on none
     * @param callbacks what completes it
     */
    PendingDelivery(
            ChannelMessage message,
            Predicate<PendingDelivery> withdraw,
            @Nullable SendPermit permit,
            @Nullable CallbackDispatcher callbacks) {
        super(callbacks);
        this.message = message;
        this.withdraw = withdraw;
        this.permit = permit;
    }

    @Nullable
    SendPermit permit() {
        return permit;
    }

    /** Why it ends if the engine is closed before it was accepted. */
    Reason reasonAtClose() {
        return permit == null ? Reason.CLOSED : Reason.LEFT_IN_OUTBOX;
    }

    /** Nobody waits any more for the answer to a request with it. */
    void isUnanswered() {
        if (permit != null) {
            permit.unanswered();
        }
    }

    /** A request with this part of it has failed, and it will be sent again. */
    void willBeRetried(QueuedMessage part, Outcome outcome) {
        if (permit != null) {
            String answer = outcome.answer();
            Throwable cause = outcome instanceof Outcome.Retryable retryable ? retryable.cause() : null;
            String failure = answer != null ? answer : cause != null ? cause.toString() : "no answer";
            permit.willBeRetried(part.attempts, outcome.status(), failure);
        }
    }

    /** So much of its own deadline was over when it came to the buffer. */
    void hasSpent(long nanos) {
        spentNanos = nanos;
    }

    long spentNanos() {
        return spentNanos;
    }

    boolean mayBeSent() {
        return permit == null || permit.holds();
    }

    void expectParts(int parts) {
        unfinished = parts;
    }

    void addPart(QueuedMessage entry) {
        if (firstPart == null) {
            firstPart = entry;
            return;
        }
        if (otherParts.isEmpty()) {
            otherParts = new ArrayList<>(unfinished);
        }
        otherParts.add(entry);
    }

    List<QueuedMessage> entries() {
        if (firstPart == null) {
            return List.of();
        }
        List<QueuedMessage> entries = new ArrayList<>(1 + otherParts.size());
        entries.add(firstPart);
        entries.addAll(otherParts);
        return entries;
    }

    /** One part has ended. True if it was the last. */
    boolean partEnded(@Nullable DeliveryFailure partFailure) {
        if (failure == null) {
            failure = partFailure;
        }
        return --unfinished == 0;
    }

    @Nullable
    DeliveryFailure failure() {
        return failure;
    }

    Delivery delivery() {
        int attempts = firstPart == null ? 0 : firstPart.attempts;
        for (QueuedMessage part : otherParts) {
            attempts = Math.max(attempts, part.attempts);
        }
        return Delivery.of(new Delivery.Receipt(message.id(), message.channels(), attempts, info()));
    }

    /** What the server told about the channels of all parts. */
    private Map<ChannelName, ChannelInfo> info() {
        if (message.info().isEmpty()) {
            return Map.of();
        }
        Map<ChannelName, ChannelInfo> info = new LinkedHashMap<>();
        for (QueuedMessage entry : entries()) {
            if (entry.lastOutcome instanceof Outcome.Accepted accepted) {
                info.putAll(accepted.info(entry.message));
            }
        }
        return info;
    }

    /**
     * Takes the message back if none of it was sent yet.
     *
     * @return whether it will never be sent; false if it is, or was, under way
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean withdrawn = withdraw.test(this);
        if (withdrawn) {
            super.cancel(mayInterruptIfRunning);
        }
        return withdrawn;
    }
}
