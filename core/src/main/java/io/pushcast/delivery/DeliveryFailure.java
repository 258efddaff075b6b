package io.pushcast.delivery;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.transport.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Why a message was not delivered. It is put into words only when the application is told, outside of the engine's lock: many
 * may fail at once, and what the server said can be long.
 *
 * @param what became of it, to be read behind the message
 * @param last how the request failed that is the cause; null if none is
 * @param attempts how many requests it was part of
 */
record DeliveryFailure(
        ChannelMessage message,
        Reason reason,
        String what,
        @Nullable Outcome last,
        int attempts) {

    /**
     * Of a message that was in the buffer.
     *
     * @param trouble how the last request failed, whatever was in it; null if it did not. It is why a message waited that
     *     was never sent itself
     */
    static DeliveryFailure of(QueuedMessage entry, Reason reason, String what, @Nullable Outcome trouble) {
        return new DeliveryFailure(
                entry.message, reason, what, entry.attempts == 0 ? trouble : entry.lastOutcome, entry.attempts);
    }

    static DeliveryFailure unsent(ChannelMessage message, Reason reason, String what) {
        return new DeliveryFailure(message, reason, what, null, 0);
    }

    DeliveryException toException() {
        int status = last == null ? 0 : last.status();
        String body = last == null ? null : last.body();
        Throwable cause = last instanceof Outcome.Retryable retryable ? retryable.cause() : null;
        String text = message + " " + what + describe(cause);
        return new DeliveryException(text, message, reason, status, body, attempts, cause);
    }

    private String describe(@Nullable Throwable cause) {
        String answer = last == null ? null : last.answer();
        if (attempts == 0 && answer == null && cause == null) {
            return "";
        }
        String tries = attempts == 0 ? "; it was never sent, since a request before it failed" : tries();
        if (answer != null) {
            return tries + "; " + answer;
        }
        if (cause != null) {
            return tries + (attempts == 0 ? ": " : "; the last one failed: ") + cause;
        }
        return tries;
    }

    private String tries() {
        return attempts == 1 ? " after 1 attempt" : " after " + attempts + " attempts";
    }
}
