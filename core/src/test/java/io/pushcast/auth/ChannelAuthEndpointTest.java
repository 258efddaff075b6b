package io.pushcast.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pusher.rest.Pusher;
import com.pusher.rest.SignatureUtil;
import io.pushcast.RecordedLog;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.ServerProfile;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChannelAuthEndpointTest {

    private static final String KEY = "278d425bdf160c739803";
    private static final String SECRET = "7ad3773142a6692b25b8";
    private static final String USER = "anna";
    private static final String FORBIDDEN = "{\"error\":\"This channel may not be subscribed to\"}";

    private final RecordedLog log = new RecordedLog(ChannelAuthEndpoint.class);

    @AfterEach
    void stopRecording() {
        assertThat(log.lines()).noneMatch(line -> line.contains(SECRET) || line.contains(KEY + ":"));
        log.close();
    }

    // What is granted

    /** https://pusher.com/docs/channels/library_auth_reference/auth-signatures/#worked-example */
    @Test
    void grantsAPrivateChannelWithTheSignatureOfPushersDocumentation() {
        AuthResponse response = ask(deciding("private-foobar", AuthDecision.allow()), "1234.1234", "private-foobar");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"auth\":\"278d425bdf160c739803:"
                        + "58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4\"}");
        assertThat(log.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"private-orders.c-7", "private-a_b=@,.;Z9", "private-cache-orders.7"})
    void answersWhatTheOfficialClientAnswers(String channel) {
        AuthResponse response = ask(deciding(channel, AuthDecision.allow()), "12.34", channel);

        assertThat(json(response.body())).isEqualTo(json(new Pusher("3", KEY, SECRET).authenticate("12.34", channel)));
    }

    @Test
    void takesAMemberForAPrivateChannelAsPermission() {
        AuthResponse response =
                ask(deciding("private-a", AuthDecision.member("7", Map.of("name", "Anna"))), "1.2", "private-a");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).doesNotContain("Anna");
        assertThat(json(response.body()).get("auth").asString()).isEqualTo(signed("1.2:private-a"));
    }

    @Test
    void grantsAPresenceChannelAndSignsTheVeryDataThatItAnswers() {
        AuthResponse response = ask(
                deciding("presence-room.{r}", AuthDecision.member("anna-7", new Info("Änna \"A\" 😀", 3))),
                "12.34",
                "presence-room.1");

        assertThat(response.status()).isEqualTo(200);
        String channelData = json(response.body()).get("channel_data").asString();
        assertThat(channelData)
                .isEqualTo(
                        "{\"user_id\":\"anna-7\",\"user_info\":{\"displayName\":\"Änna \\\"A\\\" 😀\",\"level\":3}}");
        assertThat(json(response.body()).get("auth").asString())
                .isEqualTo(signed("12.34:presence-room.1:" + channelData));
    }

    @Test
    void leavesOutTheInformationThatThereIsNot() {
        AuthResponse response =
                ask(deciding("presence-a", AuthDecision.member(PresenceMember.of("a\"\\b\n"))), "1.2", "presence-a");

        String channelData = json(response.body()).get("channel_data").asString();
        assertThat(channelData).isEqualTo("{\"user_id\":\"a\\\"\\\\b\\n\"}");
        assertThat(json(response.body()).get("auth").asString()).isEqualTo(signed("1.2:presence-a:" + channelData));
    }

    @Test
    void grantsMembersUpToTheLimits() {
        Map<String, String> info = Map.of("n", "é".repeat(508));

        AuthResponse response =
                ask(deciding("presence-a", AuthDecision.member("x".repeat(128), info)), "1.2", "presence-a");

        assertThat(response.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource
    void refusesMembersWhoseInfoIsNoJsonObject(Object info, String kind) {
        try (RecordedLog log = new RecordedLog(ChannelAuthEndpoint.class)) {
            AuthResponse response = ask(deciding("presence-a", AuthDecision.member("7", info)), "1.2", "presence-a");

            assertThat(response.status()).isEqualTo(500);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("info is written as " + kind + ", and it must be a JSON object");
        }
    }

    static Stream<Arguments> refusesMembersWhoseInfoIsNoJsonObject() {
        return Stream.of(
                Arguments.of("Anna", "a JSON string"),
                Arguments.of(List.of("a"), "a JSON array"),
                Arguments.of(7, "a JSON number"),
                Arguments.of(true, "a JSON boolean"),
                Arguments.of(Optional.empty(), "null"));
    }

    @Test
    void tellsTheRuleWhoAsksForWhat() {
        AtomicReference<ChannelRequest<String>> asked = new AtomicReference<>();
        ChannelRules<String> rules = ChannelRules.<String>builder()
                .rule("private-{tenant}.{id}", ChannelRule.of(request -> {
                    asked.set(request);
                    return AuthDecision.allow();
                }))
                .build();

        ask(rules, "12.34", "private-acme.7");

        ChannelRequest<String> request = asked.get();
        assertThat(request.user()).isEqualTo(USER);
        assertThat(request.channel().value()).isEqualTo("private-acme.7");
        assertThat(request.socketId().value()).isEqualTo("12.34");
        assertThat(request.parameter("tenant")).isEqualTo("acme");
        assertThat(request.parameters()).containsExactly(Map.entry("tenant", "acme"), Map.entry("id", "7"));
        assertThat(request).hasToString("ChannelRequest[private-acme.7]");
        assertThatThrownBy(() -> request.parameter("tennant"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The pattern that matched private-acme.7 has no parameter 'tennant'; it has tenant, id");
    }

    @Test
    void waitsForADecision() {
        CompletableFuture<AuthDecision> decision = new CompletableFuture<>();
        CompletionStage<AuthResponse> response =
                endpoint(rule("private-a", request -> decision)).handle(form("1.2", "private-a"), USER);

        assertThat(response.toCompletableFuture()).isNotDone();
        decision.complete(AuthDecision.allow());

        assertThat(response.toCompletableFuture()).isCompletedWithValueMatching(answer -> answer.status() == 200);
    }

    @Test
    void ignoresFieldsOfTheApplication() {
        Map<String, List<String>> form = new HashMap<>(form("1.2", "private-a"));
        form.put("csrf", List.of("x", "y"));

        assertThat(ask(endpoint(deciding("private-a", AuthDecision.allow())), form, USER)
                        .status())
                .isEqualTo(200);
    }

    // What is refused

    @Test
    void refusesWhatARuleDenies() {
        AuthResponse response = ask(deciding("private-{a}", AuthDecision.deny()), "1.2", "private-b");

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.body()).isEqualTo(FORBIDDEN);
        assertThat(log.lines())
                .containsExactly("DEBUG Refused a subscription to private-b: the rule for 'private-{a}' denies it");
    }

    @ParameterizedTest
    @CsvSource({
        "private-orders.7, 200",
        "private-orders.8, 403",
        "private-orders.x7, 403",
        "private-orders.99999999999, 403"
    })
    void refusesValuesThatAreNotOfTheTypeThatTheRuleWants(String channel, int status) {
        ChannelRules<String> rules = rule(
                "private-orders.{id}",
                request -> CompletableFuture.completedFuture(
                        request.parameter("id", Integer::valueOf) == 7 ? AuthDecision.allow() : AuthDecision.deny()));

        AuthResponse response = ask(rules, "1.2", channel);

        assertThat(response.status()).isEqualTo(status);
        assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
    }

    @ParameterizedTest
    @CsvSource({
        "7, 200",
        "007, 403",
        "-0, 403",
        "00000000-0000-0000-0000-000000000007, 200",
        "0-0-0-0-7, 403",
        "00000000-0000-0000-0000-00000000000A, 403"
    })
    void refusesOtherWaysToWriteAValue(String written, int status) {
        ChannelRules<String> rules = rule("private-orders.{id}", request -> {
            if (written.length() < 5) {
                request.parameter("id", Integer::valueOf);
            } else {
                request.parameter("id", UUID::fromString);
            }
            return CompletableFuture.completedFuture(AuthDecision.allow());
        });

        assertThat(ask(rules, "1.2", "private-orders." + written).status()).isEqualTo(status);
    }

    @Test
    void takesAnyTextForAValueOfAnotherType() {
        ChannelRules<String> rules = rule(
                "private-{day}",
                request -> CompletableFuture.completedFuture(
                        request.parameter("day", day -> LocalDate.parse(day, DateTimeFormatter.BASIC_ISO_DATE))
                                        .equals(LocalDate.of(2026, 2, 1))
                                ? AuthDecision.allow()
                                : AuthDecision.deny()));

        assertThat(ask(rules, "1.2", "private-20260201").status()).isEqualTo(200);
    }

    @Test
    void failsWhenARuleDoesNotDecideInTime() {
        ChannelRules<String> rules = ChannelRules.<String>builder()
                .rule("private-slow.{id}", request -> new CompletableFuture<>())
                .rule("private-a", ChannelRule.when(request -> true))
                .build();
        ChannelAuthEndpoint<String> endpoint = new ChannelAuthEndpoint<>(
                app(), rules, JsonCodec.detect(), AuthLimits.PUSHER.withMaxDecisionTime(Duration.ofMillis(10)));
        Map<String, List<String>> form = Map.of(
                "socket_id", List.of("1.2"),
                "channel_name[0]", List.of("private-slow.7"),
                "channel_name[1]", List.of("private-a"));

        AuthResponse response = endpoint.handle(form, USER)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();

        assertThat(response.body()).contains("\"private-slow.7\":{\"status\":500,", "\"private-a\":{\"status\":200,");
        assertThat(log.lines())
                .containsExactly("ERROR Refused a subscription to private-slow.7: the rule for 'private-slow.{id}'"
                        + " failed: It did not decide within PT0.01S");
    }

    @Test
    void answersEvenIfAFailureHasNoMessage() {
        ChannelRules<String> rules = rule("private-a", request -> {
            throw new Speechless();
        });
        ChannelRules<String> later = rule("private-a", request -> CompletableFuture.failedFuture(new Speechless()));

        try (RecordedLog told = new RecordedLog(RuleEvaluation.class)) {
            assertThat(endpoint(rules).handle(form("1.2", "private-a"), USER))
                    .isCompletedWithValue(new AuthResponse(500, "{\"error\":\"The rule failed\"}"));
            assertThat(endpoint(later).handle(form("1.2", "private-a"), USER))
                    .isCompletedWithValue(new AuthResponse(500, "{\"error\":\"The rule failed\"}"));
            assertThat(told.lines())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line)
                            .startsWith("ERROR A rule failed with a " + Speechless.class.getName() + ", and"));
        }
    }

    /** Fails even when it is asked why. */
    private static final class Speechless extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException("No message");
        }
    }

    @Test
    void goesByTheLimitsOfTheAppsServer() {
        ChannelRules<String> rules = deciding("private-{a}", AuthDecision.allow());
        Map<String, List<String>> form = form("1.2", "private-" + "a".repeat(192));

        assertThat(ask(endpoint(rules), form, USER).status()).isEqualTo(400);
        PusherApp soketi = PusherApp.fromUrl("http://k:s@localhost:6001/apps/3").servedBy(ServerProfile.SOKETI);
        assertThat(ask(new ChannelAuthEndpoint<>(soketi, rules, JsonCodec.detect()), form, USER)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void saysInTheLogWhichValueDoesNotFit() {
        ChannelRules<String> rules = rule(
                "private-days.{day}",
                request -> CompletableFuture.supplyAsync(
                        () -> {
                            request.parameter("day", LocalDate::parse);
                            return AuthDecision.allow();
                        },
                        Runnable::run));

        assertThat(ask(rules, "1.2", "private-days.2026-02-30").body()).isEqualTo(FORBIDDEN);
        assertThat(log.lines())
                .containsExactly("DEBUG Refused a subscription to private-days.2026-02-30: for the rule for"
                        + " 'private-days.{day}', the parameter 'day' can't have this value");
    }

    @Test
    void failsWhenAConversionFails() {
        ChannelRules<String> rules = rule(
                "private-{a}",
                request -> request.parameter("a", text -> {
                    throw new IllegalStateException("no database");
                }));

        assertThat(ask(rules, "1.2", "private-a").status()).isEqualTo(500);
    }

    @Test
    void refusesAPresenceChannelThatARuleDenies() {
        assertThat(ask(deciding("presence-{a}", AuthDecision.deny()), "1.2", "presence-b")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void refusesAChannelWithoutARuleAndLogsThePatternsThatThereAre() {
        ChannelRules<String> rules = ChannelRules.<String>builder()
                .rule("private-orders.{id}", ChannelRule.when(request -> true))
                .rule("presence-{room}", ChannelRule.when(request -> true))
                .build();

        AuthResponse response = ask(rules, "1.2", "private-order.7");

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.body()).isEqualTo(FORBIDDEN);
        assertThat(log.lines())
                .containsExactly(
                        "DEBUG Refused a subscription to private-order.7: no rule is for it; there are rules for"
                                + " [private-orders.{id}, presence-{room}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "cache-orders",
                "#server-to-user-anna",
                "private-encrypted-orders",
                "private-encrypted-cache-orders",
                "private-cache-orders",
                "Private-orders",
                "presence-cache-x",
            })
    void refusesEveryOtherKindOfChannel(String channel) {
        ChannelRules<String> rules = ChannelRules.<String>builder()
                .rule("private-{a...}", ChannelRule.when(request -> true))
                .rule("presence-{a...}", ChannelRule.of(request -> AuthDecision.member("7", null)))
                .build();

        assertThat(ask(rules, "1.2", channel).status()).isEqualTo(403);
    }

    @Test
    void refusesPermissionWithoutAMemberOnAPresenceChannel() {
        AuthResponse response = ask(deciding("presence-{room}", AuthDecision.allow()), "1.2", "presence-a");

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.body()).isEqualTo(FORBIDDEN);
        assertThat(log.lines())
                .containsExactly("ERROR Refused a subscription to presence-a: the rule for 'presence-{room}' allows it"
                        + " without saying who joins; on a presence channel it must give AuthDecision.member(…)");
    }

    @Test
    void asksNoRuleWithoutAUser() {
        AtomicReference<Object> asked = new AtomicReference<>();
        ChannelRules<String> rules = rule("private-a", request -> {
            asked.set(request);
            return CompletableFuture.completedFuture(AuthDecision.allow());
        });

        AuthResponse known = ask(endpoint(rules), form("1.2", "private-a"), null);
        AuthResponse unknown = ask(endpoint(rules), form("1.2", "private-b"), null);

        assertThat(asked).hasNullValue();
        assertThat(known.status()).isEqualTo(401);
        assertThat(known.body()).isEqualTo("{\"error\":\"There is no user\"}");
        assertThat(unknown).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "-        | private-a | The field socket_id is missing",
                "''       | private-a | The field socket_id is no socket id, such as 123.456",
                "1.2:x    | private-a | The field socket_id is no socket id, such as 123.456",
                "1        | private-a | The field socket_id is no socket id, such as 123.456",
                "'1.2\n'  | private-a | The field socket_id is no socket id, such as 123.456",
                "1.2,3.4  | private-a | The field socket_id is no socket id, such as 123.456",
                "1.2      | -         | The field channel_name is missing",
                "1.2      | ''        | The field channel_name is no channel name",
                "1.2      | private-a:x | The field channel_name is no channel name",
                "1.2      | ':user:{}' | The field channel_name is no channel name",
                "1.2      | 'private-a\n' | The field channel_name is no channel name",
                "1.2      | private-ä | The field channel_name is no channel name",
            })
    void namesTheFieldThatIsMalformed(@Nullable String socketId, @Nullable String channel, String error) {
        Map<String, List<String>> form = new HashMap<>();
        if (socketId != null) {
            form.put("socket_id", List.of(socketId));
        }
        if (channel != null) {
            form.put("channel_name", List.of(channel));
        }

        AuthResponse response = ask(endpoint(deciding("private-{a...}", AuthDecision.allow())), form, USER);

        assertThat(response.status()).isEqualTo(400);
        assertThat(json(response.body()).get("error").asString()).isEqualTo(error);
    }

    @Test
    void refusesRepeatedFields() {
        ChannelAuthEndpoint<String> endpoint = endpoint(deciding("private-a", AuthDecision.allow()));
        List<String> twice = List.of("private-a", "private-a");

        AuthResponse channels = ask(endpoint, Map.of("socket_id", List.of("1.2"), "channel_name", twice), USER);
        AuthResponse sockets =
                ask(endpoint, Map.of("socket_id", List.of("1.2", "3.4"), "channel_name", List.of("private-a")), USER);

        assertThat(channels.status()).isEqualTo(400);
        assertThat(channels.body()).isEqualTo("{\"error\":\"The field channel_name is there 2 times\"}");
        assertThat(sockets.status()).isEqualTo(400);
        assertThat(sockets.body()).isEqualTo("{\"error\":\"The field socket_id is there 2 times\"}");
    }

    @Test
    void saysWhatIsExpectedOfABodyThatIsNoForm() {
        assertThat(ask(endpoint(deciding("private-a", AuthDecision.allow())), Map.of(), USER)
                        .body())
                .contains("socket_id is missing; the body must be a form (application/x-www-form-urlencoded)");
    }

    @Test
    void takesFieldsWithoutAValueForMissing() {
        ChannelAuthEndpoint<String> endpoint = endpoint(deciding("private-a", AuthDecision.allow()));
        Map<String, List<String>> form = new HashMap<>();
        form.put("socket_id", null);
        form.put("channel_name", List.of("private-a"));

        assertThat(ask(endpoint, form, USER).body()).contains("socket_id is missing");
        form.put("socket_id", List.of());
        assertThat(ask(endpoint, form, USER).body()).contains("socket_id is missing");
        form.put("socket_id", Arrays.asList((String) null));
        assertThat(ask(endpoint, form, USER).body()).contains("socket_id is missing");
        form.put("socket_id", new ArrayList<>(Arrays.asList("1.2", null)));
        assertThat(ask(endpoint, form, USER).body()).contains("socket_id is there 2 times");
    }

    @Test
    void refusesAChannelNameThatIsTooLong() {
        ChannelRules<String> rules = deciding("private-{a}", AuthDecision.allow());
        String longest = "private-" + "a".repeat(156);

        assertThat(ask(rules, "1.2", longest).status()).isEqualTo(200);
        AuthResponse response = ask(rules, "1.2", longest + "a");
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo("{\"error\":\"The field channel_name has 165 characters and the limit is 164\"}");
    }

    // What fails

    @Test
    void grantsNothingWhenARuleThrows() {
        assertFails(
                rule("private-a", request -> {
                    throw new IllegalStateException("no database");
                }),
                "the rule for 'private-a' failed: no database");
    }

    @Test
    void grantsNothingWhenARuleThrowsAnError() {
        assertFails(
                rule("private-a", request -> {
                    throw new StackOverflowError();
                }),
                "the rule for 'private-a' failed: null");
    }

    @Test
    void grantsNothingWhenARuleGivesNoStage() {
        assertFails(
                rule("private-a", request -> null), "the rule for 'private-a' failed: It returned null for a stage");
    }

    @Test
    void grantsNothingWhenARuleGivesNoDecision() {
        assertFails(deciding("private-a", null), "the rule for 'private-a' failed: Its decision is null");
    }

    @Test
    void grantsNothingWhenAStageFails() {
        assertFails(
                rule("private-a", request -> CompletableFuture.failedFuture(new IllegalStateException("no database"))),
                "the rule for 'private-a' failed: no database");
        assertFails(
                rule(
                        "private-a",
                        request -> CompletableFuture.completedFuture(AuthDecision.allow())
                                .thenApply(decision -> {
                                    throw new IllegalStateException("no database");
                                })),
                "the rule for 'private-a' failed: no database");
    }

    @Test
    void grantsNothingWhenAStageIsCancelled() {
        CompletableFuture<AuthDecision> decision = new CompletableFuture<>();
        CompletionStage<AuthResponse> response =
                endpoint(rule("private-a", request -> decision)).handle(form("1.2", "private-a"), USER);
        decision.completeExceptionally(new CancellationException("the pool is closed"));

        assertThat(response.toCompletableFuture()).isCompletedWithValueMatching(answer -> answer.status() == 500);
    }

    @Test
    void grantsNothingToAMemberWhoseIdIsTooLong() {
        assertFailsToJoin(
                AuthDecision.member("x".repeat(129), null),
                "The presence member's id has 129 characters and the limit is 128");
    }

    @Test
    void grantsNothingToAMemberWithTooMuchInformation() {
        assertFailsToJoin(
                AuthDecision.member("7", "é".repeat(512)),
                "The presence member's info has 1026 bytes as JSON and the limit is 1024");
    }

    @Test
    void grantsNothingToAMemberWhoseInformationCannotBeWritten() {
        assertFailsToJoin(AuthDecision.member("7", new Unwritable()), "can't be written as JSON");
    }

    @Test
    void takesOtherLimits() {
        ChannelAuthEndpoint<String> endpoint = new ChannelAuthEndpoint<>(
                app(),
                deciding("presence-{a}", AuthDecision.member("abc", "info")),
                JsonCodec.detect(),
                AuthLimits.PUSHER
                        .withMaxChannelNameLength(20)
                        .withMaxUserIdLength(2)
                        .withMaxUserInfoBytes(3));

        assertThat(ask(endpoint, form("1.2", "presence-a"), USER).status()).isEqualTo(500);
        assertThat(ask(endpoint, form("1.2", "presence-abcdefghijklm"), USER).status())
                .isEqualTo(400);
    }

    // What is shown

    @Test
    void showsNoSignatureAndNoUserInTexts() {
        AuthResponse response = ask(deciding("private-a", AuthDecision.allow()), "1.2", "private-a");

        assertThat(response).hasToString("AuthResponse[200]");
        assertThat(PresenceMember.of("7", "born 1970")).hasToString("PresenceMember[7]");
    }

    @Test
    void refusesMembersWithoutAnId() {
        assertThatThrownBy(() -> AuthDecision.member("", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The id of a presence member must not be empty");
    }

    private void assertFails(ChannelRules<String> rules, String explanation) {
        AuthResponse response = ask(rules, "1.2", "private-a");

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("{\"error\":\"The channel could not be authorised\"}");
        assertThat(log.lines()).last().isEqualTo("ERROR Refused a subscription to private-a: " + explanation);
    }

    private void assertFailsToJoin(AuthDecision decision, String explanation) {
        AuthResponse response = ask(deciding("presence-{room}", decision), "1.2", "presence-a");

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("{\"error\":\"The channel could not be authorised\"}");
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("ERROR Refused a subscription to presence-a: the rule for 'presence-{room}' failed: ")
                .contains(explanation);
    }

    private static AuthResponse ask(ChannelRules<String> rules, String socketId, String channel) {
        return ask(endpoint(rules), form(socketId, channel), USER);
    }

    private static AuthResponse ask(
            ChannelAuthEndpoint<String> endpoint, Map<String, List<String>> form, @Nullable String user) {
        return endpoint.handle(form, user).toCompletableFuture().join();
    }

    private static ChannelAuthEndpoint<String> endpoint(ChannelRules<String> rules) {
        return new ChannelAuthEndpoint<>(app(), rules, JsonCodec.detect());
    }

    private static ChannelRules<String> deciding(String pattern, @Nullable AuthDecision decision) {
        return rule(pattern, request -> CompletableFuture.completedFuture(decision));
    }

    private static ChannelRules<String> rule(
            String pattern, Function<ChannelRequest<String>, @Nullable CompletionStage<AuthDecision>> rule) {
        return ChannelRules.<String>builder().rule(pattern, rule::apply).build();
    }

    private static Map<String, List<String>> form(String socketId, String channel) {
        return Map.of("socket_id", List.of(socketId), "channel_name", List.of(channel));
    }

    private static PusherApp app() {
        return PusherApp.builder()
                .appId("3")
                .key(KEY)
                .secret(SECRET)
                .cluster("mt1")
                .build();
    }

    private static String signed(String text) {
        return KEY + ":" + SignatureUtil.sign(text, SECRET);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    /** Information about a user. */
    public record Info(String displayName, int level) {}

    /** Information that no JSON library can write. */
    public static final class Unwritable {

        /** Always fails. */
        public String getName() {
            throw new IllegalStateException("not loaded");
        }
    }
}
