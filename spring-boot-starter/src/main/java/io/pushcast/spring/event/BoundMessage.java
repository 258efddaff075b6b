package io.pushcast.spring.event;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.MessageSink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message that waits for its transaction, as what {@code publish} returned for it. The application can take it back by
 * cancelling this: before the commit always, and later if the delivery lets it.
 */
final class BoundMessage extends CompletableFuture<Delivery> {

    private static final Logger log = LoggerFactory.getLogger(BoundMessage.class);

    static final String UNKNOWN = "was published in a transaction of which it is not known whether it committed";

    private enum State {
        WAITING,
        TAKEN_BACK,
        HANDED_ON
    }

    private final ChannelMessage message;
    private State state = State.WAITING;
    private volatile @Nullable CompletableFuture<Delivery> delivery;

    BoundMessage(ChannelMessage message) {
        this.message = message;
    }

    /** The transaction committed. Never throws, so that no message keeps others from their turn. */
    void handOnTo(MessageSink next) {
        if (!become(State.HANDED_ON)) {
            return;
        }
        try {
            CompletionStage<Delivery> handedOn = next.accept(message);
            delivery = handedOn.toCompletableFuture();
            handedOn.whenComplete(this::end);
        } catch (Throwable t) {
            log.error("{} was not taken over for delivery after the commit", message, t);
            completeExceptionally(t);
        }
    }

    /** Unlike after a rollback, what it tells of may have happened: somebody has to look. */
    void logUnknown() {
        log.error("{} {}: it is not published. If it did commit, publish it again", message, UNKNOWN);
    }

    /**
     * These are not published. What waits for them is told by another thread: in that of the transaction its resources are
     * still bound, and whatever is done with them now would be lost.
     *
     * @param why what became of the transaction, as the end of a sentence about the message
     */
    static void notPublished(List<BoundMessage> messages, String why) {
        if (!messages.isEmpty()) {
            ForkJoinPool.commonPool()
                    .execute(() -> messages.forEach(each -> each.completeExceptionally(each.rolledBack(why))));
        }
    }

    private DeliveryException rolledBack(String why) {
        return new DeliveryException(
                message + " " + why, message, DeliveryException.Reason.ROLLED_BACK, 0, null, 0, null);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        CompletableFuture<Delivery> handedOn = delivery;
        boolean takenBack = become(State.TAKEN_BACK) || (handedOn != null && handedOn.cancel(mayInterruptIfRunning));
        return takenBack && (super.cancel(mayInterruptIfRunning) || isCancelled());
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        // What is derived from it is an ordinary future: cancelling that must not take the message back.
        return new CompletableFuture<>();
    }

    private synchronized boolean become(State next) {
        if (state != State.WAITING) {
            return false;
        }
        state = next;
        return true;
    }

    private void end(@Nullable Delivery delivered, @Nullable Throwable failure) {
        if (failure == null) {
            complete(delivered);
        } else {
            Throwable cause = failure.getCause();
            completeExceptionally(failure instanceof CompletionException && cause != null ? cause : failure);
        }
    }
}
