package io.pushcast.webhook;

import static io.pushcast.webhook.SignedWebhooks.KEY;
import static io.pushcast.webhook.SignedWebhooks.NOW;
import static io.pushcast.webhook.SignedWebhooks.SECRET;
import static io.pushcast.webhook.SignedWebhooks.body;
import static io.pushcast.webhook.SignedWebhooks.bytes;
import static io.pushcast.webhook.SignedWebhooks.headers;
import static io.pushcast.webhook.SignedWebhooks.signature;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.pusher.rest.SignatureUtil;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.json.jackson2.Jackson2Codec;
import io.pushcast.json.jackson3.Jackson3Codec;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.pusher.PusherApp;
import io.pushcast.webhook.WebhookEvent.CacheMiss;
import io.pushcast.webhook.WebhookEvent.ChannelOccupied;
import io.pushcast.webhook.WebhookEvent.ChannelVacated;
import io.pushcast.webhook.WebhookEvent.ClientEvent;
import io.pushcast.webhook.WebhookEvent.Malformed;
import io.pushcast.webhook.WebhookEvent.MemberAdded;
import io.pushcast.webhook.WebhookEvent.MemberRemoved;
import io.pushcast.webhook.WebhookEvent.SubscriptionCount;
import io.pushcast.webhook.WebhookEvent.Unknown;
import io.pushcast.webhook.WebhookException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReaderTest {

    private static final String OCCUPIED = "{\"name\":\"channel_occupied\",\"channel\":\"orders\"}";

    private static WebhookReader.Builder builder() {
        return WebhookReader.builder().clock(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static WebhookReader reader() {
        return builder().key(KEY, SECRET).build();
    }

    private static Webhook read(byte[] body) {
        return reader().read(body, headers(body));
    }

    private static WebhookEvent event(String json) {
        return read(body(json)).events().get(0);
    }

    private static WebhookException refusal(WebhookReader reader, byte[] body, Map<String, List<String>> headers) {
        return catchThrowableOfType(WebhookException.class, () -> reader.read(body, headers));
    }

    @Test
    void readsEveryKindOfEvent() {
        Webhook webhook = read(body(
                OCCUPIED,
                "{\"name\":\"channel_vacated\",\"channel\":\"orders\"}",
                "{\"name\":\"member_added\",\"channel\":\"presence-a\",\"user_id\":\"ann\"}",
                "{\"name\":\"member_removed\",\"channel\":\"presence-a\",\"user_id\":\"ann\"}",
                "{\"name\":\"client_event\",\"channel\":\"presence-a\",\"event\":\"client-typing\",\"data\":\"{\\\"a\\\":1}\","
                        + "\"socket_id\":\"123.456\",\"user_id\":\"ann\"}",
                "{\"name\":\"cache_miss\",\"channel\":\"cache-prices\"}",
                "{\"name\":\"subscription_count\",\"channel\":\"orders\",\"subscription_count\":7}"));

        assertThat(webhook.key()).isEqualTo(KEY);
        assertThat(webhook.time()).isEqualTo(NOW);
        assertThat(webhook.events())
                .containsExactly(
                        new ChannelOccupied(ChannelName.of("orders"), KEY),
                        new ChannelVacated(ChannelName.of("orders"), KEY),
                        new MemberAdded(ChannelName.of("presence-a"), "ann", KEY),
                        new MemberRemoved(ChannelName.of("presence-a"), "ann", KEY),
                        new ClientEvent(
                                ChannelName.of("presence-a"),
                                "client-typing",
                                "{\"a\":1}",
                                SocketId.of("123.456"),
                                "ann",
                                KEY),
                        new CacheMiss(ChannelName.of("cache-prices"), KEY),
                        new SubscriptionCount(ChannelName.of("orders"), 7, KEY));
        assertThat(webhook.events(MemberAdded.class))
                .containsExactly((MemberAdded) webhook.events().get(2));
    }

    @Test
    void saysOfEachEventWhichKeySignedIt() {
        WebhookReader reader = builder().key("shop", "s-1").key("demo", "s-2").build();
        byte[] body = body(OCCUPIED, "{\"name\":\"new\"}", "3");
        List<WebhookEvent> ofShop =
                reader.read(body, "shop", SignedWebhooks.sign("s-1", body)).events();
        List<WebhookEvent> ofDemo =
                reader.read(body, "demo", SignedWebhooks.sign("s-2", body)).events();

        assertThat(ofShop).hasSize(3).extracting(WebhookEvent::key).containsOnly("shop");
        assertThat(ofDemo).hasSize(3).extracting(WebhookEvent::key).containsOnly("demo");
        assertThat(ofShop).doesNotContainAnyElementsOf(ofDemo);
    }

    @Test
    void takesTheExampleOfPushersGoLibraryForSigned() {
        WebhookReader reader = builder().key("key", "secret").build();
        String signature = "2677ad3e7c090b2fa2c0fb13020d66d5420879b8316eb356a2d60fb9073bc778";

        // Its body is no webhook, so that only that is left to complain about.
        assertThat(refusal(reader, bytes("{\"hello\":\"world\"}"), headers("key", signature))
                        .reason())
                .isEqualTo(Reason.MALFORMED);
        assertThat(refusal(reader, bytes("{\"hello\":\"World\"}"), headers("key", signature))
                        .reason())
                .isEqualTo(Reason.WRONG_SIGNATURE);
    }

    @Test
    void keepsAnEventOfAnUnknownKindAsItIs() {
        String json = "{\"name\":\"watchlist\",\"users\":[{\"id\":1.50}],\"channel\":\"b c\",\"more\":null}";

        assertThat(event(json)).isEqualTo(new Unknown("watchlist", json, KEY));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "17 | It is not a JSON object",
                "null | It is not a JSON object",
                "[] | It is not a JSON object",
                "{} | It lacks 'name'",
                "{\"name\":[]} | 'name' must be a text",
                "{\"name\":\"channel_occupied\"} | It lacks 'channel'",
                "{\"name\":\"channel_occupied\",\"channel\":\"\"} | It lacks 'channel'",
                "{\"name\":\"channel_occupied\",\"channel\":\"a b\"} | The channel name 'a b' has the character U+0020",
                "{\"name\":\"member_added\",\"channel\":\"presence-a\"} | It lacks 'user_id'",
                "{\"name\":\"client_event\",\"channel\":\"private-a\",\"data\":\"x\"} | It lacks 'event'",
                "{\"name\":\"client_event\",\"channel\":\"private-a\",\"event\":\"client-a\",\"socket_id\":\"1\"} | '1' is no socket",
                "{\"name\":\"subscription_count\",\"channel\":\"a\",\"subscription_count\":-1} | 'subscription_count' is not",
                "{\"name\":\"subscription_count\",\"channel\":\"a\"} | It lacks 'subscription_count'"
            })
    void reportsABadEventAndKeepsTheOthers(String bad, String problem) {
        Webhook webhook = read(body(OCCUPIED, bad, OCCUPIED));

        assertThat(webhook.events(ChannelOccupied.class)).hasSize(2);
        assertThat(webhook.events().get(1)).isInstanceOfSatisfying(Malformed.class, event -> {
            assertThat(event.problem()).startsWith(problem);
            assertThat(event.json()).isEqualTo(bad);
        });
    }

    @ParameterizedTest
    @MethodSource("dataThatNoReaderTakes")
    void losesOneEventOnlyToDataThatCanNotBeRead(String data) {
        String bad = clientEvent("private-a", data);

        for (JsonCodec codec : List.of(new Jackson3Codec(), new Jackson2Codec())) {
            byte[] body = body(OCCUPIED, bad, OCCUPIED);
            Webhook webhook = builder().key(KEY, SECRET).json(codec).build().read(body, headers(body));

            assertThat(webhook.events(ChannelOccupied.class)).hasSize(2);
            assertThat(webhook.events().get(1)).isInstanceOfSatisfying(Malformed.class, event -> {
                assertThat(event.problem()).startsWith("This is no JSON at line 1, column ");
                assertThat(event.json()).isEqualTo(bad);
            });
        }
    }

    static List<String> dataThatNoReaderTakes() {
        return List.of("1e1001", "7".repeat(1_001), "[".repeat(200) + "]".repeat(200), "{\"a\":}", "tru");
    }

    @Test
    void readsDataThatIsNestedAsDeepAsAllowed() {
        String data = "[".repeat(98) + "]".repeat(98);

        assertThat(event(clientEvent("private-a", data)))
                .isInstanceOfSatisfying(
                        ClientEvent.class, event -> assertThat(event.data()).isEqualTo(data));
    }

    @Test
    void takesWhatAClientSentAsTextOrAsObject() {
        String start = "{\"name\":\"client_event\",\"channel\":\"private-a\",\"event\":\"client-a\",\"data\":";

        assertThat(((ClientEvent) event(start + "\"plain\"}")).data()).isEqualTo("plain");
        assertThat(((ClientEvent) event(start + "{\"a\":[1,2]}}")).data()).isEqualTo("{\"a\":[1,2]}");
        assertThat(((ClientEvent) event(start + "null}")).data()).isEqualTo("null");
        assertThat(event(start + "null}"))
                .isEqualTo(new ClientEvent(ChannelName.of("private-a"), "client-a", "null", null, null, KEY));
    }

    @Test
    void takesNumbersForTextsAndTextsForNumbers() {
        assertThat(event("{\"name\":\"member_added\",\"channel\":\"presence-a\",\"user_id\":42}"))
                .isEqualTo(new MemberAdded(ChannelName.of("presence-a"), "42", KEY));
        assertThat(event("{\"name\":\"subscription_count\",\"channel\":\"a\",\"subscription_count\":\"42\"}"))
                .isEqualTo(new SubscriptionCount(ChannelName.of("a"), 42, KEY));
    }

    @Test
    void refusesBeforeItsBodyIsReadWhatNamesNoKeyThatIsKnown() {
        WebhookReader reader = builder().key("key", "secret").build();

        reader.check(Map.of("x-pusher-key", List.of("key"), "x-pusher-signature", List.of("any")));
        assertThatThrownBy(() -> reader.check(Map.of("X-Pusher-Signature", List.of("any"))))
                .isInstanceOfSatisfying(
                        WebhookException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSIGNED));
        assertThatThrownBy(() -> reader.check(Map.of("X-Pusher-Key", List.of("key"))))
                .isInstanceOfSatisfying(
                        WebhookException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSIGNED));
        assertThatThrownBy(() ->
                        reader.check(Map.of("X-Pusher-Key", List.of("other"), "X-Pusher-Signature", List.of("any"))))
                .isInstanceOfSatisfying(
                        WebhookException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_KEY));
    }

    @Test
    void findsHeadersInAnyCase() {
        byte[] body = body(OCCUPIED);

        assertThat(reader().read(
                                body,
                                Map.of(
                                        "x-pusher-key", List.of(KEY),
                                        "X-PUSHER-SIGNATURE", List.of(" " + signature(body) + " ")))
                        .events())
                .hasSize(1);
        assertThat(reader().read(body, KEY, signature(body).toUpperCase(Locale.ROOT))
                        .events())
                .hasSize(1);
    }

    @Test
    void refusesWhatIsNotSignedOnce() {
        byte[] body = body(OCCUPIED);
        String signature = signature(body);

        assertRefused(reader(), body, Map.of(), Reason.UNSIGNED, 401, "The header X-Pusher-Key is missing");
        assertRefused(
                reader(),
                body,
                Map.of("X-Pusher-Key", List.of(KEY)),
                Reason.UNSIGNED,
                401,
                "The header X-Pusher-Signature is missing");
        assertRefused(reader(), body, headers(KEY, " "), Reason.UNSIGNED, 401, "X-Pusher-Signature is missing");
        assertRefused(
                reader(),
                body,
                Map.of(
                        "X-Pusher-Key", List.of(KEY),
                        "X-Pusher-Signature", List.of(signature),
                        "x-pusher-signature", List.of(signature)),
                Reason.UNSIGNED,
                401,
                "The header X-Pusher-Signature is there 2 times");
    }

    @Test
    void refusesAKeyThatIsNotOurs() {
        byte[] body = body(OCCUPIED);

        assertRefused(
                reader(),
                body,
                headers("other\n" + "x".repeat(200), signature(body)),
                Reason.UNKNOWN_KEY,
                401,
                "signed with the key 'other\\nxxx");
        assertThat(refusal(reader(), body, headers("other", signature(body))))
                .hasMessageContaining("the keys known here are [" + KEY + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "zz", "+1", "da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c"})
    void refusesAWrongSignature(String signature) {
        assertThatThrownBy(() -> reader().read(body(OCCUPIED), KEY, "0" + signature))
                .isInstanceOfSatisfying(
                        WebhookException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_SIGNATURE));
    }

    @Test
    void refusesABodyThatWasChanged() {
        byte[] body = body(OCCUPIED);
        Map<String, List<String>> headers = headers(body);
        body[body.length - 3] ^= 1;

        assertRefused(reader(), body, headers, Reason.WRONG_SIGNATURE, 401, "it must be the raw bytes of the request");
        assertThat(refusal(reader(), body, headers).getMessage())
                .doesNotContain(SECRET)
                .doesNotContain(signature(body(OCCUPIED)));
    }

    @Test
    void takesEachKeyOfSeveralAppsAndEachSecretOfAKey() {
        PusherApp app = PusherApp.builder()
                .appId("3")
                .key("new")
                .secret("s")
                .cluster("eu")
                .build();
        WebhookReader reader =
                builder().app(app).key("new", "other").key(KEY, SECRET).build();
        byte[] body = body(OCCUPIED);

        assertThat(reader.read(body, headers(body)).key()).isEqualTo(KEY);
        for (String secret : List.of("s", "other")) {
            String signature = SignatureUtil.sign(new String(body, StandardCharsets.UTF_8), secret);
            assertThat(reader.read(body, "new", signature).key()).isEqualTo("new");
            assertRefused(reader, body, headers(KEY, signature), Reason.WRONG_SIGNATURE, 401, "signature");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1327078148132, 1327078148132",
        "\"1327078148132\", 1327078148132",
        "1327078148, 1327078148000",
        "1327078148.25, 1327078148250",
        "1327078148132.5, 1327078148132"
    })
    void takesTheTimeInMillisecondsOrSeconds(String written, long millis) {
        byte[] body = bytes("{\"time_ms\":" + written + ",\"events\":[]}");

        assertThat(read(body).time()).isEqualTo(Instant.ofEpochMilli(millis));
    }

    @ParameterizedTest
    @ValueSource(longs = {-600_001, 600_001})
    void refusesWhatIsOutsideOfTheReplayWindow(long offset) {
        WebhookReader later = builder()
                .key(KEY, SECRET)
                .clock(Clock.fixed(NOW.plusMillis(offset), ZoneOffset.UTC))
                .build();
        byte[] body = body(OCCUPIED);

        assertRefused(
                later,
                body,
                headers(body),
                Reason.OUTSIDE_WINDOW,
                401,
                "The webhook was made at 2012-01-20T16:49:08.132Z, which is PT10M0.001S "
                        + (offset < 0 ? "ahead" : "ago") + "; PT10M are allowed");
    }

    @ParameterizedTest
    @ValueSource(longs = {-600_000, 0, 600_000})
    void takesWhatIsWithinTheReplayWindow(long offset) {
        WebhookReader later = builder()
                .key(KEY, SECRET)
                .clock(Clock.fixed(NOW.plusMillis(offset), ZoneOffset.UTC))
                .build();
        byte[] body = body(OCCUPIED);

        assertThat(later.read(body, headers(body)).events()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | no JSON",
                "[] | it is no JSON object",
                "{ | no JSON",
                "{} | 'time_ms' is not a time",
                "{\"time_ms\":true,\"events\":[]} | 'time_ms' is not a time",
                "{\"time_ms\":\"soon\",\"events\":[]} | 'time_ms' is not a time",
                "{\"time_ms\":-1,\"events\":[]} | 'time_ms' is not a time",
                "{\"time_ms\":1e999,\"events\":[]} | 'time_ms' is not a time",
                "{\"time_ms\":\"1e2147483647\",\"events\":[]} | 'time_ms' is not a time",
                "{\"time_ms\":\"1e-2147483646\",\"events\":[]} | 'time_ms' is not a time",
                "{\"time_ms\":1e2147483647,\"events\":[]} | no JSON",
                "{\"time_ms\":1327078148132} | it has no array 'events'",
                "{\"time_ms\":1327078148132,\"events\":{}} | it has no array 'events'"
            })
    void refusesASignedBodyThatIsNoWebhook(String body, String problem) {
        byte[] bytes = bytes(body);

        assertRefused(reader(), bytes, headers(bytes), Reason.MALFORMED, 400, problem);
    }

    @Test
    void refusesABodyThatIsTooLargeBeforeItIsLookedAt() {
        WebhookReader small = builder().key(KEY, SECRET).maxBodyBytes(10).build();

        assertRefused(small, new byte[11], Map.of(), Reason.TOO_LARGE, 413, "has 11 bytes and the limit is 10");
    }

    @Test
    void needsAKeyAndACodecThatReads() {
        assertThatThrownBy(() -> builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("app(…), or key(key, secret)");
        assertThatThrownBy(() -> builder().key(KEY, SECRET).json(value -> "1").build())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("can only write JSON");
        assertThatThrownBy(() -> builder().key("k", " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A webhook's secret is blank");
        assertThatThrownBy(() -> builder().replayWindow(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder().maxBodyBytes(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsWithJackson2Too() {
        WebhookReader reader =
                builder().key(KEY, SECRET).json(new Jackson2Codec()).build();
        byte[] body = body(OCCUPIED);

        assertThat(reader.read(body, headers(body)).events())
                .containsExactly(new ChannelOccupied(ChannelName.of("orders"), KEY));
    }

    @Test
    void showsNothingThatAClientWrote() {
        assertThat(read(body(
                                "{\"name\":\"client_event\",\"channel\":\"private-a\",\"event\":\"client-a\",\"data\":\"hush\"}",
                                "{\"name\":\"new\",\"data\":\"hush\"}",
                                "{\"name\":\"member_added\",\"data\":\"hush\"}"))
                        .toString())
                .contains("client-a")
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"client_event\",\"channel\":\"private-a\",\"event\":\"%s\",\"data\":\"d\",\"user_id\":\"%s\"}",
                "{\"name\":\"member_added\",\"channel\":\"presence-a\",\"user_id\":\"%s\"}",
                "{\"name\":\"member_removed\",\"channel\":\"presence-a\",\"user_id\":\"%s\"}",
                "{\"name\":\"member_added\",\"channel\":\"%s\",\"user_id\":\"u\"}",
                "{\"name\":\"client_event\",\"channel\":\"a\",\"event\":\"e\",\"data\":\"d\",\"socket_id\":\"%s\"}",
                "{\"name\":\"%s\"}",
            })
    void showsWhatAClientChoseAsOneShortLine(String event) {
        String chosen = "client-x\\r\\n2026-11-30 ERROR forged \\u2028\\u202e" + "x".repeat(100_000);

        String shown = event(event.replace("%s", chosen)).toString();

        assertThat(shown).hasSizeLessThan(1_000).doesNotContain("\r", "\n", "\u2028", "\u202e");
    }

    @Test
    void isNotHeldUpByATimeOfManyDigits() {
        for (String time :
                List.of("9".repeat(900_000), "\"" + "9".repeat(900_000) + "\"", "1e" + "9".repeat(900_000))) {
            byte[] body = bytes("{\"time_ms\":" + time + ",\"events\":[]}");
            Map<String, List<String>> headers = headers(body);

            assertTimeoutPreemptively(
                    Duration.ofSeconds(2),
                    () -> assertThat(refusal(reader(), body, headers)).satisfies(e -> {
                        assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
                        assertThat(e).hasMessage("The webhook can't be read: 'time_ms' is not a time");
                    }));
        }
    }

    @Test
    void trimsKeysAsAnAppIsTrimmed() {
        byte[] body = body(OCCUPIED);
        WebhookReader reader =
                builder().key("\ufeff" + KEY + "\u00a0", " " + SECRET + "\n").build();

        assertThat(reader.read(body, headers(body)).events()).hasSize(1);
    }

    @Test
    void decryptsWhatAClientSentOnAnEncryptedChannel() {
        String key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
        EncryptionKeys keys = EncryptionKeys.of(key);
        String envelope = keys.encrypt(ChannelName.of("private-encrypted-a"), "{\"a\":1}");
        String quoted = "\"" + envelope.replace("\"", "\\\"") + "\"";
        byte[] body = body(
                clientEvent("private-encrypted-a", quoted),
                clientEvent("private-encrypted-a", envelope),
                clientEvent("private-encrypted-b", envelope),
                clientEvent("private-encrypted-a", "\"plain\""),
                clientEvent("private-a", "\"plain\""));

        assertThat(builder()
                        .key(KEY, SECRET)
                        .encryption(keys)
                        .build()
                        .read(body, headers(body))
                        .events())
                .satisfiesExactly(
                        event -> assertThat(((ClientEvent) event).data()).isEqualTo("{\"a\":1}"),
                        event -> assertThat(((ClientEvent) event).data()).isEqualTo("{\"a\":1}"),
                        event -> assertThat(event).isInstanceOf(Malformed.class),
                        event -> assertThat(event).isInstanceOf(Malformed.class),
                        event -> assertThat(((ClientEvent) event).data()).isEqualTo("plain"));
        assertThat(((ClientEvent) read(body).events().get(0)).data()).isEqualTo(envelope);
    }

    private static String clientEvent(String channel, String data) {
        return "{\"name\":\"client_event\",\"channel\":\"" + channel + "\",\"event\":\"client-a\",\"data\":" + data
                + "}";
    }

    private static void assertRefused(
            WebhookReader reader,
            byte[] body,
            Map<String, List<String>> headers,
            Reason reason,
            int status,
            String message) {
        WebhookException refusal = refusal(reader, body, headers);
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal).hasMessageContaining(message);
    }
}
