package io.pushcast.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.auth.AuthLimits;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.delivery.OverflowPolicy;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.json.jackson3.Jackson3Codec;
import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.Route;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.Limits;
import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.pusher.ServerProfile;
import io.pushcast.spring.event.PushcastEventAutoConfiguration;
import io.pushcast.transport.Transport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.TransactionManager;

class PushcastAutoConfigurationTest {

    private final ApplicationContextRunner withoutApp = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class,
                    PushcastAutoConfiguration.class,
                    PushcastEventAutoConfiguration.class));

    private final ApplicationContextRunner application = withoutApp.withPropertyValues(
            "pushcast.app-id=123", "pushcast.key=my-key", "pushcast.secret=my-secret", "pushcast.cluster=eu");

    @Test
    void makesAPublisherOfTheAppThatThePropertiesName() {
        application.run(context -> {
            assertThat(context).hasSingleBean(EventPublisher.class);
            assertThat(context.getBean(EventPublisher.class)).isInstanceOf(Pushcast.class);
            assertThat(context.getBean(Transport.class)).isInstanceOf(PusherTransport.class);
            PusherApp app = context.getBean(PusherApp.class);
            assertThat(app.appId()).isEqualTo("123");
            assertThat(app.key()).isEqualTo("my-key");
            assertThat(app.secret()).isEqualTo("my-secret");
            assertThat(app.host()).isEqualTo("api-eu.pusher.com");
            assertThat(app.tls()).isTrue();
        });
    }

    @Test
    void takesTheAppFromAUrl() {
        withoutApp
                .withPropertyValues("pushcast.url=http://k:s@localhost:6001/realtime/apps/9")
                .run(context -> {
                    PusherApp app = context.getBean(PusherApp.class);
                    assertThat(app.appId()).isEqualTo("9");
                    assertThat(app.port()).isEqualTo(6001);
                    assertThat(app.tls()).isFalse();
                    assertThat(app.pathPrefix()).isEqualTo("/realtime");
                });
    }

    @Test
    void takesTheServerFromHostPortTlsAndPathPrefix() {
        withoutApp
                .withPropertyValues(
                        "pushcast.url=",
                        "pushcast.app-id=123",
                        "pushcast.key=k",
                        "pushcast.secret=s",
                        "pushcast.cluster=",
                        "pushcast.host=soketi.local",
                        "pushcast.port=6001",
                        "pushcast.tls=false",
                        "pushcast.path-prefix=/ws")
                .run(context -> assertThat(context.getBean(PusherApp.class))
                        .hasToString("PusherApp[123 at http://soketi.local:6001/ws, key k]"));
    }

    @Test
    void knowsByTheServerWhatItTakesAsFarAsNothingElseIsSet() {
        withoutApp
                .withPropertyValues(
                        "pushcast.url=http://k:s@localhost:6001/apps/9",
                        "pushcast.server=soketi",
                        "pushcast.limits.max-batch-size=5")
                .run(context -> {
                    PusherApp app = context.getBean(PusherApp.class);
                    assertThat(app.server()).isEqualTo(ServerProfile.SOKETI);
                    assertThat(PropertiesMapper.limits(
                                    app,
                                    context.getBean(PushcastProperties.class).limits()))
                            .isEqualTo(ServerProfile.SOKETI.limits().withMaxBatchSize(5));
                    assertThat(context.getBean(AuthLimits.class)).isEqualTo(AuthLimits.of(ServerProfile.SOKETI));
                });
    }

    @Test
    void doesNothingWhenItIsTurnedOff() {
        withoutApp.withPropertyValues("pushcast.enabled=false").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context).doesNotHaveBean(EventPublisher.class);
            assertThat(context).doesNotHaveBean(PusherApp.class);
            assertThat(context).doesNotHaveBean("pushcastEventListener");
        });
    }

    @Test
    void givesWayToBeansOfTheApplication() {
        RecordingTransport transport = new RecordingTransport();
        PusherApp app = PusherApp.fromUrl("http://k:s@localhost:6001/apps/9");
        EventMappings mappings = EventMappings.builder()
                .route(String.class, text -> Route.to("texts"))
                .build();
        JsonCodec json = value -> "\"mine\"";
        withoutApp
                .withBean(Transport.class, () -> transport)
                .withBean(PusherApp.class, () -> app)
                .withBean(EventMappings.class, () -> mappings)
                .withBean(JsonCodec.class, () -> json)
                .run(context -> {
                    assertThat(context).getBean(PusherApp.class).isSameAs(app);
                    assertThat(context).getBean(EventMappings.class).isSameAs(mappings);
                    assertThat(context).getBean(JsonCodec.class).isSameAs(json);
                    await(context.getBean(EventPublisher.class).publish("a text"));
                    assertThat(transport.payloads()).containsExactly("\"mine\"");
                });
    }

    @Test
    void givesWayToAPublisherOfTheApplication() {
        try (Pushcast own =
                Pushcast.builder().transport(new RecordingTransport()).build()) {
            application
                    .withBean(EventPublisher.class, () -> own)
                    .run(context ->
                            assertThat(context).getBean(EventPublisher.class).isSameAs(own));
        }
    }

    @Test
    void writesPayloadsAsTheApplicationWritesItsOtherJson() {
        application
                .withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE")
                .run(context -> {
                    assertThat(context.getBean(JsonCodec.class).write(new Named("x")))
                            .isEqualTo("{\"first_name\":\"x\"}");
                });
    }

    @Test
    void writesPayloadsWithAMapperOfItsOwnWhereTheContextHasNone() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PushcastAutoConfiguration.class))
                .withPropertyValues("pushcast.url=http://k:s@localhost:6001/apps/9")
                .run(context -> assertThat(context.getBean(JsonCodec.class)).isInstanceOf(Jackson3Codec.class));
    }

    @Test
    void tellsListenersAndLetsCustomizersChangeTheRest() {
        RecordingTransport transport = new RecordingTransport();
        CompletableFuture<ChannelMessage> told = new CompletableFuture<>();
        application
                .withBean(Transport.class, () -> transport)
                .withBean(DeliveryListener.class, () -> new DeliveryListener() {
                    @Override
                    public void onDelivered(ChannelMessage message, Delivery delivery) {
                        told.complete(message);
                    }
                })
                .withBean(
                        PushcastBuilderCustomizer.class,
                        () -> builder -> builder.json(value -> "\"from the customizer\""))
                .run(context -> {
                    await(context.getBean(EventPublisher.class)
                            .to("orders")
                            .named("note")
                            .payload(1)
                            .publish());
                    assertThat(told.get(10, TimeUnit.SECONDS).data()).isEqualTo("\"from the customizer\"");
                });
    }

    @Test
    void encryptsWithTheApplicationsKeys() {
        RecordingTransport transport = new RecordingTransport();
        EncryptionKeys keys = EncryptionKeys.of("A".repeat(43) + "=");
        application
                .withBean(Transport.class, () -> transport)
                .withBean(EncryptionKeys.class, () -> keys)
                .run(context -> {
                    await(context.getBean(EventPublisher.class)
                            .to("private-encrypted-orders")
                            .named("note")
                            .payload(1)
                            .publish());
                    assertThat(transport.payloads())
                            .singleElement()
                            .satisfies(payload -> assertThat(
                                            keys.decrypt(ChannelName.of("private-encrypted-orders"), payload))
                                    .isEqualTo("1"));
                });
    }

    @Test
    void deliversWhatIsBufferedBeforeTheContextHasClosed() {
        RecordingTransport transport = new RecordingTransport();
        application.withBean(Transport.class, () -> transport).run(context -> {
            for (int i = 0; i < 100; i++) {
                context.getBean(EventPublisher.class)
                        .to("orders")
                        .named("note")
                        .payload(i)
                        .publish();
            }
            context.close();
            assertThat(transport.payloads()).hasSize(100).endsWith("99");
        });
    }

    @Test
    void worksWithoutSpringsTransactions() {
        RecordingTransport transport = new RecordingTransport();
        application
                .withClassLoader(new FilteredClassLoader(TransactionManager.class.getPackageName()))
                .withBean(Transport.class, () -> transport)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context).doesNotHaveBean("transactionBoundPushcast");
                    context.publishEvent(new PublishedEvents.OrderPlaced("c-7", "o-1"));
                    await(context.getBean(Pushcast.class).flush());
                    assertThat(transport.payloads()).hasSize(1);
                });
    }

    @Test
    void appliesSettings() {
        application
                .withPropertyValues("pushcast.limits.max-payload-bytes=5", "pushcast.delivery.linger=0")
                .run(context -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> context.getBean(EventPublisher.class)
                                .to("orders")
                                .named("note")
                                .payload("12345")
                                .publish())
                        .withMessageContaining("has 7 bytes and the limit is 5"));
    }

    @Test
    void handsDeliverySettingsOn() {
        new ApplicationContextRunner()
                .withUserConfiguration(PropertiesOnly.class)
                .withPropertyValues(
                        "pushcast.delivery.linger=1ms",
                        "pushcast.delivery.delivery-timeout=2s",
                        "pushcast.delivery.max-block=3s",
                        "pushcast.delivery.close-timeout=4s",
                        "pushcast.delivery.buffer-size=5KB",
                        "pushcast.delivery.buffer-messages=6",
                        "pushcast.delivery.max-in-flight=7",
                        "pushcast.delivery.overflow-policy=drop-oldest")
                .run(context -> {
                    DeliverySettings settings = PropertiesMapper.delivery(
                            context.getBean(PushcastProperties.class).delivery(), Stream.of());
                    assertThat(settings)
                            .usingRecursiveComparison()
                            .ignoringFields("patience")
                            .isEqualTo(DeliverySettings.builder()
                                    .linger(Duration.ofMillis(1))
                                    .deliveryTimeout(Duration.ofSeconds(2))
                                    .maxBlock(Duration.ofSeconds(3))
                                    .closeTimeout(Duration.ofSeconds(4))
                                    .bufferBytes(5 * 1024)
                                    .bufferMessages(6)
                                    .maxInFlight(7)
                                    .overflowPolicy(OverflowPolicy.DROP_OLDEST)
                                    .build());
                });
    }

    @Test
    void takesAPlaceholderThatNothingFillsForMissing() {
        withoutApp
                .withPropertyValues(
                        "pushcast.app-id=1",
                        "pushcast.key=k",
                        "pushcast.cluster=eu",
                        "pushcast.secret=${NOT_SET_ANYWHERE}")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessageContaining("Not set: pushcast.secret."));
    }

    @Test
    void namesEveryPropertyThatIsMissing() {
        withoutApp
                .withPropertyValues("pushcast.key=my-key")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessage("Pushcast does not know which Pusher app to publish to. Not set: pushcast.app-id,"
                                + " pushcast.secret, pushcast.cluster (or pushcast.host)."));
    }

    @Test
    void refusesAUrlBesideSingleProperties() {
        application
                .withPropertyValues("pushcast.url=https://a:hidden@host/apps/1", "pushcast.tls=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("The Pusher app is named twice: by pushcast.url and by pushcast.app-id,"
                                + " pushcast.key, pushcast.secret, pushcast.cluster, pushcast.tls."));
    }

    @Test
    void refusesAClusterBesideAHost() {
        application
                .withPropertyValues("pushcast.host=localhost")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("The Pusher app has two servers: pushcast.cluster is 'eu' and pushcast.host is"
                                + " 'localhost'."));
    }

    @Test
    void namesThePrefixOfAWrongValue() {
        application
                .withPropertyValues("pushcast.delivery.linger=-1s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("A property under pushcast.delivery has a value that is not allowed:"
                                + " linger must not be negative, unlike PT-1S."));
        application
                .withPropertyValues("pushcast.retry.max-backoff=1ms")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("A property under pushcast.retry has a value that is not allowed:"
                                + " maxBackoff PT0.001S is shorter than initialBackoff PT0.1S."));
        application
                .withPropertyValues("pushcast.http.max-connections=0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("A property under pushcast.http has a value that is not allowed:"
                                + " maxConnections must be at least 1, not 0."));
        application
                .withPropertyValues("pushcast.limits.max-user-id-length=0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("A property under pushcast.limits has a value that is not allowed:"
                                + " maxUserIdLength must be at least 1, not 0."));
        application
                .withPropertyValues("pushcast.port=70000")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(
                                "The properties of the Pusher app under pushcast are wrong: The port of the Pusher app"
                                        + " must be within 1–65535, not 70000."));
    }

    @Test
    void hasTheDefaultsOfCore() {
        new ApplicationContextRunner()
                .withUserConfiguration(PropertiesOnly.class)
                .run(context -> {
                    PushcastProperties properties = context.getBean(PushcastProperties.class);
                    DeliverySettings defaults = DeliverySettings.defaults();
                    assertThat(PropertiesMapper.delivery(properties.delivery(), Stream.of()))
                            .usingRecursiveComparison()
                            .ignoringFields("patience")
                            .isEqualTo(defaults);
                    PusherApp app = PusherApp.fromUrl("http://k:s@localhost:6001/apps/9");
                    assertThat(properties.server()).isEqualTo(app.server());
                    assertThat(PropertiesMapper.limits(app, properties.limits()))
                            .isEqualTo(Limits.PUSHER);
                    assertThat(PropertiesMapper.authLimits(app, properties.limits()))
                            .isEqualTo(AuthLimits.PUSHER);
                    assertThat(properties.http())
                            .isEqualTo(new PushcastProperties.Http(
                                    Duration.ofSeconds(10),
                                    Duration.ofSeconds(5),
                                    16,
                                    false,
                                    new PushcastProperties.Proxy(null, null, null, null)));
                    assertThat(properties.retry())
                            .isEqualTo(new PushcastProperties.Retry(
                                    Duration.ofMillis(100), Duration.ofSeconds(10), null, Duration.ofSeconds(60)));
                    assertThat(properties.enabled()).isTrue();
                });
    }

    @Test
    void showsTheSecretInNoText() {
        application.run(context -> {
            for (Map.Entry<String, Object> bean :
                    context.getBeansOfType(Object.class).entrySet()) {
                if (bean.getValue().getClass().getName().startsWith("io.pushcast")) {
                    assertThat(String.valueOf(bean.getValue())).doesNotContain("my-secret");
                }
            }
            assertThat(context.getBean(PushcastProperties.class).toString()).contains("secret=******");
        });
        withoutApp
                .withPropertyValues("pushcast.url=https://k:my-secret@host/apps/1")
                .run(context -> assertThat(
                                context.getBean(PushcastProperties.class).toString())
                        .contains("url=******")
                        .doesNotContain("my-secret"));
        withoutApp
                .withPropertyValues("pushcast.url=https://k:my-secret@host/nothing")
                .run(context -> assertThat(context)
                        .getFailure()
                        .satisfies(failure -> assertThat(stackTrace(failure))
                                .contains("It looks like https://key:secret@host")
                                .doesNotContain("my-secret")));
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static void await(CompletionStage<?> stage) throws Exception {
        stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    record Named(String firstName) {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(PushcastProperties.class)
    static class PropertiesOnly {}
}
