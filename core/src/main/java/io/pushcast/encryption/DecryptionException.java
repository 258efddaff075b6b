package io.pushcast.encryption;

/**
 * Thrown when something can't be decrypted: it is no envelope, no key fits, or it was changed on its way. The message names
 * the channel, and shows neither keys nor what was to be decrypted.
 */
public final class DecryptionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what was wrong. */
    DecryptionException(String message) {
        super(message);
    }
}
