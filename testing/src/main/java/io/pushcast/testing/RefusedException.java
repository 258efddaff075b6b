package io.pushcast.testing;

/** A request that is not taken: with the HTTP status and the words that go back to whoever sent it. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
