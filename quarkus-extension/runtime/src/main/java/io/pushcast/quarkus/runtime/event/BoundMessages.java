package io.pushcast.quarkus.runtime.event;

import io.pushcast.delivery.SharedBlockingTime;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.MessageSink;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages of one transaction, which wait for its end. Safe for use by several threads that share the transaction. */
final class BoundMessages implements Synchronization {

    private static final Logger log = LoggerFactory.getLogger(BoundMessages.class);

    private final MessageSink delivery;
    private final Executor callbacks;
    private final List<BoundMessage> waiting = new ArrayList<>();

    /** The status in which the transaction ended; null while it has not. Guarded by the list. */
    private @Nullable Integer end;

    BoundMessages(MessageSink delivery, Executor callbacks) {
        this.delivery = delivery;
        this.callbacks = callbacks;
    }

    CompletionStage<Delivery> add(ChannelMessage message) {
        BoundMessage bound = new BoundMessage(message);
        Integer ended;
        synchronized (waiting) {
            ended = end;
            if (ended == null) {
                waiting.add(bound);
            }
        }
        if (ended != null) {
            // Another thread has ended it just now, one that rolls back what takes too long for example.
            settle(List.of(bound), ended);
        }
        return bound;
    }

    @Override
    public void beforeCompletion() {
        // What is published has its final payload already.
    }

    @Override
    public void afterCompletion(int status) {
        List<BoundMessage> all;
        synchronized (waiting) {
            end = status;
            all = List.copyOf(waiting);
            waiting.clear();
        }
        settle(all, status);
    }

    private void settle(List<BoundMessage> messages, int status) {
        if (status == Status.STATUS_COMMITTED) {
            SharedBlockingTime.during(() -> messages.forEach(message -> message.handOnTo(delivery)));
        } else if (!messages.isEmpty()) {
            String why = whyLost(status, messages.size());
            callbacks.execute(() -> messages.forEach(message -> message.isLost(why)));
        }
    }

    private static String whyLost(int status, int messages) {
        if (status != Status.STATUS_UNKNOWN) {
            return "the transaction in which it was published rolled back";
        }
        log.error(
                "It is not known whether a transaction has committed: the {} messages published in it are not sent",
                messages);
        return "it is not known whether the transaction in which it was published has committed";
    }
}
