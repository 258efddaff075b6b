package io.pushcast;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.DeliveryStatus;
import io.pushcast.message.SentRequest;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several listeners as one; what one of them throws keeps nothing from the others. Every failure is logged, so
 * that none is silent; a message that stays in the outbox has not failed.
 */
final class CompositeDeliveryListener implements DeliveryListener {

    private static final Logger log = LoggerFactory.getLogger(CompositeDeliveryListener.class);

    private final List<DeliveryListener> listeners;

    private CompositeDeliveryListener(List<DeliveryListener> listeners) {
        this.listeners = listeners;
    }

    static DeliveryListener of(List<DeliveryListener> listeners) {
        return new CompositeDeliveryListener(List.copyOf(listeners));
    }

    /** What one of them throws here fails the building of the publisher. */
    @Override
    public void onStarted(DeliveryStatus status) {
        listeners.forEach(listener -> listener.onStarted(status));
    }

    @Override
    public void onPublished(ChannelMessage message) {
        each(listener -> listener.onPublished(message));
    }

    @Override
    public void onRequest(SentRequest request) {
        each(listener -> listener.onRequest(request));
    }

    @Override
    public void onClosed(DeliveryStatus status) {
        each(listener -> listener.onClosed(status));
    }

    @Override
    public void onDelivered(ChannelMessage message, Delivery delivery) {
        each(listener -> listener.onDelivered(message, delivery));
    }

    @Override
    public void onFailed(ChannelMessage message, DeliveryException failure) {
        if (failure.reason() != Reason.LEFT_IN_OUTBOX) {
            log.warn("Not delivered: {}", failure.getMessage());
        }
        each(listener -> listener.onFailed(message, failure));
    }

    private void each(Consumer<DeliveryListener> call) {
        for (DeliveryListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (Throwable t) {
                log.error("The delivery listener {} failed", listener.getClass().getName(), t);
            }
        }
    }
}
