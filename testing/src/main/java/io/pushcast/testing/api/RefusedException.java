package io.pushcast.testing.api;

/** A request that is not taken: with the HTTP status and the words that go back to whoever sent it. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
