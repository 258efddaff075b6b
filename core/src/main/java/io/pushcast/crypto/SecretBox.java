package io.pushcast.crypto;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * NaCl's secretbox (XSalsa20 and Poly1305), as it comes with Pusher's own library.
 *
 * @param nonce 24 bytes, which are used once with a key; not copied, so that nobody may change them
 * @param ciphertext the authenticator and the encrypted text; not copied either
 * @see <a href="https://nacl.cr.yp.to/secretbox.html">secretbox</a>
 */
@SuppressWarnings("ArrayRecordComponent") // Two halves on their way into another form; nobody compares them.
public record SecretBox(byte[] nonce, byte[] ciphertext) {

    /** Encrypts a text with a key of 32 bytes and a new nonce from a {@link java.security.SecureRandom}. */
    public static SecretBox seal(byte[] key, byte[] text) {
        Map<String, byte[]> box = com.pusher.rest.crypto.nacl.SecretBox.box(key, text);
        return new SecretBox(
                Objects.requireNonNull(box.get("nonce"), "nonce"), Objects.requireNonNull(box.get("cipher"), "cipher"));
    }

    /** The text; null if it was not encrypted with this key, or changed since. */
    public byte @Nullable [] open(byte[] key) {
        try {
            return com.pusher.rest.crypto.nacl.SecretBox.open(key, nonce, ciphertext);
        } catch (RuntimeException e) {
            // That it does not open is all that it ever says, and with several keys it is no failure.
            return null;
        }
    }

    /** The sizes alone. */
    @Override
    public String toString() {
        return "SecretBox[" + ciphertext.length + " bytes]";
    }
}
