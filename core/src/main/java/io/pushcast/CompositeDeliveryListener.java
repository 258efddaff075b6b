package io.pushcast;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.DeliveryStatus;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Several listeners as one; what one of them throws keeps nothing from the others. Every failure is logged, so that none is
 * silent, but at a bounded rate: the first of each reason and status at once, the others as a number every minute. What the
 * application has chosen (dropping, conflation, cancelling) is no warning. A message that stays in the outbox has not failed, and
 * that one gives way at its pace is what the pace is for: neither is logged.
 */
final class CompositeDeliveryListener implements DeliveryListener {

    private static final Logger log = LoggerFactory.getLogger(CompositeDeliveryListener.class);

    private final List<DeliveryListener> listeners;
    private final RateLimitedLog failures;

    CompositeDeliveryListener(List<DeliveryListener> listeners, RateLimitedLog failures) {
        this.listeners = listeners;
        this.failures = failures;
    }

    static DeliveryListener of(List<DeliveryListener> listeners) {
        return new CompositeDeliveryListener(List.copyOf(listeners), new RateLimitedLog(log));
    }

    /** What is told once for all failures that are alike. */
    private record Kind(Reason reason, int status) {}

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
    public void onRequest(DeliveryListener.SentRequest request) {
        each(listener -> listener.onRequest(request));
    }

    @Override
    public void onClosed(DeliveryStatus status) {
        each(listener -> listener.onClosed(status));
        failures.tellAll();
    }

    @Override
    public void onDelivered(ChannelMessage message, Delivery delivery) {
        each(listener -> listener.onDelivered(message, delivery));
    }

    @Override
    public void onFailed(ChannelMessage message, DeliveryException failure) {
        if (failure.reason() != Reason.LEFT_IN_OUTBOX && !isPaced(message, failure)) {
            failures.tell(
                    new Kind(failure.reason(), failure.httpStatus().orElse(0)),
                    isChosen(failure.reason()) ? Level.INFO : Level.WARN,
                    "Not delivered: " + failure.getMessage(),
                    null);
        }
        each(listener -> listener.onFailed(message, failure));
    }

    private static boolean isPaced(ChannelMessage message, DeliveryException failure) {
        return failure.reason() == Reason.SUPERSEDED && message.pace().isPresent();
    }

    private static boolean isChosen(Reason reason) {
        return switch (reason) {
            case SUPERSEDED, DROPPED, CANCELLED -> true;
            default -> false;
        };
    }

    private void each(Consumer<DeliveryListener> call) {
        for (DeliveryListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (Throwable t) {
                String name = listener.getClass().getName();
                failures.tell(name + t.getClass(), Level.ERROR, "The delivery listener " + name + " failed", t);
            }
        }
    }
}
