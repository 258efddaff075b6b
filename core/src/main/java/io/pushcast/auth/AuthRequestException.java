package io.pushcast.auth;

/** Thrown when a request to an auth endpoint can't be read. {@link #response()} is what to answer. */
public final class AuthRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    AuthRequestException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    /** The refusal, which tells the client's developer what would be right: 400, 405, 413 or 415. */
    public AuthResponse response() {
        return AuthResponse.refusal(status, String.valueOf(getMessage()));
    }
}
