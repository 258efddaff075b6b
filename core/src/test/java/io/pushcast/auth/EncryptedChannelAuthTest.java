package io.pushcast.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pusher.rest.Pusher;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.message.ChannelName;
import io.pushcast.pusher.PusherApp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EncryptedChannelAuthTest {

    private static final String NEWEST = "A".repeat(43) + "=";
    private static final EncryptionKeys KEYS = EncryptionKeys.of(NEWEST, "B".repeat(42) + "A=");
    private static final PusherApp APP = PusherApp.builder()
            .appId("3")
            .key("key")
            .secret("secret")
            .cluster("mt1")
            .build();
    private static final ChannelRule<String> ALLOWED =
            ChannelRule.when(request -> request.parameter("id").equals("7"));

    @ParameterizedTest
    @ValueSource(strings = {"private-encrypted-orders.7", "private-encrypted-cache-orders.7"})
    void givesSubscribersTheSecretOfTheNewestKey(String channel) {
        AuthResponse response =
                ask(rules(pattern().variants(ChannelName.Type.ENCRYPTED, ChannelName.Type.ENCRYPTED_CACHE)), channel);

        assertThat(response.status()).isEqualTo(200);
        JsonNode answer = JsonMapper.shared().readTree(response.body());
        assertThat(answer.propertyNames()).containsExactly("auth", "shared_secret");
        assertThat(answer.get("shared_secret").asString())
                .hasSize(44)
                .isEqualTo(KEYS.sharedSecret(ChannelName.of(channel)));
        JsonNode official =
                JsonMapper.shared().readTree(new Pusher("3", "key", "secret", NEWEST).authenticate("1.2", channel));
        assertThat(answer.get("auth")).isEqualTo(official.get("auth"));
        assertThat(answer.get("shared_secret").asString())
                .startsWith(official.get("shared_secret").asString());
    }

    @Test
    void keepsTheSecretFromWhomTheRuleDenies() {
        AuthResponse response =
                ask(rules(pattern().variants(ChannelName.Type.ENCRYPTED)), "private-encrypted-orders.8");

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.body()).doesNotContain("secret");
    }

    @Test
    void givesNoSecretForOtherChannels() {
        assertThat(ask(rules(List.of(pattern())), "private-orders.7").body()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "private-orders.7, 200",
        "private-encrypted-orders.7, 200",
        "private-cache-orders.7, 200",
        "private-encrypted-cache-orders.7, 403",
        "presence-orders.7, 403",
        "private-orders.8, 403",
        "private-encrypted-orders.8, 403",
        "private-cache-orders.8, 403",
    })
    void letsOneRuleServeTheVariantsThatAreNamedAndNoOthers(String channel, int status) {
        List<ChannelPattern> patterns = pattern()
                .variants(ChannelName.Type.PRIVATE, ChannelName.Type.ENCRYPTED, ChannelName.Type.PRIVATE_CACHE);

        assertThat(ask(rules(patterns), channel).status()).isEqualTo(status);
    }

    @Test
    void needsKeysForPatternsOfEncryptedChannels() {
        ChannelRules<String> rules = rules(pattern().variants(ChannelName.Type.PRIVATE, ChannelName.Type.ENCRYPTED));

        assertThatThrownBy(() -> new ChannelAuthEndpoint<>(APP, rules, JsonCodec.detect()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "The rule for 'private-encrypted-orders.{id}' is for encrypted channels, and there are no keys,"
                                + " without which subscribers can decrypt nothing; give the endpoint EncryptionKeys");
    }

    @Test
    void takesAMemberForPermission() {
        AuthResponse response = ask(
                ChannelRules.<String>builder()
                        .rule("private-encrypted-a", ChannelRule.of(request -> AuthDecision.member("7", "info")))
                        .build(),
                "private-encrypted-a");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).doesNotContain("info");
    }

    private static ChannelPattern pattern() {
        return ChannelPattern.parse("private-orders.{id}");
    }

    private static ChannelRules<String> rules(List<ChannelPattern> patterns) {
        return ChannelRules.<String>builder().rule(patterns, ALLOWED).build();
    }

    private static AuthResponse ask(ChannelRules<String> rules, String channel) {
        return new ChannelAuthEndpoint<>(APP, rules, JsonCodec.detect(), AuthLimits.PUSHER, KEYS)
                .handle(Map.of("socket_id", List.of("1.2"), "channel_name", List.of(channel)), "anna")
                .toCompletableFuture()
                .join();
    }
}
