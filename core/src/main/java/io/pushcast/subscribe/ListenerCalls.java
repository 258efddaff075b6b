package io.pushcast.subscribe;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners; what one of them throws is logged. */
final class ListenerCalls {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerCalls.class);

    private final List<SubscriberListener> listeners;

    ListenerCalls(List<SubscriberListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    void tell(Consumer<SubscriberListener> what) {
        for (SubscriberListener listener : listeners) {
            try {
                what.accept(listener);
            } catch (RuntimeException | Error e) {
                LOG.error(
                        "The SubscriberListener {} failed", listener.getClass().getName(), e);
            }
        }
    }

    /** As {@link #tell}, but what a listener throws stops the start. */
    void tellStarted(SubscriberStatus status) {
        listeners.forEach(listener -> listener.onStarted(status));
    }
}
