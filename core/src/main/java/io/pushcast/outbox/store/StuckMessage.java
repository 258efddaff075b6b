package io.pushcast.outbox.store;

import java.time.Instant;
import java.util.List;

/**
 * A message that an instance has sent without success and sends again.
 *
 * @param message the message, as it was stored
 * @param since since when it is retried, by the database's clock
 * @param attempts how many requests it has been part of, by the instance that sent it last
 * @param status the HTTP status of the server's last answer; 0 if there was none
 * @param failure how the last attempt failed, in words
 * @param behind how many messages of its ordering key wait behind it, among the first 100 000 of the outbox
 */
public record StuckMessage(StoredRecord message, Instant since, int attempts, int status, String failure, long behind) {

    private static final int LONGEST_FAILURE = 2_000;

    /** Shortens a text that is too long to be stored. */
    public StuckMessage {
        if (failure.length() > LONGEST_FAILURE) {
            failure = failure.substring(0, LONGEST_FAILURE);
        }
    }

    /** Its id, by which it is buried or skipped. */
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
