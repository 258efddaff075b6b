package io.pushcast.webhook;

import io.pushcast.message.LogText;
import io.pushcast.webhook.WebhookException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The keys that webhooks may be signed with, each with its secrets. Immutable once it is in use. */
final class SigningKeys {

    private static final String ALGORITHM = "HmacSHA256";

    private final Map<String, List<SecretKeySpec>> secrets = new LinkedHashMap<>();

    void add(String key, String secret) {
        secrets.computeIfAbsent(key, k -> new ArrayList<>())
                .add(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    }

    boolean isEmpty() {
        return secrets.isEmpty();
    }

    SigningKeys copy() {
        SigningKeys copy = new SigningKeys();
        secrets.forEach((key, of) -> copy.secrets.put(key, List.copyOf(of)));
        return copy;
    }

    /** @throws WebhookException if the key is none of these */
    void check(String key) {
        secretsOf(key);
    }

    /** @throws WebhookException if the key is none of these, or the signature is not made with one of its secrets */
    void verify(String key, String signature, byte[] body) {
        List<SecretKeySpec> candidates = secretsOf(key);
        byte[] given = bytes(signature);
        boolean right = false;
        for (SecretKeySpec secret : candidates) {
            right |= MessageDigest.isEqual(sign(secret, body), given);
        }
        if (!right) {
            throw new WebhookException(
                    Reason.WRONG_SIGNATURE,
                    "The webhook's signature is not that of its body with the secret of the key " + LogText.quoted(key)
                            + ": the secret differs, or the body was changed before it came here (it must be the raw"
                            + " bytes of the request)");
        }
    }

    private List<SecretKeySpec> secretsOf(String key) {
        List<SecretKeySpec> found = secrets.get(key);
        if (found == null) {
            throw new WebhookException(
                    Reason.UNKNOWN_KEY,
                    "The webhook is signed with the key " + LogText.quoted(key) + "; the keys known here are "
                            + LogText.names(List.copyOf(secrets.keySet())));
        }
        return found;
    }

    /** No bytes at all, which are nobody's signature, if it is not hexadecimal. */
    private static byte[] bytes(String signature) {
        try {
            return HexFormat.of().parseHex(signature);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] sign(SecretKeySpec secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Webhooks are verified by " + ALGORITHM + ", which fails here", e);
        }
    }
}
