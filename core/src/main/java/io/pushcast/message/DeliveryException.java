package io.pushcast.message;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Why a message was not delivered. Arrives in the stage that {@code publish} returned and at every
 * {@link DeliveryListener}; it is never thrown by {@code publish} itself.
 */
public final class DeliveryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of end it was. */
    public enum Reason {
        /** The server said no, for good: sending it again would not help. */
        REJECTED,
        /**
         * The delivery timeout ran out before the server accepted it. A request whose answer was lost, or that is still under
         * way, may have been accepted.
         */
        EXPIRED,
        /** It was tried as often as allowed. A request whose answer was lost may have been accepted. */
        RETRIES_EXHAUSTED,
        /**
         * It failed again and again when it was sent alone, though others were accepted meanwhile: the server, or something
         * before it, does not take this message, and does not say so clearly (5xx, no answer, 403). A request whose answer was
         * lost may have been accepted.
         */
        POISON,
        /** The buffer was full, and stayed so for as long as {@code publish} may wait. It was never sent. */
        BUFFER_FULL,
        /** The buffer was full and it was the oldest in it. It was never sent, or never accepted. */
        DROPPED,
        /**
         * A newer message with the same ordering key took its place: the buffer was full, or the route has a {@linkplain Pace
         * pace}. It was never sent.
         */
        SUPERSEDED,
        /** The publisher was closed before the server accepted it. A request under way may be accepted still. */
        CLOSED,
        /** The transaction it was bound to rolled back. It was never sent. */
        ROLLED_BACK,
        /** The application took it back by cancelling what {@code publish} returned. It was never sent. */
        CANCELLED,
        /**
         * It stays in the outbox, since this instance has lost its lease on the message or is closed: whichever instance
         * takes it over delivers it. What this one sent of it may have been accepted.
         */
        LEFT_IN_OUTBOX
    }

    private final String messageId;
    private final Reason reason;
    private final int status;
    private final @Nullable String body;
    private final int attempts;

    /**
     * With what is known.
     *
     * @param message what happened, in words, for a person
     * @param delivered the message that was not delivered
     * @param reason what kind of end it was
     * @param status the status of the server's last answer; 0 if there was none
     * @param body the body of the server's last answer, or null
     * @param attempts how many requests it was part of; 0 if it was never sent
     * @param cause what went wrong below, or null
     */
    public DeliveryException(
            String message,
            ChannelMessage delivered,
            Reason reason,
            int status,
            @Nullable String body,
            int attempts,
            @Nullable Throwable cause) {
        // No stack trace: it would show where the delivery found out, which tells the reader nothing.
        super(message, cause, true, false);
        this.messageId = delivered.id();
        this.reason = reason;
        this.status = status;
        this.body = body;
        this.attempts = attempts;
    }

    /** The id of the message. */
    public String messageId() {
        return messageId;
    }

    /** What kind of end it was. */
    public Reason reason() {
        return reason;
    }

    /** The status of the server's last answer; for servers that say 200 to an error, the status in its body. */
    public OptionalInt httpStatus() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** The body of the server's last answer, shortened if it was long; null if there was none. */
    public @Nullable String body() {
        return body;
    }

    /** How many requests the message was part of; 0 if it was never sent. */
    public int attempts() {
        return attempts;
    }
}
