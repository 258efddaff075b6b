package io.pushcast.examples.e2e;

/** Something that Maven can't bring is not installed; the message is one sentence that says what to install, and how. */
final class MissingProgramException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MissingProgramException(String message) {
        super(message);
    }

    MissingProgramException(String message, Throwable cause) {
        super(message, cause);
    }
}
