package io.pushcast.webhook;

import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.json.JsonReadException;
import io.pushcast.pusher.PusherApp;
import io.pushcast.text.LogText;
import io.pushcast.webhook.WebhookException.Reason;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Verifies webhooks and reads them, whatever web framework brings them. Immutable and safe for use by several threads.
 *
 * <pre>{@code
 * WebhookReader reader = WebhookReader.builder().app(app).build();
 * try {
 *     Webhook webhook = reader.read(request.body(), request.headers());
 *     webhook.events(WebhookEvent.MemberAdded.class).forEach(event -> …);
 *     // answer 200
 * } catch (WebhookException e) {
 *     // answer e.status()
 * }
 * }</pre>
 *
 * <p>Pusher sends a webhook again, for five minutes, if it is not answered with success within a few seconds. So answer
 * before long work, and expect to see one twice.
 *
 * @see <a href="https://pusher.com/docs/channels/server_api/webhooks/">Webhooks</a>
 */
public final class WebhookReader {

    /** The header with the app's key. */
    public static final String KEY_HEADER = "X-Pusher-Key";

    /** The header with the signature of the body: HMAC-SHA256 in hexadecimal. */
    public static final String SIGNATURE_HEADER = "X-Pusher-Signature";

    /** What is less than this, as milliseconds before 1973, are seconds. */
    private static final BigDecimal SMALLEST_MILLIS = BigDecimal.valueOf(100_000_000_000L);

    /** As many digits has a time that makes sense, in milliseconds, and some more. */
    private static final int MAX_TIME_DIGITS = 15;

    /** With a fraction, an exponent and quotes. */
    private static final int MAX_TIME_LENGTH = 50;

    private final SigningKeys keys;
    private final JsonCodec json;
    private final WebhookEventParser events;
    private final Clock clock;
    private final Duration replayWindow;
    private final int maxBodyBytes;

    private WebhookReader(Builder builder) {
        this.keys = builder.keys.copy();
        this.json = builder.json == null ? JsonCodec.detect() : builder.json;
        this.events = new WebhookEventParser(json, builder.encryptionKeys);
        this.clock = builder.clock;
        this.replayWindow = builder.replayWindow;
        this.maxBodyBytes = builder.maxBodyBytes;
        // A codec that can only write is refused now, and not with the first webhook.
        json.read("{}");
    }

    /** A builder; an {@link Builder#app} or a {@link Builder#key} is all it needs. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a request.
     *
     * @param body the raw bytes of the request's body, not yet parsed or written again by anybody
     * @param headers the request's headers, in any case; others than the two that matter are not looked at
     * @throws WebhookException if it is not a webhook of an app that is known here, and nothing else
     */
    public Webhook read(byte[] body, Map<String, ? extends List<String>> headers) {
        return read(body, single(headers, KEY_HEADER), single(headers, SIGNATURE_HEADER));
    }

    /**
     * Reads a request.
     *
     * @param body the raw bytes of the request's body, not yet parsed or written again by anybody
     * @param key the value of the header {@link #KEY_HEADER}; null if it is missing
     * @param signature the value of the header {@link #SIGNATURE_HEADER}; null if it is missing
     * @throws WebhookException if it is not a webhook of an app that is known here, and nothing else
     */
    public Webhook read(byte[] body, @Nullable String key, @Nullable String signature) {
        if (body.length > maxBodyBytes) {
            throw new WebhookException(
                    Reason.TOO_LARGE,
                    "The webhook has " + body.length + " bytes and the limit is " + maxBodyBytes
                            + "; if that is no mistake, raise the reader's maxBodyBytes");
        }
        String signedBy = required(KEY_HEADER, key);
        keys.verify(signedBy, required(SIGNATURE_HEADER, signature), body);
        return verified(signedBy, body);
    }

