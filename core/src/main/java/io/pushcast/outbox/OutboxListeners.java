package io.pushcast.outbox;

import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.StoredRecord;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners; what one of them throws keeps nothing from the others. */
final class OutboxListeners {

    private static final Logger log = LoggerFactory.getLogger(OutboxListeners.class);

    private final List<OutboxListener> listeners;

    OutboxListeners(List<OutboxListener> listeners) {
        this.listeners = listeners;
    }

    void loaded(StoredRecord message) {
        each(listener -> listener.onLoaded(message));
    }

    void deadLetter(StoredRecord message, DeadLetterCause cause) {
        each(listener -> listener.onDeadLetter(message, cause));
    }

    private void each(Consumer<OutboxListener> call) {
        for (OutboxListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (Throwable t) {
                log.error("The outbox listener {} failed", listener.getClass().getName(), t);
            }
        }
    }
}
