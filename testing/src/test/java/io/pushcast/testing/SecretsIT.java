package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.pushcast.Pushcast;
import io.pushcast.PushcastBuilder;
import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.AuthResponse;
import io.pushcast.auth.ChannelAuthEndpoint;
import io.pushcast.auth.ChannelRules;
import io.pushcast.auth.PresenceMember;
import io.pushcast.auth.UserAuthEndpoint;
import io.pushcast.auth.UserRule;
import io.pushcast.channels.ChannelQueries;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.delivery.OverflowPolicy;
import io.pushcast.json.JsonCodec;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.Limits;
import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.subscribe.Subscriber;
import io.pushcast.subscribe.SubscriberBuilder;
import io.pushcast.subscribe.SubscriptionAuthorizer;
import io.pushcast.transport.Transport;
import io.pushcast.webhook.WebhookEndpoint;
import io.pushcast.webhook.WebhookReader;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nobody says a secret, whatever happens: not in a log of anyone's at any level, not in an exception, not in a {@code
 * toString()}. Nor a signature, with which its finder could send the same request again, nor a payload.
 */
class SecretsIT {

    private static final String SECRET = "s3cr3t-0f-the-app";
    private static final String WRONG_SECRET = "wr0ng-s3cr3t";
    private static final String PASSWORD = "pr0xy-passw0rd";
    private static final String PAYLOAD = "for the eyes of subscribers";
    private static final List<String> UNSPOKEN =
            List.of(SECRET, WRONG_SECRET, PASSWORD, PAYLOAD, base64("we:" + PASSWORD), "auth_signature=");

    /** HMAC-SHA256 in hexadecimal. */
    private static final Pattern SIGNATURE = Pattern.compile("(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])");

