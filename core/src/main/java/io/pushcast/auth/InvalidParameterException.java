package io.pushcast.auth;

import org.jspecify.annotations.Nullable;

/** Says that the channel's name, which is the client's word, is none that a rule could allow. The endpoint refuses it. */
final class InvalidParameterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** No stack trace: what a client sends is no fault of this program, and it may send it often. */
    InvalidParameterException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
