package io.pushcast.encryption;

import io.pushcast.crypto.SecretBox;
import org.jspecify.annotations.Nullable;

/** The key of one channel. */
final class ChannelSecret {

    private final byte[] key;

    ChannelSecret(byte[] key) {
        this.key = key;
    }

    byte[] bytes() {
        return key.clone();
    }

    EncryptedPayload encrypt(byte[] text) {
        SecretBox box = SecretBox.seal(key, text);
        return new EncryptedPayload(box.nonce(), box.ciphertext());
    }

    /** The text; null if it was not encrypted with this key, or changed since. */
    byte @Nullable [] decrypt(EncryptedPayload payload) {
        return new SecretBox(payload.nonce(), payload.ciphertext()).open(key);
    }
}