    private final CapturedLog overheard = new CapturedLog();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<Object> seen = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        try {
            for (AutoCloseable each : opened) {
                each.close();
            }
        } finally {
            overheard.close();
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static List<Fault> faults() {
        return List.of(
                Fault.status(401),
                Fault.status(403),
                Fault.status(407),
                Fault.status(400),
                Fault.status(413),
                Fault.status(429).retryAfter("0.01"),
                Fault.status(500),
                Fault.htmlError(502),
                Fault.status(302),
                Fault.errorWithStatus200(401),
                Fault.errorWithStatus200(500),
                Fault.resetBeforeReading(),
                Fault.resetAfterReading(),
                Fault.acceptButReset(),
                Fault.halfAnswer(),
                Fault.blackHole(),
                Fault.delay(Duration.ofSeconds(1)),
                Fault.closeAfterAnswer(),
                Fault.closeUnannounced());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void areNotSaidWhenRequestsFail(Fault fault) throws Exception {
        EmbeddedPusher server = server();
        server.faults().next(4, fault);
        Pushcast pushcast = pushcast(server.app());

        publish(pushcast, 12);
        settle(pushcast);
        publish(pushcast, 3);
        settle(pushcast);

        assertThat(server.requests()).hasSizeGreaterThan(1);
        assertNothingIsSaid();
    }

    @Test
    void areNotSaidWhenTheSecretIsWrong() throws Exception {
        EmbeddedPusher server = server();
        Pushcast pushcast = pushcast(app(server.port()).secret(WRONG_SECRET).build());

        publish(pushcast, 3);
        settle(pushcast);

        assertThat(server.requests()).extracting(RecordedRequest::status).contains(401);
        assertNothingIsSaid();
    }

    @Test
    void areNotSaidWhenMessagesAreRefusedDroppedOrLeftOver() throws Exception {
        EmbeddedPusher server = server();
        server.faults().always(Fault.blackHole());
        for (OverflowPolicy policy : OverflowPolicy.values()) {
            Pushcast pushcast = pushcast(
                    transport(server.app()),
                    DeliverySettings.builder()
                            .bufferMessages(2)
                            .maxBlock(Duration.ofMillis(1))
                            .overflowPolicy(policy));
            publish(pushcast, 5);
            overheard.hear(catchThrowable(
                    () -> pushcast.to("no channel!").named("e").payload(PAYLOAD).publish()));
            overheard.hear(catchThrowable(() -> pushcast.to("orders")
                    .named("e")
                    .payload(PAYLOAD.repeat(1_000))
                    .publish()));
            overheard.hear(catchThrowable(() -> pushcast.publish(new Object())));

            pushcast.close(Duration.ZERO);

            publish(pushcast, 1);
        }

        assertNothingIsSaid();
    }

    @Test
    void areNotSaidWhenThereIsNoServer() throws Exception {
        Pushcast nobodyListens = pushcast(app(freePort()).build());
        Pushcast unknownHost = pushcast(app(80).host("no-such-host.invalid").build());
        Pushcast noTls;
        try (EmbeddedPusher server = EmbeddedPusher.builder().secret(SECRET).start()) {
            noTls = pushcast(app(server.port()).tls(true).build());
            for (Pushcast pushcast : List.of(nobodyListens, unknownHost, noTls)) {
                publish(pushcast, 3);
                settle(pushcast);
            }
        }

        assertNothingIsSaid();
    }

    @Test
    void areNotSaidToOrOfAProxy() throws Exception {
        EmbeddedPusher proxy = server();
        for (boolean tls : new boolean[] {false, true}) {
            PusherApp app = app(80).host("pusher.example").tls(tls).build();
            Pushcast pushcast = pushcast(
                    opened(PusherTransport.builder(app)
                            .proxy("127.0.0.1", proxy.port())
                            .proxyCredentials("we", PASSWORD)
                            .requestTimeout(Duration.ofMillis(200))
                            .build()),
                    DeliverySettings.builder());
            publish(pushcast, 3);
            settle(pushcast);
        }

        assertNothingIsSaid();
    }

    @Test
    void areNotSaidOfAConfigurationThatIsWrong() throws Exception {
        for (String url : List.of(
                "https://key:" + SECRET + "@api eu.pusher.com/apps/1",
                "https://key:" + SECRET + "@api-eu.pusher.com",
                "https://key:" + SECRET + "@api_eu:6001:1/apps/1",
                "https://key:" + SECRET + "@/apps/1",
                "https://key:" + SECRET + "@api-eu.pusher.com:port/apps/1",
                "https://key:" + SECRET + "@api-eu.pusher.com:99999/apps/1",
                "https://key:" + SECRET + "@api-eu.pusher.com/apps/",
                "https://" + SECRET + "@api-eu.pusher.com/apps/1",
                "https://:" + SECRET + "@api-eu.pusher.com/apps/1",
                "https://key:" + SECRET + "%zz@api-eu.pusher.com/apps/1",
                "key:" + SECRET + "@api-eu.pusher.com/apps/1",
                "ftp://key:" + SECRET + "@api-eu.pusher.com/apps/1",
                SECRET)) {
            Throwable refused = catchThrowable(() -> Pushcast.builder()
                    .app(PusherApp.fromUrl(url))
                    .json(String::valueOf)
                    .build()
                    .close(Duration.ZERO));
            assertThat(refused).as(url).isNotNull();
            overheard.hear(refused);
        }
        for (PusherApp.Builder wrong : List.of(
                PusherApp.builder().secret(SECRET),
                PusherApp.builder().appId("1").key("key").secret(SECRET),
                app(1).cluster("eu"),
                app(1).host("no host"),
                PusherApp.builder().appId("1").key("key").secret(SECRET).cluster("no cluster"))) {
            seen.add(wrong);
            overheard.hear(
                    catchThrowable(() -> PusherTransport.create(wrong.build()).close()));
        }
        Transport transport = transport(app(1).build());
        overheard.hear(catchThrowable(() ->
                Pushcast.builder().app(app(1).build()).transport(transport).build()));
        overheard.hear(catchThrowable(() -> PusherTransport.builder(app(1).build())
                .proxyCredentials("we", PASSWORD)
                .build()));
        overheard.hear(
                catchThrowable(() -> PusherTransport.builder(app(1).build()).proxyCredentials(" ", PASSWORD)));

        assertNothingIsSaid();
    }

    @Test
    void areNotSaidByTheEndpointThatAuthorizes() throws Exception {
        ChannelRules<String> rules = ChannelRules.<String>builder()
                .rule(
                        "presence-{room}",
                        request -> decided(AuthDecision.member(PresenceMember.of("7", Map.of("name", PAYLOAD)))))
                .rule("private-denied-{x}", request -> decided(AuthDecision.deny()))
                .rule("private-broken-{x}", request -> {
                    throw new IllegalStateException("The database is down");
                })
                .rule("private-{user}", request -> decided(AuthDecision.allow()))
                .build();
        ChannelAuthEndpoint<String> endpoint = new ChannelAuthEndpoint<>(app(80).build(), rules, SecretsIT::json);
        seen.add(endpoint);

        List<Integer> statuses = new ArrayList<>();
        for (String channel : List.of(
                "private-alice", "presence-room", "private-denied-1", "private-broken-1", "public", "no channel!")) {
            AuthResponse response = endpoint.handle(
                            Map.of("socket_id", List.of("1.2"), "channel_name", List.of(channel)), "alice")
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            statuses.add(response.status());
            seen.add(response);
            assertThat(SIGNATURE.matcher(response.body()).find()).isEqualTo(response.status() == 200);
        }

        assertThat(statuses).containsExactly(200, 200, 403, 500, 403, 400);
        assertNothingIsSaid();
    }

    private static CompletionStage<AuthDecision> decided(AuthDecision decision) {
        return CompletableFuture.completedFuture(decision);
    }

    /** A class that begins to hold a secret has to be looked at here, too. */
    @Test
    void areLookedForInEveryClassThatCanHoldOne() throws Exception {
        EmbeddedPusher server = server();
        server.faults().next(Fault.delay(Duration.ofMillis(200)));
        PusherTransport transport = transport(server.app());
        Pushcast pushcast = pushcast(transport, DeliverySettings.builder());
        PushcastBuilder builder = Pushcast.builder().app(server.app());
        PusherApp.Builder appBuilder = app(1);
        ChannelAuthEndpoint<String> endpoint = new ChannelAuthEndpoint<>(
                server.app(), ChannelRules.<String>builder().build(), String::valueOf);
        UserAuthEndpoint<String> signIn =
                new UserAuthEndpoint<>(server.app(), UserRule.of(user -> Optional.empty()), String::valueOf);
        WebhookReader.Builder webhooks = WebhookReader.builder().app(server.app());
        ChannelQueries queries = new ChannelQueries(transport, JsonCodec.detect());
        publish(pushcast, 1);
        await().until(() -> !server.requests().isEmpty() || !server.events().isEmpty());
        SubscriberBuilder subscriptions =
                Subscriber.builder().app(server.app()).on("private-orders", "placed", received -> {});
        Subscriber subscriber = subscriptions.build();
        subscriber.start();
        assertThat(subscriber.awaitSubscribed(Duration.ofSeconds(20))).isTrue();
        ReachableObjects belongings = new ReachableObjects(List.of(
                pushcast,
                subscriptions,
                subscriber,
                new SubscriptionAuthorizer.Grant(
                        "key:" + server.app().secret(), null, server.app().secret()),
                queries,
                transport,
                builder,
                appBuilder,
                PusherTransport.builder(server.app()),
                endpoint,
                signIn,
                webhooks,
                webhooks.build(),
                new WebhookEndpoint(webhooks.build(), event -> {}, "max-size")));

        Set<String> overlooked = ReachableObjects.holders(Pushcast.class).stream()
                .filter(type -> !Modifier.isAbstract(type.getModifiers()))
                .filter(type -> !belongings.classes().contains(type))
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());

        // They live as long as one request, one connection or one call, and are described in no words of their own.
        assertThat(overlooked).isSubsetOf("PublishRequest", "Call", "ProxyTunnel", "Builder");
        settle(pushcast);
        subscriber.close();
        belongings.objects().forEach(object -> overheard.hear(object.getClass() + ": " + object));
        assertNothingIsSaid();
    }

    private void assertNothingIsSaid() throws Exception {
        for (Object object : new ReachableObjects(seen).objects()) {
            overheard.hear(object.getClass() + ": " + object);
        }
        assertThat(overheard.words()).isNotEmpty();
        assertThat(overheard.words().stream().filter(SecretsIT::saysTooMuch)).isEmpty();
    }

    private static boolean saysTooMuch(String words) {
        return UNSPOKEN.stream().anyMatch(words::contains)
                || SIGNATURE.matcher(words).find();
    }

    /** So that the tests above are known to hear Netty, by which requests are sent. */
    @Test
    void areNotSaidByNettyWhichIsHeard() throws Exception {
        EmbeddedPusher server = server();
        Pushcast pushcast = pushcast(server.app());

        publish(pushcast, 1);
        settle(pushcast);

        assertThat(overheard.words()).anyMatch(words -> words.startsWith("io.netty.channel.nio."));
        assertNothingIsSaid();
    }

    private EmbeddedPusher server() {
        return opened(EmbeddedPusher.builder().key("key").secret(SECRET).start());
    }

    private static PusherApp.Builder app(int port) {
        return PusherApp.builder()
                .appId("1")
                .key("key")
                .secret(SECRET)
                .host("127.0.0.1")
                .port(port)
                .tls(false);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private PusherTransport transport(PusherApp app) {
        PusherTransport.Builder builder = PusherTransport.builder(app).requestTimeout(Duration.ofMillis(200));
        seen.add(builder);
        PusherTransport transport = opened(builder.build());
        seen.add(transport);
        return transport;
    }

    private Pushcast pushcast(PusherApp app) {
        return pushcast(transport(app), DeliverySettings.builder());
    }

    private Pushcast pushcast(Transport transport, DeliverySettings.Builder delivery) {
        PushcastBuilder builder = Pushcast.builder()
                .transport(transport)
                .json(payload -> "\"" + payload + "\"")
                .limits(Limits.PUSHER.withMaxBatchSize(4))
                .delivery(delivery.closeTimeout(Duration.ZERO)
                        .deliveryTimeout(Duration.ofMillis(500))
                        .build())
                .resilience(ResilienceSettings.builder()
                        .initialBackoff(Duration.ofMillis(1))
                        .maxBackoff(Duration.ofMillis(10))
                        .maxAttempts(3)
                        .suspension(Duration.ofMillis(50))
                        .circuitBreakerRegistry(CircuitBreakerRegistry.ofDefaults())
                        .retryRegistry(RetryRegistry.ofDefaults())
                        .build())
                .listener(new Listener());
        Pushcast pushcast = opened(builder.build());
        seen.add(builder);
        seen.add(pushcast);
        return pushcast;
    }

    private void publish(Pushcast pushcast, int messages) {
        IntStream.range(0, messages)
                .forEach(i -> pushcast.to("channel-" + i % 3)
                        .named("e")
                        .payload(PAYLOAD)
                        .publish()
                        .whenComplete((delivery, failure) -> {
                            if (failure != null) {
                                overheard.hear(failure);
                            } else {
                                seen(delivery);
                            }
                        }));
    }

    private static void settle(Pushcast pushcast) throws Exception {
        pushcast.flush().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private void seen(Object object) {
        overheard.hear(object.getClass() + ": " + object);
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(0, closeable);
        return closeable;
    }

    private final class Listener implements DeliveryListener {

        @Override
        public void onDelivered(ChannelMessage message, Delivery delivery) {
            seen(message);
            seen(delivery);
        }

        @Override
        public void onFailed(ChannelMessage message, DeliveryException failure) {
            seen(message);
            overheard.hear(failure);
        }
    }

    private static String json(Object value) {
        return value instanceof Map<?, ?> info ? "{\"name\":\"" + info.get("name") + "\"}" : "\"" + value + "\"";
    }
}
