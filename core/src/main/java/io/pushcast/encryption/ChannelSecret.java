package io.pushcast.encryption;

import com.pusher.rest.crypto.nacl.SecretBox;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The key of one channel. The cryptography is NaCl's secretbox (XSalsa20 and Poly1305) as it comes with Pusher's own
 * library, which takes a new nonce from a {@link java.security.SecureRandom} each time.
 *
 * @see <a href="https://nacl.cr.yp.to/secretbox.html">secretbox</a>
 */
final class ChannelSecret {

    private final byte[] key;

    ChannelSecret(byte[] key) {
        this.key = key;
    }

    byte[] bytes() {
        return key.clone();
    }

    EncryptedPayload encrypt(byte[] text) {
        Map<String, byte[]> box = SecretBox.box(key, text);
        return new EncryptedPayload(
                Objects.requireNonNull(box.get("nonce"), "nonce"), Objects.requireNonNull(box.get("cipher"), "cipher"));
    }

    /** The text; null if it was not encrypted with this key, or changed since. */
    byte @Nullable [] decrypt(EncryptedPayload envelope) {
        try {
            return SecretBox.open(key, envelope.nonce(), envelope.ciphertext());
        } catch (RuntimeException e) {
            // That it does not open is all that it ever says, and with several keys it is no failure.
            return null;
        }
    }
}
