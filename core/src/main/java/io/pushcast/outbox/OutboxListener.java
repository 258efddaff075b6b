package io.pushcast.outbox;

import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.StoredRecord;

/**
 * Is told what the relay of this instance does. Called by the relay's thread, which waits for it; what a listener throws is
 * logged and goes no further.
 */
public interface OutboxListener {

    /**
     * A message was loaded and is handed to the delivery next, by the same thread; its {@linkplain OutboxRecord#headersByName headers} say under
     * which trace it was published.
     */
    default void onLoaded(StoredRecord message) {}

    /** A message became a dead letter. */
    default void onDeadLetter(StoredRecord message, DeadLetterCause cause) {}
}
