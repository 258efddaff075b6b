package io.pushcast.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.rest.SignatureUtil;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Forms of clients that ask for several channels at once, such as the plugin pusher-js-auth. */
class BatchAuthTest {

    private static final PusherApp APP = PusherApp.builder()
            .appId("3")
            .key("key")
            .secret("secret")
            .cluster("mt1")
            .build();

    private final List<String> asked = new ArrayList<>();
    private final CompletableFuture<AuthDecision> later = new CompletableFuture<>();
    private final ChannelRules<String> rules = ChannelRules.<String>builder()
            .rule(
                    "private-mine.{a}",
                    ChannelRule.when(request -> asked.add(request.channel().value())))
            .rule("private-other", ChannelRule.when(request -> false))
            .rule("presence-room", ChannelRule.of(request -> AuthDecision.member(request.user(), null)))
            .rule("private-later", request -> later)
            .rule("private-broken", request -> {
                throw new IllegalStateException("no database");
            })
            .build();

    @Test
    void answersForEachChannelWhatItWouldHaveAnsweredAlone() {
        AuthResponse response = answer(
                form("1.2", "private-mine.7", "private-other", "presence-room", "private-broken", "private-unknown"));

        assertThat(response.status()).isEqualTo(200);
        String channelData = "{\\\"user_id\\\":\\\"anna\\\"}";
        assertThat(response.body())
                .isEqualTo("{\"private-mine.7\":{\"status\":200,\"data\":{\"auth\":\"" + signed("1.2:private-mine.7")
                        + "\"}},\"private-other\":{\"status\":403,\"data\":{\"error\":\"This channel may not be subscribed"
                        + " to\"}},\"presence-room\":{\"status\":200,\"data\":{\"auth\":\""
                        + signed("1.2:presence-room:{\"user_id\":\"anna\"}") + "\",\"channel_data\":\"" + channelData
                        + "\"}},\"private-broken\":{\"status\":500,\"data\":{\"error\":\"The channel could not be"
                        + " authorised\"}},\"private-unknown\":{\"status\":403,\"data\":{\"error\":\"This channel may not be"
                        + " subscribed to\"}}}");
    }

    @Test
    void answersInTheSameWayForOneChannelWithAnIndex() {
        assertThat(answer(form("1.2", "private-mine.7")).body()).startsWith("{\"private-mine.7\":{\"status\":200,");
    }

    @Test
    void takesChannelsInTheOrderOfTheirIndices() {
        Map<String, List<String>> form = Map.of(
                "socket_id", List.of("1.2"),
                "channel_name[10]", List.of("private-mine.c"),
                "channel_name[2]", List.of("private-mine.b"),
                "channel_name[0]", List.of("private-mine.a"));

        assertThat(answer(form).status()).isEqualTo(200);
        assertThat(asked).containsExactly("private-mine.a", "private-mine.b", "private-mine.c");
    }

    @Test
    void asksOnceForAChannelThatIsNamedTwice() {
        answer(form("1.2", "private-mine.a", "private-mine.a"));

        assertThat(asked).containsExactly("private-mine.a");
    }

    @Test
    void waitsForTheSlowestRule() {
        CompletableFuture<AuthResponse> response = new ChannelAuthEndpoint<>(APP, rules, JsonCodec.detect())
                .handle(form("1.2", "private-later", "private-mine.a"), "anna")
                .toCompletableFuture();

        assertThat(response).isNotDone();
        later.complete(AuthDecision.allow());

        assertThat(response)
                .isCompletedWithValueMatching(
                        answer -> answer.body().startsWith("{\"private-later\":{\"status\":200,"));
    }

    @Test
    void quotesTheNameOfAChannelThatCouldBreakTheAnswer() {
        assertThat(answer(form("1.2", "#server-to-user-\"\\")).body())
                .startsWith("{\"#server-to-user-\\\"\\\\\":{\"status\":403,");
    }

    @Test
    void refusesTheWholeFormWithoutAUser() {
        AuthResponse response = new ChannelAuthEndpoint<>(APP, rules, JsonCodec.detect())
                .handle(form("1.2", "private-mine.a"), null)
                .toCompletableFuture()
                .join();

        assertThat(response.status()).isEqualTo(401);
        assertThat(asked).isEmpty();
    }

    @Test
    void refusesTheWholeFormForOneMalformedChannel() {
        assertMalformed(form("1.2", "private-mine.a", "private-ü"), "The field channel_name[1] is no channel name");
        assertMalformed(
                form("1.2", "private-" + "a".repeat(157)),
                "The field channel_name[0] has 165 characters and the limit is 164");
        assertMalformed(form("1", "private-mine.a"), "The field socket_id is no socket id, such as 123.456");
    }

    @Test
    void refusesAnIndexThatIsThereTwice() {
        assertMalformed(
                Map.of("socket_id", List.of("1.2"), "channel_name[0]", List.of("private-mine.a", "private-mine.b")),
                "The field channel_name[0] is there 2 times");
    }

    @Test
    void refusesOneChannelAndSeveralTogether() {
        Map<String, List<String>> form = new HashMap<>(form("1.2", "private-mine.a"));
        form.put("channel_name", List.of("private-mine.b"));

        assertMalformed(form, "There are fields channel_name and channel_name[…]; one channel has no index");
    }

