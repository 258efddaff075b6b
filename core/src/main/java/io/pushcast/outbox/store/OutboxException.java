package io.pushcast.outbox.store;

import org.jspecify.annotations.Nullable;

/**
 * The outbox's database failed or is not as it must be. Thrown to the application by what it calls itself: by {@code
 * publish}, so that a transaction does not commit without its message, by the start-up check and by the calls about dead
 * letters. The relay meets it by trying again.
 */
public final class OutboxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * With what went wrong.
     *
     * @param message what was attempted and what would help
     * @param cause what the database said, or null
     */
    public OutboxException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
