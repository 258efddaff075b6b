package io.pushcast.quarkus.runtime;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.MessageSink;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
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
    private final List<Bound> waiting = new ArrayList<>();

    BoundMessages(MessageSink delivery, Executor callbacks) {
        this.delivery = delivery;
        this.callbacks = callbacks;
    }

    CompletionStage<Delivery> add(ChannelMessage message) {
        Bound bound = new Bound(message, new CompletableFuture<>());
        synchronized (waiting) {
            waiting.add(bound);
        }
        return bound.result();
    }

    @Override
    public void beforeCompletion() {
        // What is published has its final payload already.
    }

    @Override
    public void afterCompletion(int status) {
        List<Bound> ended = taken();
        if (status == Status.STATUS_COMMITTED) {
            ended.forEach(this::publish);
        } else if (!ended.isEmpty()) {
            callbacks.execute(() -> ended.forEach(BoundMessages::fail));
        }
    }

    private List<Bound> taken() {
        synchronized (waiting) {
            List<Bound> taken = List.copyOf(waiting);
            waiting.clear();
            return taken;
        }
    }

    private void publish(Bound bound) {
        CompletableFuture<Delivery> result = bound.result();
        if (result.isCancelled()) {
            return;
        }
        try {
            CompletionStage<Delivery> delivered = delivery.accept(bound.message());
            delivered.whenComplete((delivery, failure) -> end(result, delivery, failure));
            passOnCancelling(result, delivered);
        } catch (Throwable t) {
            // The others must go on, and the transaction has committed whatever is thrown here.
            log.error("Not delivered: {}", bound.message(), t);
            result.completeExceptionally(t);
        }
    }

    private static void fail(Bound bound) {
        ChannelMessage message = bound.message();
        bound.result()
                .completeExceptionally(new DeliveryException(
                        message + " was never sent: the transaction in which it was published rolled back",
                        message,
                        DeliveryException.Reason.ROLLED_BACK,
                        0,
                        null,
                        0,
                        null));
    }

    /** Until it is sent, the application can still take it back. */
    private static void passOnCancelling(CompletionStage<Delivery> result, CompletionStage<Delivery> delivered) {
        result.whenComplete((delivery, failure) -> {
            if (result.toCompletableFuture().isCancelled()) {
                delivered.toCompletableFuture().cancel(false);
            }
        });
    }

    private static void end(
            CompletableFuture<Delivery> result, @Nullable Delivery delivery, @Nullable Throwable failure) {
        if (failure == null) {
            result.complete(Objects.requireNonNull(delivery));
        } else {
            result.completeExceptionally(failure);
        }
    }

    private record Bound(ChannelMessage message, CompletableFuture<Delivery> result) {}
}
