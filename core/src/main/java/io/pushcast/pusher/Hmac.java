package io.pushcast.pusher;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 with one secret, whose key schedule is made once: a request is signed in a fraction of the time that the
 * official client's {@code SignatureUtil} takes. Safe for use by several threads.
 */
final class Hmac {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec secret;
    /** Never used itself, so that it can be copied by any thread. */
    private final Mac prepared;

    Hmac(String secret) {
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.prepared = prepare();
    }

    /** The text's signature, in lower-case hex. */
    String sign(String text) {
        return HexFormat.of().formatHex(copy().doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Mac copy() {
        try {
            return (Mac) prepared.clone();
        } catch (CloneNotSupportedException e) {
            // A security provider, such as a hardware token's, need not be able to.
            return prepare();
        }
    }

    private Mac prepare() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Requests are signed by " + ALGORITHM + ", which fails here", e);
        }
    }
}
