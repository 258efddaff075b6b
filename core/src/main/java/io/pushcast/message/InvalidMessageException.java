package io.pushcast.message;

/**
 * Thrown by {@code publish} when the caller asked for a message that no Pusher server would take: an illegal channel or
 * event name, no socket id, too many channels. Nothing was sent and nothing else is affected; the message says what was
 * wrong, with the value, and what would be right.
 */
public class InvalidMessageException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** With what was wrong, the value, and what would be right. */
    public InvalidMessageException(String message) {
        super(message);
    }
}
