package io.pushcast.crypto;

import io.pushcast.http.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 with one secret, by which requests, subscriptions and webhooks are signed. Its key schedule is made once: a
 * request is signed in a fraction of the time that the official client's {@code SignatureUtil} takes. Not for use by
 * several threads: each takes a {@link #copy}.
 */
public final class HmacSha256 {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final Mac mac;
    private final byte[] hash;

    /** With a secret, which must not be empty. */
    public HmacSha256(String secret) {
        this(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    }

    private HmacSha256(SecretKeySpec key) {
        this.key = key;
        try {
            this.mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Pusher's signatures are made by " + ALGORITHM + ", which fails here", e);
        }
        this.hash = new byte[mac.getMacLength()];
    }

    /** Another with the same secret, for use by another thread. May be called by any thread. */
    public HmacSha256 copy() {
        return new HmacSha256(key);
    }

    /** The signature of these bytes, as it is. */
    public byte[] sign(byte[] bytes) {
        return mac.doFinal(bytes);
    }

    /** The signature of a text as UTF-8, in lower-case hex. */
    public String sign(String text) {
        return HexFormat.of().formatHex(sign(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The signature of what was written, in an array that the next call uses again. */
    public byte[] sign(ByteWriter text) {
        mac.update(text.array(), 0, text.length());
        try {
            mac.doFinal(hash, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A buffer of " + hash.length + " bytes is as long as the provider said", e);
        }
        return hash;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "HmacSha256";
    }
}
