package io.pushcast.outbox.store;

import java.time.Instant;
import java.util.List;

/**
 * A message that could not be delivered and is kept, until it is retried or purged.
 *
 * @param message the message, as it was stored
 * @param cause why it is here
 * @param diedAt since when, by the database's clock
 */
public record DeadLetter(StoredRecord message, DeadLetterCause cause, Instant diedAt) {

    /** Its id, for retry and purge; the one that it had as a message. */
    public long id() {
        return message.id();
    }

    /** The event name. */
    public String event() {
        return message.content().event();
    }

    /** The names of the channels. */
    public List<String> channels() {
        return LineEncoding.split(message.content().channels());
    }

    /** The ordering key; empty for none. */
    public String orderingKey() {
        return message.content().orderingKey();
    }
}
