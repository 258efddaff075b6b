package io.pushcast.delivery;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.transport.Outcome;
import org.jspecify.annotations.Nullable;

/** Says in words why a message was not delivered. */
final class Failures {

    private Failures() {}

    static DeliveryException of(Entry entry, Reason reason, String what) {
        return of(entry.message, reason, what, entry.lastOutcome, entry.attempts);
    }

    static DeliveryException unsent(ChannelMessage message, Reason reason, String what) {
        return of(message, reason, what, null, 0);
    }

    private static DeliveryException of(
            ChannelMessage message, Reason reason, String what, @Nullable Outcome last, int attempts) {
        int status = 0;
        String body = null;
        Throwable cause = null;
        if (last instanceof Outcome.Rejected rejected) {
            status = rejected.status();
            body = rejected.body();
        } else if (last instanceof Outcome.Suspended suspended) {
            status = suspended.status();
            body = suspended.body();
        } else if (last instanceof Outcome.Retryable retryable) {
            status = retryable.status();
            body = retryable.body();
            cause = retryable.cause();
        }
        String text = message + " " + what + describe(status, body, cause, attempts);
        return new DeliveryException(text, message, reason, status, body, attempts, cause);
    }

    private static String describe(int status, @Nullable String body, @Nullable Throwable cause, int attempts) {
        if (attempts == 0) {
            return "";
        }
        String tries = attempts == 1 ? " after 1 attempt" : " after " + attempts + " attempts";
        if (status != 0) {
            return tries + "; the server answered " + status + (body == null || body.isEmpty() ? "" : ": " + body);
        }
        return cause == null ? tries : tries + "; the last one failed: " + cause;
    }
}
