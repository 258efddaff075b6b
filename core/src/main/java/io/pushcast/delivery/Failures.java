package io.pushcast.delivery;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.transport.Outcome;
import org.jspecify.annotations.Nullable;

/** Says in words why a message was not delivered. */
final class Failures {

    private Failures() {}

    /**
     * Of a message that was in the buffer.
     *
     * @param trouble how the last request failed, whatever was in it; null if it did not. It is why a message waited that
     *     was never sent itself
     */
    static DeliveryException of(Entry entry, Reason reason, String what, @Nullable Outcome trouble) {
        Outcome last = entry.attempts == 0 ? trouble : entry.lastOutcome;
        return of(entry.message, reason, what, last, entry.attempts);
    }

    static DeliveryException unsent(ChannelMessage message, Reason reason, String what) {
        return of(message, reason, what, null, 0);
    }

    private static DeliveryException of(
            ChannelMessage message, Reason reason, String what, @Nullable Outcome last, int attempts) {
        int status = last == null ? 0 : last.status();
        String body = last == null ? null : last.body();
        Throwable cause = last instanceof Outcome.Retryable retryable ? retryable.cause() : null;
        String text = message + " " + what + describe(status, body, cause, attempts);
        return new DeliveryException(text, message, reason, status, body, attempts, cause);
    }

    private static String describe(int status, @Nullable String body, @Nullable Throwable cause, int attempts) {
        if (attempts == 0 && status == 0 && cause == null) {
            return "";
        }
        String tries = attempts == 0 ? "; it was never sent, since a request before it failed" : tries(attempts);
        if (status != 0) {
            return tries + "; the server answered " + status
                    + (body == null || body.isBlank() ? "" : ": " + Outcome.onOneLine(body));
        }
        if (cause != null) {
            return tries + (attempts == 0 ? ": " : "; the last one failed: ") + cause;
        }
        return tries;
    }

    private static String tries(int attempts) {
        return attempts == 1 ? " after 1 attempt" : " after " + attempts + " attempts";
    }
}