    /**
     * Looks at a request before its body is read, of which strangers could send much: whether it names a key that is known
     * here. Keys are no secrets, so it need not be a webhook for that.
     *
     * @param headers the request's headers, in any case; others than the two that matter are not looked at
     * @throws WebhookException if {@link #read(byte[], Map)} would refuse it, whatever its body is
     */
    public void check(Map<String, ? extends List<String>> headers) {
        String key = required(KEY_HEADER, single(headers, KEY_HEADER));
        required(SIGNATURE_HEADER, single(headers, SIGNATURE_HEADER));
        keys.check(key);
    }

    /** How old a webhook may be, and how far ahead of our clock. */
    public Duration replayWindow() {
        return replayWindow;
    }

    /** What tells how old a webhook is. */
    Clock clock() {
        return clock;
    }

    /** How large a body may be, in bytes. */
    public int maxBodyBytes() {
        return maxBodyBytes;
    }

    private static @Nullable String single(Map<String, ? extends List<String>> headers, String name) {
        List<String> values = new ArrayList<>();
        headers.forEach((header, of) -> {
            if (name.equalsIgnoreCase(header) && of != null) {
                values.addAll(of);
            }
        });
        if (values.size() > 1) {
            throw new WebhookException(Reason.UNSIGNED, "The header " + name + " is there " + values.size() + " times");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private static String required(String header, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new WebhookException(Reason.UNSIGNED, "The header " + header + " is missing; a webhook has it");
        }
        return value.trim();
    }

    private Webhook verified(String key, byte[] body) {
        Map<String, String> webhook = members(text(body));
        String timeText = webhook.getOrDefault("time_ms", "null");
        if (timeText.length() > MAX_TIME_LENGTH) {
            // Not even read: what a JSON library does with a million digits is its own.
            throw malformed("'time_ms' is not a time", null);
        }
        Instant time = time(read(timeText));
        checkAge(time);
        List<String> texts = WebhookText.elements(webhook.getOrDefault("events", "null"));
        if (texts == null) {
            throw malformed("it has no array 'events'", null);
        }
        return new Webhook(
                key, time, texts.stream().map(text -> events.parse(text, key)).toList());
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("it is not UTF-8", e);
        }
    }

    private Map<String, String> members(String text) {
        try {
            Map<String, String> members = WebhookText.members(text, json);
            if (members != null) {
                return members;
            }
        } catch (JsonReadException e) {
            throw malformed(String.valueOf(e.getMessage()), e);
        }
        throw malformed("it is no JSON object", null);
    }

    private @Nullable Object read(String text) {
        try {
            return json.read(text);
        } catch (JsonReadException e) {
            throw malformed(String.valueOf(e.getMessage()), e);
        }
    }

    /** Milliseconds; some fakes write seconds, and some servers texts. */
    private static Instant time(@Nullable Object value) {
        BigDecimal number = number(value);
        // Texts too can have an exponent that would take for ever to write out.
        if (number == null
                || number.signum() < 0
                || Math.abs(number.scale()) > MAX_TIME_DIGITS
                || digits(number) > MAX_TIME_DIGITS) {
            throw malformed("'time_ms' is not a time", null);
        }
        boolean isSeconds = number.compareTo(SMALLEST_MILLIS) < 0;
        return Instant.ofEpochMilli((isSeconds ? number.movePointRight(3) : number).longValue());
    }

