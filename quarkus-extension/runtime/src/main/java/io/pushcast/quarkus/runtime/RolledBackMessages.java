package io.pushcast.quarkus.runtime;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends messages whose transaction rolled back: tells the listeners, and fails what {@code publish} returned. */
final class RolledBackMessages {

    private static final Logger log = LoggerFactory.getLogger(RolledBackMessages.class);

    private final List<DeliveryListener> listeners;
    private final Executor callbacks;

    RolledBackMessages(List<DeliveryListener> listeners, Executor callbacks) {
        this.listeners = List.copyOf(listeners);
        this.callbacks = callbacks;
    }

    /** Ends it on the callback executor, so that no callback runs in the thread that ends the transaction. */
    void end(ChannelMessage message, CompletableFuture<Delivery> result) {
        DeliveryException failure = TransactionBoundSink.rolledBack(message);
        log.debug("{}", failure.getMessage());
        callbacks.execute(() -> {
            if (result.completeExceptionally(failure)) {
                listeners.forEach(listener -> tell(listener, message, failure));
            }
        });
    }

    private static void tell(DeliveryListener listener, ChannelMessage message, DeliveryException failure) {
        try {
            listener.onFailed(message, failure);
        } catch (RuntimeException e) {
            log.error("The delivery listener {} failed", listener.getClass().getName(), e);
        }
    }
}
