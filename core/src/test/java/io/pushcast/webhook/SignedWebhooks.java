package io.pushcast.webhook;

import com.pusher.rest.SignatureUtil;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Webhooks as a server sends them. */
final class SignedWebhooks {

    static final String KEY = "278d425bdf160c739803";
    static final String SECRET = "7ad3773142a6692b25b8";
    static final Instant NOW = Instant.ofEpochMilli(1_327_078_148_132L);

    private SignedWebhooks() {}

    static byte[] body(String... events) {
        return bytes("{\"time_ms\":" + NOW.toEpochMilli() + ",\"events\":[" + String.join(",", events) + "]}");
    }

    static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    static Map<String, List<String>> headers(byte[] body) {
        return headers(KEY, signature(body));
    }

    static Map<String, List<String>> headers(String key, String signature) {
        return Map.of(
                "content-type",
                List.of("application/json"),
                WebhookReader.KEY_HEADER,
                List.of(key),
                WebhookReader.SIGNATURE_HEADER,
                List.of(signature));
    }

    /** By the official client, so that ours is not compared with itself. The body must be UTF-8. */
    static String signature(byte[] body) {
        return sign(SECRET, body);
    }

    static String sign(String secret, byte[] body) {
        return SignatureUtil.sign(new String(body, StandardCharsets.UTF_8), secret);
    }
}