    private static @Nullable BigDecimal number(@Nullable Object value) {
        if (!(value instanceof Number || value instanceof String)) {
            return null;
        }
        String text = value.toString();
        // Before it is read: that takes time with the square of the digits.
        if (text.length() > MAX_TIME_LENGTH) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static int digits(BigDecimal number) {
        return number.precision() - number.scale();
    }

    private void checkAge(Instant time) {
        Duration age = Duration.between(time, clock.instant());
        if (age.abs().compareTo(replayWindow) > 0) {
            throw new WebhookException(
                    Reason.OUTSIDE_WINDOW,
                    "The webhook was made at " + time + ", which is " + age.abs()
                            + (age.isNegative() ? " ahead" : " ago") + "; " + replayWindow
                            + " are allowed. Is one of the clocks wrong?");
        }
    }

    private static WebhookException malformed(String problem, @Nullable Throwable cause) {
        return new WebhookException(Reason.MALFORMED, "The webhook can't be read: " + LogText.line(problem), cause);
    }

    /** Builds a {@link WebhookReader}. Not for use by several threads. */
    public static final class Builder {

        private static final Duration DEFAULT_REPLAY_WINDOW = Duration.ofMinutes(10);
        private static final int DEFAULT_MAX_BODY_BYTES = 1 << 20;

        private final SigningKeys keys = new SigningKeys();
        private @Nullable EncryptionKeys encryptionKeys;
        private @Nullable JsonCodec json;
        private Clock clock = Clock.systemUTC();
        private Duration replayWindow = DEFAULT_REPLAY_WINDOW;
        private int maxBodyBytes = DEFAULT_MAX_BODY_BYTES;

        private Builder() {}

        /** An app whose webhooks are taken. May be called several times, for several apps. */
        public Builder app(PusherApp app) {
            return key(app.key(), app.secret());
        }

        /**
         * A key that webhooks may be signed with. May be called several times: while keys are rotated, Pusher signs with
         * the oldest that is active. A key may have several secrets. Both are {@linkplain PusherApp#trimmed trimmed}, as those
         * of an app are.
         *
         * @throws IllegalArgumentException if one of them is blank
         */
        public Builder key(String key, String secret) {
            String trimmedKey = PusherApp.trimmed(key);
            String trimmedSecret = PusherApp.trimmed(secret);
            if (trimmedKey.isEmpty() || trimmedSecret.isEmpty()) {
                throw new IllegalArgumentException(
                        "A webhook's " + (trimmedKey.isEmpty() ? "key" : "secret") + " is blank");
            }
            keys.add(trimmedKey, trimmedSecret);
            return this;
        }

        /**
         * Decrypts what clients sent on encrypted channels; what can't be decrypted becomes a
         * {@link WebhookEvent.Malformed}. Default: it stays as it is, JSON with nonce and ciphertext.
         */
        public Builder encryption(EncryptionKeys keys) {
            this.encryptionKeys = Objects.requireNonNull(keys, "keys");
            return this;
        }

        /** What reads JSON. Default: Jackson 3 or else Jackson 2, whichever is on the class path. */
        public Builder json(JsonCodec json) {
            this.json = Objects.requireNonNull(json, "json");
            return this;
        }

        /** The clock that tells how old a webhook is. Default: the system's. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * How old a webhook may be, and how far ahead of our clock: longer than the five minutes for which Pusher sends
         * it again. Within that time, one that was overheard could be sent by somebody else, any number of times, unless {@link
         * WebhookEndpoint#droppingRepeats repeats are dropped}.
         * Default: 10 minutes.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder replayWindow(Duration replayWindow) {
            if (replayWindow.isZero() || replayWindow.isNegative()) {
                throw new IllegalArgumentException("The replay window must be positive, not " + replayWindow);
            }
            this.replayWindow = replayWindow;
            return this;
        }

        /**
         * How large a body may be, in bytes. Default: 1 MiB. At least 1.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxBodyBytes(int maxBodyBytes) {
            if (maxBodyBytes < 1) {
                throw new IllegalArgumentException("maxBodyBytes must be at least 1, not " + maxBodyBytes);
            }
            this.maxBodyBytes = maxBodyBytes;
            return this;
        }

        /**
         * The reader.
         *
         * @throws IllegalStateException if there is no key, or no JSON library is found
         * @throws UnsupportedOperationException if the codec can only write
         */
        public WebhookReader build() {
            if (keys.isEmpty()) {
                throw new IllegalStateException(
                        "No key is given that webhooks may be signed with. Call app(…), or key(key, secret)");
            }
            return new WebhookReader(this);
        }
    }
}
