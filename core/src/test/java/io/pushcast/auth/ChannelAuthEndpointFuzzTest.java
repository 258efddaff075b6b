package io.pushcast.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.rest.SignatureUtil;
import io.pushcast.RecordedLog;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Forms as nobody should send them: no exception escapes, and nothing is granted that the rules don't allow. */
class ChannelAuthEndpointFuzzTest {

    private static final String SECRET = "7ad3773142a6692b25b8";

    private static final JsonCodec JSON = JsonCodec.detect();
    private static final PusherApp APP = PusherApp.builder()
            .appId("3")
            .key("key")
            .secret(SECRET)
            .cluster("mt1")
            .build();

    private final RecordedLog log = new RecordedLog(ChannelAuthEndpoint.class);
    private final RecordedLog userLog = new RecordedLog(UserAuthEndpoint.class);

    @AfterProperty
    void stopRecording() {
        log.close();
        userLog.close();
    }

    @Property(tries = 2_000)
    void answersEveryFormAndGrantsNothing(
            @ForAll("forms") Map<String, List<String>> form, @ForAll("users") String user) {
        AuthResponse response = answer(nothingAllowed(), form, user);

        assertThat(response.status()).isIn(400, 401, 403);
        assertThat(json(response).keySet()).isEqualTo(Set.of("error"));
    }

