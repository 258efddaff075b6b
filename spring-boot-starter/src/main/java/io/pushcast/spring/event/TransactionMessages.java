package io.pushcast.spring.event;

import io.pushcast.delivery.SharedBlockingTime;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.MessageSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;

/**
 * The messages of one transaction, in publish order. Used by the thread of the
 * transaction, or by those of a reactive one, one after the other.
 *
 * <p>They are handed on when the transaction has completed and not in {@code afterCommit}: that is not called once another
 * synchronisation has failed in it, nor for what is published in it.
 */
final class TransactionMessages implements TransactionSynchronization {

    private final TransactionBoundSink owner;
    private final MessageSink next;
    private final List<BoundMessage> messages = new ArrayList<>();
    private final Map<Object, Integer> sizeAtSavepoint = new HashMap<>();

    TransactionMessages(TransactionBoundSink owner, MessageSink next) {
        this.owner = owner;
        this.next = next;
    }

    boolean isOf(TransactionBoundSink sink) {
        return owner == sink;
    }

    /** Whether handing them on takes a thread that may block. */
    boolean areForOutbox() {
        return owner.isOfOutbox();
    }

    CompletionStage<Delivery> add(ChannelMessage message) {
        BoundMessage bound = new BoundMessage(message);
        messages.add(bound);
        return bound;
    }

    /** First, so that what other callbacks publish after the commit comes after what was published before it. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void savepoint(Object savepoint) {
        sizeAtSavepoint.put(savepoint, messages.size());
    }

    @Override
    public void savepointRollback(Object savepoint) {
        // A savepoint not known is from before the first message.
        int kept = sizeAtSavepoint.getOrDefault(savepoint, 0);
        List<BoundMessage> undone = messages.subList(Math.min(kept, messages.size()), messages.size());
        BoundMessage.notPublished(List.copyOf(undone), "was published in a part of a transaction that rolled back");
        undone.clear();
    }

    @Override
    public void afterCompletion(int status) {
        switch (status) {
            case STATUS_COMMITTED ->
                // The connection is still held: a full buffer may hold it up once, and not for each message.
                SharedBlockingTime.during(() -> messages.forEach(message -> message.handOnTo(next)));
            case STATUS_ROLLED_BACK ->
                BoundMessage.notPublished(List.copyOf(messages), "was published in a transaction that rolled back");
            default -> {
                messages.forEach(BoundMessage::logUnknown);
                BoundMessage.notPublished(List.copyOf(messages), BoundMessage.UNKNOWN);
            }
        }
    }
}