    @Test
    void takesNoOtherIndices() {
        for (String name : List.of(
                "channel_name[]",
                "channel_name[a]",
                "channel_name[-1]",
                "channel_name[01]",
                "channel_name[1",
                "x[1]")) {
            assertMalformed(
                    Map.of("socket_id", List.of("1.2"), name, List.of("private-mine.a")),
                    "The field channel_name is missing");
        }
    }

    @Test
    void refusesMoreChannelsThanTheLimit() {
        String[] names =
                IntStream.range(0, 101).mapToObj(i -> "private-mine." + i).toArray(String[]::new);

        assertMalformed(form("1.2", names), "The form asks for 101 channels and the limit is 100");
        assertThat(asked).isEmpty();
    }

    private void assertMalformed(Map<String, List<String>> form, String error) {
        AuthResponse response = answer(form);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("{\"error\":\"" + error + "\"}");
        assertThat(asked).isEmpty();
    }

    private AuthResponse answer(Map<String, List<String>> form) {
        return new ChannelAuthEndpoint<>(APP, rules, JsonCodec.detect())
                .handle(form, "anna")
                .toCompletableFuture()
                .join();
    }

    private static Map<String, List<String>> form(String socketId, String... channels) {
        Map<String, List<String>> form = new HashMap<>();
        form.put("socket_id", List.of(socketId));
        for (int i = 0; i < channels.length; i++) {
            form.put("channel_name[" + i + "]", List.of(channels[i]));
        }
        return form;
    }

    private static String signed(String text) {
        return "key:" + SignatureUtil.sign(text, "secret");
    }

    private CompletionStage<AuthResponse> ask(
            ChannelRules<String> rules, AuthLimits limits, LongSupplier nanoTime, String... channels) {
        return new ChannelAuthEndpoint<>(APP, rules, JsonCodec.detect(), limits, null, nanoTime)
                .handle(form("1.2", channels), "anna");
    }

    /** Rules that decide in the calling thread can't be interrupted; but no more of them are asked. */
    @Test
    void asksNoMoreRulesOnceTheTimeForTheWholeFormIsOver() {
        AtomicLong now = new AtomicLong();
        ChannelRules<String> slow = ChannelRules.<String>builder()
                .rule("private-{n}", ChannelRule.when(request -> {
                    asked.add(request.channel().value());
                    now.addAndGet(Duration.ofSeconds(4).toNanos());
                    return true;
                }))
                .build();

        AuthResponse response = ask(
                        slow,
                        AuthLimits.PUSHER.withMaxDecisionTime(Duration.ofSeconds(10)),
                        now::get,
                        "private-1",
                        "private-2",
                        "private-3",
                        "private-4",
                        "private-5")
                .toCompletableFuture()
                .join();

        assertThat(asked).containsExactly("private-1", "private-2", "private-3");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body())
                .contains("\"private-3\":{\"status\":200")
                .contains("\"private-4\":{\"status\":500")
                .contains("\"private-5\":{\"status\":500");
    }

    @Test
    void cancelsTheRulesThatHaveNotAnsweredInTime() {
        AuthResponse response = ask(
                        rules,
                        AuthLimits.PUSHER.withMaxDecisionTime(Duration.ofMillis(20)),
                        System::nanoTime,
                        "private-later",
                        "private-mine.a")
                .toCompletableFuture()
                .join();

        assertThat(response.body())
                .contains("\"private-later\":{\"status\":500")
                .contains("\"private-mine.a\":{\"status\":200");
        assertThat(later).isCancelled();
    }

    @Test
    void cancelsTheRulesWhenNobodyWaitsForThemAnyMore() {
        CompletableFuture<AuthResponse> batch = ask(
                        rules, AuthLimits.PUSHER, System::nanoTime, "private-later", "private-mine.a")
                .toCompletableFuture();
        batch.cancel(true);
        assertThat(later).isCancelled();
    }

    @Test
    void cancelsTheRuleOfOneChannelToo() {
        CompletableFuture<AuthDecision> decision = new CompletableFuture<>();
        ChannelRules<String> one = ChannelRules.<String>builder()
                .rule("private-a", request -> decision)
                .build();
        CompletionStage<AuthResponse> answer = new ChannelAuthEndpoint<>(APP, one, JsonCodec.detect())
                .handle(Map.of("socket_id", List.of("1.2"), "channel_name", List.of("private-a")), "anna");
        answer.toCompletableFuture().cancel(true);
        assertThat(decision).isCancelled();
    }

    @Test
    void passesCancellationOnOnlyThatWay() {
        CompletableFuture<String> source = new CompletableFuture<>();
        CompletableFuture<Integer> derived = StageCancellation.passOn(source.thenApply(String::length), source);
        source.complete("abc");
        assertThat(derived).isCompletedWithValue(3);

        CompletableFuture<String> failing = new CompletableFuture<>();
        CompletableFuture<String> beside = new CompletableFuture<>();
        StageCancellation.passOn(failing.thenApply(text -> text), beside);
        failing.completeExceptionally(new IllegalStateException("no database"));
        assertThat(beside).isNotDone();

        CompletableFuture<String> minimal = new CompletableFuture<>();
        CompletableFuture<String> of =
                StageCancellation.passOn(minimal.thenApply(text -> text), minimal.minimalCompletionStage());
        assertThat(of.cancel(true)).isTrue();
        assertThat(minimal).isNotDone();
    }
}