    @Property(tries = 2_000)
    void grantsOnlyTheVeryChannelThatTheRuleIsFor(@ForAll("forms") Map<String, List<String>> form) {
        AuthResponse response = answer(onlyOrderSeven(), form, "anna");

        if (response.status() == 200) {
            assertThat(form.get("channel_name")).isEqualTo(List.of("private-orders.7"));
            assertThat(json(response)).isEqualTo(grantOfOrderSeven(form));
        } else {
            assertThat(response.status()).isIn(400, 403);
            assertThat(json(response).keySet()).isEqualTo(Set.of("error"));
        }
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void grantsOnlyTheVeryChannelThatTheRuleIsForAmongSeveral(@ForAll("batches") Map<String, List<String>> form) {
        List<List<String>> asked = form.entrySet().stream()
                .filter(field -> field.getKey().matches("channel_name\\[(0|[1-9][0-9]*)]"))
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
        Assume.that(!asked.isEmpty());

        AuthResponse response = answer(onlyOrderSeven(), form, "anna");

        if (response.status() != 200) {
            assertThat(response.status()).isEqualTo(400);
            assertThat(json(response).keySet()).isEqualTo(Set.of("error"));
            return;
        }
        assertThat(json(response)).hasSameSizeAs(asked);
        json(response).forEach((channel, answer) -> {
            assertThat(asked).contains(List.of(channel));
            assertThat(answer)
                    .isEqualTo(
                            channel.equals("private-orders.7")
                                    ? Map.of("status", 200, "data", grantOfOrderSeven(form))
                                    : Map.of(
                                            "status",
                                            403,
                                            "data",
                                            Map.of("error", "This channel may not be subscribed to")));
        });
    }

    @Property(tries = 2_000)
    void signsInNobodyWithoutTheRule(@ForAll("forms") Map<String, List<String>> form, @ForAll("users") String user) {
        AuthResponse response = signIn(UserRule.of(known -> Optional.empty()), form, user);

        assertThat(response.status()).isIn(400, 401, 403);
        assertThat(json(response).keySet()).isEqualTo(Set.of("error"));
    }

    @Property(tries = 2_000)
    void signsInOnlyAsWhomTheRuleSays(@ForAll("forms") Map<String, List<String>> form) {
        AuthResponse response = signIn(UserRule.of(known -> Optional.of(SignedInUser.of(known))), form, "anna");

        if (response.status() == 200) {
            assertThat(form.get("socket_id")).hasSize(1);
            String data = "{\"id\":\"anna\"}";
            String signature = SignatureUtil.sign(form.get("socket_id").get(0) + "::user::" + data, SECRET);
            assertThat(json(response)).isEqualTo(Map.of("auth", "key:" + signature, "user_data", data));
        } else {
            assertThat(response.status()).isEqualTo(400);
            assertThat(json(response).keySet()).isEqualTo(Set.of("error"));
        }
    }

    private static Map<String, Object> grantOfOrderSeven(Map<String, List<String>> form) {
        assertThat(form.get("socket_id")).hasSize(1);
        String subscription = form.get("socket_id").get(0) + ":private-orders.7";
        return Map.of("auth", "key:" + SignatureUtil.sign(subscription, SECRET));
    }

    private static AuthResponse signIn(UserRule<String> rule, Map<String, List<String>> form, @Nullable String user) {
        CompletableFuture<AuthResponse> response =
                new UserAuthEndpoint<>(APP, rule, JSON).handle(form, user).toCompletableFuture();
        assertThat(response).isCompleted();
        return response.join();
    }

    private static ChannelRules<String> nothingAllowed() {
        return ChannelRules.<String>builder()
                .rule("private-{a...}", ChannelRule.when(request -> false))
                .rule("presence-{a...}", ChannelRule.of(request -> AuthDecision.allow()))
                .build();
    }

    private static ChannelRules<String> onlyOrderSeven() {
        return ChannelRules.<String>builder()
                .rule(
                        "private-orders.{id}",
                        ChannelRule.when(request -> request.parameter("id").equals("7")))
                .build();
    }

    private static AuthResponse answer(
            ChannelRules<String> rules, Map<String, List<String>> form, @Nullable String user) {
        CompletableFuture<AuthResponse> response =
                new ChannelAuthEndpoint<>(APP, rules, JSON).handle(form, user).toCompletableFuture();
        assertThat(response).isCompleted();
        return response.join();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(AuthResponse response) {
        return JsonMapper.shared().readValue(response.body(), Map.class);
    }

    @Provide
    Arbitrary<String> users() {
        return Arbitraries.of("anna", "").injectNull(0.3);
    }

    @Provide
    Arbitrary<Map<String, List<String>>> forms() {
        Arbitrary<String> names = Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.of("socket_id[]", "channel_name[]", "user", "")),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(5)));
        Arbitrary<Map<String, List<String>>> others =
                Arbitraries.maps(names, values(Arbitraries.strings())).ofMaxSize(2);
        return Combinators.combine(
                        others,
                        values(socketIds()),
                        values(channels()),
                        Arbitraries.integers().between(0, 9))
                .as((rest, socket, channel, present) -> {
                    Map<String, List<String>> form = new HashMap<>(rest);
                    if (present != 0) {
                        form.put("socket_id", socket);
                    }
                    if (present != 1) {
                        form.put("channel_name", channel);
                    }
                    return form;
                });
    }

    /** Several channels, more than allowed too, with indices and without. */
    @Provide
    Arbitrary<Map<String, List<String>>> batches() {
        Arbitrary<String> names = Arbitraries.frequencyOf(
                Tuple.of(30, Arbitraries.integers().between(0, 999).map(i -> "channel_name[" + i + "]")),
                Tuple.of(1, Arbitraries.of("channel_name", "channel_name[]", "channel_name[00]", "channel_name[x]")));
        Arbitrary<Map<String, List<String>>> channels = Arbitraries.frequencyOf(
                Tuple.of(
                        5,
                        Arbitraries.maps(
                                        names,
                                        channels().filter(AnyPattern::isChannel).map(List::of))
                                .ofMinSize(1)
                                .ofMaxSize(6)),
                Tuple.of(
                        1,
                        Arbitraries.maps(names, values(channels())).ofMinSize(1).ofMaxSize(6)),
                Tuple.of(
                        1,
                        Arbitraries.maps(names, Arbitraries.just(List.of("private-orders.7")))
                                .ofMinSize(95)
                                .ofMaxSize(105)));
        Arbitrary<List<String>> sockets = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.just(List.of("1234.5678"))), Tuple.of(1, values(socketIds())));
        return Combinators.combine(channels, sockets).as((fields, socket) -> {
            Map<String, List<String>> form = new HashMap<>(fields);
            form.put("socket_id", socket);
            return form;
        });
    }

    /** Mostly one value; but also none, several, and null where there should be a list or a text. */
    private static Arbitrary<List<String>> values(Arbitrary<String> value) {
        return Arbitraries.frequencyOf(
                Tuple.of(8, value.map(List::of)),
                Tuple.of(1, value.injectNull(0.2).list().ofMaxSize(3)),
                Tuple.of(1, Arbitraries.just(Arrays.asList((String) null)).injectNull(0.5)));
    }

    private static Arbitrary<String> socketIds() {
        return Arbitraries.oneOf(
                Arbitraries.of("1.2", "1234.5678", "1", "1.", ".1", "1.2.3", "-1.2", "1.2:private-a", "１.２", "1.2\n"),
                Arbitraries.strings().withChars("0123456789.:").ofMaxLength(70),
                Arbitraries.strings());
    }

    private static Arbitrary<String> channels() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "private-orders.7",
                        "private-orders.7.8",
                        "private-orders.7:x",
                        "private-orders.7\n",
                        "private-orders.７",
                        "private-encrypted-orders.7",
                        "private-encrypted-7",
                        "private-cache-7",
                        "presence-a",
                        "orders.7",
                        ":user:{\"id\":\"7\"}",
                        "#server-to-user-7",
                        "#server-to-user-7:x"),
                AnyPattern.string(AnyPattern.LEGAL, 0, 200).map("private-"::concat),
                AnyPattern.name(),
                Arbitraries.strings());
    }
}
