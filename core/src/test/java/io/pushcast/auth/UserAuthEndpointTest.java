package io.pushcast.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pusher.rest.SignatureUtil;
import io.pushcast.RecordedLog;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class UserAuthEndpointTest {

    private static final String KEY = "278d425bdf160c739803";
    private static final String SECRET = "7ad3773142a6692b25b8";
    private static final PusherApp APP = PusherApp.builder()
            .appId("3")
            .key(KEY)
            .secret(SECRET)
            .cluster("mt1")
            .build();
    private static final String FAILED = "{\"error\":\"The user could not be signed in\"}";

    private final RecordedLog log = new RecordedLog(UserAuthEndpoint.class);

    @AfterEach
    void stopRecording() {
        assertThat(log.lines()).noneMatch(line -> line.contains(SECRET) || line.contains(KEY + ":"));
        log.close();
    }

    /** https://pusher.com/docs/channels/library_auth_reference/auth-signatures/#user-authentication */
    @Test
    void signsInWithTheSignatureOfPushersDocumentation() {
        AuthResponse response = ask(as(SignedInUser.of("12345")), form("1234.1234"), "anna");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"auth\":\"278d425bdf160c739803:"
                        + "4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba\","
                        + "\"user_data\":\"{\\\"id\\\":\\\"12345\\\"}\"}");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void signsTheVeryDataThatItAnswers() {
        SignedInUser user = SignedInUser.of("a\"7", Map.of("name", "Änna 😀")).watching(List.of("8", "ü\\9"));

        JsonNode answer = json(ask(as(user), form("1.2"), "anna"));

        String data = answer.get("user_data").asString();
        assertThat(data)
                .isEqualTo("{\"id\":\"a\\\"7\",\"user_info\":{\"name\":\"Änna 😀\"},\"watchlist\":[\"8\",\"ü\\\\9\"]}");
        assertThat(answer.get("auth").asString())
                .isEqualTo(KEY + ":" + SignatureUtil.sign("1.2::user::" + data, SECRET));
    }

    @Test
    void tellsTheRuleWhoAsksOnWhichConnection() {
        UserRule<String> rule = (user, socketId) ->
                CompletableFuture.completedFuture(Optional.of(SignedInUser.of(user + socketId.value())));

        assertThat(json(ask(rule, form("1.2"), "anna")).get("user_data").asString())
                .isEqualTo("{\"id\":\"anna1.2\"}");
    }

    @Test
    void waitsForADecision() {
        CompletableFuture<Optional<SignedInUser>> decision = new CompletableFuture<>();
        CompletionStage<AuthResponse> response = new UserAuthEndpoint<String>(
                        APP, (user, socketId) -> decision, JsonCodec.detect())
                .handle(form("1.2"), "anna");

        assertThat(response.toCompletableFuture()).isNotDone();
        decision.complete(Optional.of(SignedInUser.of("7")));

        assertThat(response.toCompletableFuture()).isCompletedWithValueMatching(answer -> answer.status() == 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.", "a.b", "1.2:private-a", "1.2\n", "1.2::user::{}"})
    void refusesWhatIsNoSocketId(String socketId) {
        AuthResponse response = ask(as(SignedInUser.of("7")), form(socketId), "anna");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("{\"error\":\"The field socket_id is no socket id, such as 123.456\"}");
    }

    @Test
    void refusesAFormWithoutOrWithSeveralSocketIds() {
        assertThat(ask(as(SignedInUser.of("7")), Map.of(), "anna").status()).isEqualTo(400);
        assertThat(ask(as(SignedInUser.of("7")), Map.of("socket_id", List.of("1.2", "1.3")), "anna")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void asksNoRuleWithoutAUser() {
        UserRule<String> rule = (user, socketId) -> {
            throw new AssertionError("asked");
        };

        AuthResponse response = ask(rule, form("1.2"), null);

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.body()).isEqualTo("{\"error\":\"There is no user\"}");
    }

    @Test
    void refusesWhomTheRuleDoesNotKnow() {
        AuthResponse response = ask(UserRule.of(user -> Optional.empty()), form("1.2"), "anna");

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.body()).isEqualTo("{\"error\":\"This user may not sign in\"}");
    }

    @Test
    void signsInNobodyWhenTheRuleFails() {
        assertFails(
                (user, socketId) -> {
                    throw new IllegalStateException("no database");
                },
                "no database");
        assertFails((user, socketId) -> null, "It returned null for a stage");
        assertFails((user, socketId) -> CompletableFuture.completedFuture(null), "Its decision is null");
        assertFails(
                (user, socketId) -> CompletableFuture.failedFuture(new IllegalStateException("timeout")), "timeout");
    }

    @Test
    void signsInNobodyLargerThanTheLimits() {
        assertFails(as(SignedInUser.of("x".repeat(129))), "The user's id has 129 characters and the limit is 128");
        assertFails(
                as(SignedInUser.of("7", "é".repeat(512))),
                "The user's info has 1026 bytes as JSON and the limit is 1024");
        assertFails(
                as(SignedInUser.of("7").watching(Collections.nCopies(101, "8"))),
                "The user's watchlist has 101 users and the limit is 100");
        assertFails(
                as(SignedInUser.of("7").watching(List.of("x".repeat(129)))),
                "The watched user's id has 129 characters and the limit is 128");
    }

    @Test
    void signsInUsersUpToTheLimits() {
        SignedInUser user =
                new SignedInUser("x".repeat(128), "é".repeat(511), Collections.nCopies(100, "y".repeat(128)));

        assertThat(ask(as(user), form("1.2"), "anna").status()).isEqualTo(200);
    }

    @Test
    void takesOtherLimits() {
        AuthLimits limits = AuthLimits.PUSHER.withMaxUserIdLength(2);

        assertThat(new UserAuthEndpoint<>(APP, as(SignedInUser.of("abc")), JsonCodec.detect(), limits)
                        .handle(form("1.2"), "anna"))
                .isCompletedWithValueMatching(answer -> answer.status() == 500);
    }

    @Test
    void refusesUsersWithoutAnId() {
        assertThatThrownBy(() -> SignedInUser.of(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The id of a user must not be empty");
        assertThatThrownBy(() -> SignedInUser.of("7").watching(List.of("8", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The watchlist of the user '7' has an empty id");
    }

    @Test
    void showsNothingButTheIdInTexts() {
        assertThat(SignedInUser.of("7", "born 1970").watching(List.of("8"))).hasToString("SignedInUser[7]");
    }

    @Test
    void failsWhenItsRuleDoesNotDecideInTime() {
        AuthLimits limits = AuthLimits.PUSHER.withMaxDecisionTime(Duration.ofMillis(10));

        AuthResponse response = new UserAuthEndpoint<String>(
                        APP, (user, socketId) -> new CompletableFuture<>(), JsonCodec.detect(), limits)
                .handle(form("1.2"), "anna")
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();

        assertThat(response.status()).isEqualTo(500);
        assertThat(log.lines())
                .containsExactly("ERROR Refused a sign-in: its rule failed: It did not decide within PT0.01S");
    }

    private void assertFails(UserRule<String> rule, String reason) {
        AuthResponse response = ask(rule, form("1.2"), "anna");

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body()).isEqualTo(FAILED);
        assertThat(log.lines()).last().isEqualTo("ERROR Refused a sign-in: its rule failed: " + reason);
    }

    private static UserRule<String> as(SignedInUser user) {
        return UserRule.of(asking -> Optional.of(user));
    }

    private static AuthResponse ask(UserRule<String> rule, Map<String, List<String>> form, @Nullable String user) {
        return new UserAuthEndpoint<>(APP, rule, JsonCodec.detect())
                .handle(form, user)
                .toCompletableFuture()
                .join();
    }

    private static Map<String, List<String>> form(String socketId) {
        return Map.of("socket_id", List.of(socketId), "anything", List.of("else"));
    }

    private static JsonNode json(AuthResponse response) {
        return JsonMapper.shared().readTree(response.body());
    }
}
