package io.pushcast.transaction;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.MessageSink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message that waits for its transaction, as what {@code publish} returned for it. The application can take it back by
 * cancelling this: before the commit always, and later if the delivery lets it.
 */
final class BoundMessage extends CompletableFuture<Delivery> {

    private static final Logger log = LoggerFactory.getLogger(BoundMessage.class);

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

    ChannelMessage message() {
        return message;
    }

    /**
     * The transaction committed. Never throws, not even an {@code Error} of a listener: the others must get their turn, and
     * nothing can undo the commit.
     */
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

    /**
     * It is not published.
     *
     * @param why what became of the transaction, as the end of a sentence about the message
     */
    void notPublished(String why) {
        completeExceptionally(new DeliveryException(
                message + " " + why, message, DeliveryException.Reason.ROLLED_BACK, 0, null, 0, null));
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
