package io.pushcast.testing.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs with the secret of the app and checks signatures made with it. Safe for use by several threads. */
public final class AppSigner {

    private static final String ALGORITHM = "HmacSHA256";

    private final String key;
    private final SecretKeySpec secret;

    public AppSigner(String key, String secret) {
        this.key = key;
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** The key that goes with the secret; it is public. */
    public String key() {
        return key;
    }

    /** The signature of a text, in lower-case hexadecimal. */
    public String sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + ALGORITHM + ", which every Java must have", e);
        }
    }

    /** Whether a signature is that of a text; how long the answer takes does not tell how much of it was right. */
    public boolean matches(String text, String signature) {
        return equal(sign(text), signature);
    }

    /** Whether two texts are the same, in a time that depends on their lengths only. */
    public static boolean equal(String expected, String actual) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), actual.getBytes(StandardCharsets.UTF_8));
    }
}
