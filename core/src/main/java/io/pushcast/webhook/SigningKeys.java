package io.pushcast.webhook;

import io.pushcast.crypto.HmacSha256;
import io.pushcast.text.LogText;
import io.pushcast.webhook.WebhookException.Reason;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys that webhooks may be signed with, each with its secrets. Immutable once it is in use. */
final class SigningKeys {

    private final Map<String, List<HmacSha256>> secrets = new LinkedHashMap<>();

    void add(String key, String secret) {
        secrets.computeIfAbsent(key, k -> new ArrayList<>()).add(new HmacSha256(secret));
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
        List<HmacSha256> candidates = secretsOf(key);
        byte[] given = bytes(signature);
        boolean right = false;
        for (HmacSha256 secret : candidates) {
            right |= MessageDigest.isEqual(secret.copy().sign(body), given);
        }
        if (!right) {
            throw new WebhookException(
                    Reason.WRONG_SIGNATURE,
                    "The webhook's signature is not that of its body with the secret of the key " + LogText.quoted(key)
                            + ": the secret differs, or the body was changed before it came here (it must be the raw"
                            + " bytes of the request)");
        }
    }

    private List<HmacSha256> secretsOf(String key) {
        List<HmacSha256> found = secrets.get(key);
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
}
