package io.pushcast.webhook;

import org.jspecify.annotations.Nullable;

/**
 * Why a request is not taken for a webhook. Nothing in it may be believed.
 *
 * <p>Whoever serves the request answers with {@link #status()}. The message says what was wrong and is meant for the log; it
 * shows neither a secret nor what would be the right signature.
 */
public final class WebhookException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What was wrong. */
    public enum Reason {
        /** A header that a webhook has is missing, or is there more than once. */
        UNSIGNED(401),
        /** It is signed with a key that is not ours. */
        UNKNOWN_KEY(401),
        /** The signature is not that of the body: the secret differs, or the body was changed on its way. */
        WRONG_SIGNATURE(401),
        /** It is older than the replay window allows, or as far ahead of our clock. */
        OUTSIDE_WINDOW(401),
        /** It is signed, and is not what a webhook looks like. */
        MALFORMED(400),
        /** The body is larger than allowed. */
        TOO_LARGE(413);

        private final int status;

        Reason(int status) {
            this.status = status;
        }
    }

    private final Reason reason;

    WebhookException(Reason reason, String message) {
        this(reason, message, null);
    }

    WebhookException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What was wrong. */
    public Reason reason() {
        return reason;
    }

    /** The HTTP status to answer with: 400, 401 or 413. */
    public int status() {
        return reason.status;
    }
}
