package io.pushcast.pusher;

import io.pushcast.transport.Outcome;

/** Why a request has no answer. The cause is what went wrong below, without the signature. */
final class HttpExchangeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Outcome.Kind kind;

    HttpExchangeException(Outcome.Kind kind, Throwable cause) {
        // Only carries its cause to the outcome, so that its own stack trace would never be seen.
        super(cause.getMessage(), cause, false, false);
        this.kind = kind;
    }

    Outcome.Kind kind() {
        return kind;
    }
}
