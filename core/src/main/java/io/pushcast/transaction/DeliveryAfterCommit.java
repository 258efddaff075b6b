package io.pushcast.transaction;

import io.pushcast.message.MessageSink;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands messages on after the commit. */
final class DeliveryAfterCommit implements TransactionHandler<BoundMessage> {

    private static final Logger log = LoggerFactory.getLogger(DeliveryAfterCommit.class);

    private static final String UNKNOWN = "was published in a transaction whose outcome is unknown";

    private final MessageSink next;
    private final Executor callbacks;

    DeliveryAfterCommit(MessageSink next, Executor callbacks) {
        this.next = next;
        this.callbacks = callbacks;
    }

    @Override
    public void prepare(List<BoundMessage> messages) {
        // They have their final payload since they were published.
    }

    @Override
    public void committed(List<BoundMessage> messages) {
        // The connection is still held: a full buffer may hold it up once, and not for each message.
        SharedBlockingTime.during(() -> messages.forEach(message -> message.handOnTo(next)));
    }

    @Override
    public void committedUnprepared(List<BoundMessage> messages) {
        committed(messages);
    }

    @Override
    public void discarded(List<BoundMessage> messages, Discard why) {
        switch (why) {
            case SAVEPOINT -> tell(messages, "was published in a part of a transaction that rolled back");
            case ROLLED_BACK -> tell(messages, "was published in a transaction that rolled back");
            case UNKNOWN -> {
                // Unlike after a rollback, what they tell of may have happened: somebody has to look.
                messages.forEach(each -> log.error(
                        "{} {}: it is not published. If it did commit, publish it again", each.message(), UNKNOWN));
                tell(messages, UNKNOWN);
            }
        }
    }

    /**
     * By another thread: in that of the transaction its resources are still bound, and what a callback did with them would be
     * lost. If no other thread is to be had any more, since the application shuts down, by this one: a stage that never
     * completes would be worse.
     */
    private void tell(List<BoundMessage> messages, String why) {
        Runnable telling = () -> messages.forEach(each -> each.notPublished(why));
        try {
            callbacks.execute(telling);
        } catch (RejectedExecutionException e) {
            log.debug("Nobody else tells of {} messages that {}", messages.size(), why, e);
            telling.run();
        }
    }
}
