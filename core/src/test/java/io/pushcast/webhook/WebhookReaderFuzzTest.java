package io.pushcast.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pushcast.json.JsonCodec;
import io.pushcast.json.jackson2.Jackson2Codec;
import io.pushcast.json.jackson3.Jackson3Codec;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Requests as nobody should send them: only a {@link WebhookException} escapes, and nothing is believed unsigned. */
class WebhookReaderFuzzTest {

    private static final List<WebhookReader> READERS =
            List.of(reader(new Jackson3Codec()), reader(new Jackson2Codec()));

    private static WebhookReader reader(JsonCodec json) {
        return WebhookReader.builder()
                .key(SignedWebhooks.KEY, SignedWebhooks.SECRET)
                .json(json)
                .clock(Clock.fixed(SignedWebhooks.NOW, ZoneOffset.UTC))
                .build();
    }

    @Property(tries = 2_000)
    void believesNothingThatIsNotSigned(
            @ForAll("bodies") String body, @ForAll("headers") Map<String, List<String>> headers) {
        byte[] bytes = SignedWebhooks.bytes(body);
        for (WebhookReader reader : READERS) {
            assertThat(catchThrowable(() -> reader.read(bytes, headers))).isInstanceOf(WebhookException.class);
        }
    }

    @Property(tries = 2_000)
    void answersWhateverIsSigned(@ForAll("bodies") String body) {
        byte[] bytes = SignedWebhooks.bytes(body);
        for (WebhookReader reader : READERS) {
            assertThatCode(() -> {
                        try {
                            assertThat(reader.read(bytes, SignedWebhooks.headers(bytes))
                                            .events())
                                    .doesNotContainNull();
                        } catch (WebhookException e) {
                            assertThat(e.status()).isIn(400, 401, 413);
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }

    @Property(tries = 1_000)
    void takesNoSignatureForAnotherBody(@ForAll("bodies") String body, @ForAll("bodies") String other) {
        byte[] bytes = SignedWebhooks.bytes(body);
        byte[] others = SignedWebhooks.bytes(other);
        if (!Arrays.equals(bytes, others)) {
            assertThat(catchThrowable(() -> READERS.get(0).read(bytes, SignedWebhooks.headers(others))))
                    .isInstanceOfSatisfying(
                            WebhookException.class,
                            e -> assertThat(e.reason()).isEqualTo(WebhookException.Reason.WRONG_SIGNATURE));
        }
    }

    @Provide
    Arbitrary<Map<String, List<String>>> headers() {
        Arbitrary<String> key = Arbitraries.oneOf(
                Arbitraries.of(SignedWebhooks.KEY, "", " "),
                Arbitraries.strings().ofMaxLength(10));
        Arbitrary<String> signature = Arbitraries.oneOf(
                Arbitraries.strings().withChars("0123456789abcdefABCDEF").ofLength(64),
                Arbitraries.strings().ofMaxLength(70));
        Arbitrary<String> names =
                Arbitraries.of("X-Pusher-Key", "x-pusher-key", "X-Pusher-Signature", "x-pusher-signature", "Host");
        return Combinators.combine(
                        names.list().ofMaxSize(4),
                        key.list().ofSize(4),
                        signature.list().ofSize(4))
                .as((present, keys, signatures) -> {
                    Map<String, List<String>> headers = new HashMap<>();
                    for (int i = 0; i < present.size(); i++) {
                        String value = present.get(i).toLowerCase(Locale.ROOT).endsWith("key")
                                ? keys.get(i)
                                : signatures.get(i);
                        headers.computeIfAbsent(present.get(i), n -> new ArrayList<>())
                                .add(value);
                    }
                    return headers;
                });
    }

    @Provide
    Arbitrary<String> bodies() {
        Arbitrary<String> time =
                Arbitraries.oneOf(Arbitraries.of("1327078148132", "1327078148", "\"1327078148132\""), values());
        Arbitrary<String> events = Arbitraries.oneOf(
                events().list().ofMaxSize(4).map(list -> "[" + String.join(",", list) + "]"), values());
        Arbitrary<String> webhooks =
                Combinators.combine(time, events).as((t, e) -> "{\"time_ms\":" + t + ",\"events\":" + e + "}");
        return Arbitraries.oneOf(
                webhooks,
                webhooks,
                webhooks.flatMap(
                        text -> Arbitraries.integers().between(0, text.length()).map(end -> text.substring(0, end))),
                Arbitraries.strings().ofMaxLength(60));
    }

    private static Arbitrary<String> events() {
        Arbitrary<String> names = Arbitraries.of(
                        "channel_occupied",
                        "channel_vacated",
                        "member_added",
                        "member_removed",
                        "client_event",
                        "cache_miss",
                        "subscription_count",
                        "new")
                .map(name -> "\"" + name + "\"");
        Arbitrary<String> fields = Arbitraries.maps(
                        Arbitraries.of("channel", "user_id", "event", "data", "socket_id", "subscription_count"),
                        values())
                .map(map -> {
                    StringBuilder json = new StringBuilder();
                    map.forEach((name, value) ->
                            json.append(",\"").append(name).append("\":").append(value));
                    return json.toString();
                });
        return Arbitraries.oneOf(
                Combinators.combine(Arbitraries.oneOf(names, names, values()), fields)
                        .as((name, rest) -> "{\"name\":" + name + rest + "}"),
                values());
    }

    private static Arbitrary<String> values() {
        return Arbitraries.of(
                "null",
                "true",
                "0",
                "-1",
                "7",
                "1.5",
                "1e2147483647",
                "1e999",
                "-1e-999",
                "\"1e2147483647\"",
                "1e-2147483646",
                "1e999999999999",
                "9999999999999999999999",
                "\"\"",
                "\"a\"",
                "\"presence-a\"",
                "\"a b\"",
                "\"1.2\"",
                "\"\\u0000\"",
                "\"\\ud800\"",
                "[]",
                "{}",
                "[null]",
                "{\"a\":[{}]}",
                collidingNames(),
                "[".repeat(200),
                "[".repeat(99) + "]".repeat(99));
    }

    /** An object of 600 names with the same hash code. */
    private static String collidingNames() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 600; i++) {
            json.append(i == 0 ? "\"" : ",\"");
            for (int bit = 0; bit < 10; bit++) {
                json.append((i >> bit & 1) == 0 ? "Ez" : "FY");
            }
            json.append("\":0");
        }
        return json.append('}').toString();
    }
}
