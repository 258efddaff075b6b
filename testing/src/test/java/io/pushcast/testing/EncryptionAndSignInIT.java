package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.pusher.client.AuthorizationFailureException;
import io.pushcast.Pushcast;
import io.pushcast.auth.AuthLimits;
import io.pushcast.auth.AuthResponse;
import io.pushcast.auth.ChannelAuthEndpoint;
import io.pushcast.auth.ChannelPattern;
import io.pushcast.auth.ChannelRule;
import io.pushcast.auth.ChannelRules;
import io.pushcast.auth.SignedInUser;
import io.pushcast.auth.UserAuthEndpoint;
import io.pushcast.auth.UserRule;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the publisher encrypts and the endpoints answer, with Pusher's own Java client at the other end. */
class EncryptionAndSignInIT {

    private static final String OLD =
            Base64.getEncoder().encodeToString("a key that was used last year...".getBytes(StandardCharsets.US_ASCII));
    private static final String NEW =
            Base64.getEncoder().encodeToString("a key that is used from now on..".getBytes(StandardCharsets.US_ASCII));

    private static final JsonCodec JSON = value -> new Gson().toJson(value);

    private final EmbeddedPusher server = EmbeddedPusher.start();
    private final AtomicReference<EncryptionKeys> keys = new AtomicReference<>(EncryptionKeys.of(OLD));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theJavaClientDecryptsWhatWasPublished() throws Exception {
        try (JavaClient client = new JavaClient(server.app(), this::authorize);
                Pushcast pushcast = publisher()) {
            client.pusher().subscribePrivateEncrypted("private-encrypted-orders.7", client.listener(), "placed");
            client.connect();
            assertThat(client.next()).isEqualTo("subscribed private-encrypted-orders.7");

            publish(pushcast, "private-orders.7", "private-encrypted-orders.7", "private-encrypted-orders.8");

            assertThat(client.next()).isEqualTo("private-encrypted-orders.7 placed {\"name\":\"Änna 😀\"}");
            assertThat(server.events())
                    .extracting(RecordedEvent::channel)
                    .containsExactlyInAnyOrder(
                            "private-orders.7", "private-encrypted-orders.7", "private-encrypted-orders.8");
            assertThat(server.events())
                    .filteredOn(event -> event.channel().startsWith("private-encrypted-"))
                    .extracting(RecordedEvent::data)
                    .doesNotHaveDuplicates()
                    .allSatisfy(
                            data -> assertThat(data).startsWith("{\"nonce\":\"").doesNotContain("nna"));
        }
    }

    @Test
    void theJavaClientAsksForTheNewSecretWhenTheKeyIsReplaced() throws Exception {
        try (JavaClient client = new JavaClient(server.app(), this::authorize)) {
            client.pusher().subscribePrivateEncrypted("private-encrypted-orders.7", client.listener(), "placed");
            client.connect();
            assertThat(client.next()).isEqualTo("subscribed private-encrypted-orders.7");

            keys.set(EncryptionKeys.of(NEW, OLD));
            try (Pushcast pushcast = publisher()) {
                publish(pushcast, "private-encrypted-orders.7");
            }

            assertThat(client.next()).isEqualTo("private-encrypted-orders.7 placed {\"name\":\"Änna 😀\"}");
        }
    }

    @Test
    void theJavaClientIsRefusedWhatTheRuleDenies() {
        try (JavaClient client = new JavaClient(server.app(), this::authorize)) {
            client.pusher().subscribePrivateEncrypted("private-encrypted-orders.8", client.listener(), "placed");
            client.connect();

            assertThat(client.next()).startsWith("no auth: ");
        }
    }

    @Test
    void theJavaClientSignsInAndIsReachedAsTheUser() throws Exception {
        try (JavaClient client = new JavaClient(server.app(), this::signIn);
                Pushcast pushcast = publisher()) {
            client.pusher().user().bind("hello", client.listener());
            client.pusher().signin();
            client.connect();
            Awaitility.await()
                    .until(() -> new SignedHttp(server.app())
                            .post(
                                    "/apps/" + server.app().appId() + "/events",
                                    "{\"name\":\"probe\",\"channel\":\"#server-to-user-7\",\"data\":\"{}\","
                                            + "\"info\":\"subscription_count\"}")
                            .body()
                            .contains("\"subscription_count\":1"));

            await(pushcast.toUser("7")
                    .named("hello")
                    .payload(Map.of("from", "8"))
                    .publish());

            assertThat(client.next()).isEqualTo("#server-to-user-7 hello {\"from\":\"8\"}");
        }
    }

    private Pushcast publisher() {
        return Pushcast.builder()
                .app(server.app())
                .json(JSON)
                .encryption(keys.get())
                .build();
    }

    private static void publish(Pushcast pushcast, String channel, String... more) throws Exception {
        await(pushcast.to(channel, more)
                .named("placed")
                .payload(Map.of("name", "Änna 😀"))
                .publish());
    }

    private static void await(CompletionStage<Delivery> delivery) throws Exception {
        delivery.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private String authorize(String channel, String socketId) {
        ChannelRules<String> rules = ChannelRules.<String>builder()
                .rule(
                        ChannelPattern.parse("private-orders.{customer}")
                                .variants(ChannelName.Type.PRIVATE, ChannelName.Type.ENCRYPTED),
                        ChannelRule.when(request -> request.user().equals(request.parameter("customer"))))
                .build();
        return body(new ChannelAuthEndpoint<>(server.app(), rules, JSON, AuthLimits.PUSHER, keys.get())
                .handle(Map.of("socket_id", List.of(socketId), "channel_name", List.of(channel)), "7"));
    }

    private String signIn(String socketId) {
        UserRule<String> rule = UserRule.of(user ->
                Optional.of(SignedInUser.of(user, Map.of("name", "Änna")).watching(List.of("8"))));
        return body(
                new UserAuthEndpoint<>(server.app(), rule, JSON).handle(Map.of("socket_id", List.of(socketId)), "7"));
    }

    private static String body(CompletionStage<AuthResponse> answer) {
        AuthResponse response = answer.toCompletableFuture().join();
        if (response.status() != 200) {
            throw new AuthorizationFailureException(response.body());
        }
        return response.body();
    }
}
