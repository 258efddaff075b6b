package io.pushcast.spring.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pushcast.Pushcast;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.mapping.PublishTo;
import io.pushcast.message.ChannelName;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastConfigurationException;
import io.pushcast.spring.actuate.PushcastHealthAutoConfiguration;
import io.pushcast.spring.actuate.PushcastMetricsAutoConfiguration;
import io.pushcast.subscribe.PresenceMembers;
import io.pushcast.subscribe.Received;
import io.pushcast.subscribe.Subscribe;
import io.pushcast.subscribe.Subscriber;
import io.pushcast.subscribe.SubscriberListener;
import io.pushcast.subscribe.SubscriberStatus.ConnectionState;
import io.pushcast.testing.EmbeddedPusher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

class PushcastSubscribeAutoConfigurationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EmbeddedPusher server = EmbeddedPusher.start();
    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class,
                    PushcastAutoConfiguration.class,
                    PushcastSubscribeAutoConfiguration.class,
                    PushcastMetricsAutoConfiguration.class,
                    PushcastHealthAutoConfiguration.class))
            .withPropertyValues("pushcast.url=http://" + server.key() + ":"
                    + server.app().secret() + "@" + server.host() + ":" + server.port() + "/apps/1");

    @AfterEach
    void close() {
        server.close();
    }

    @PublishTo(channel = "stock.eu", event = "changed")
    record StockChanged(String item, int left) {}

    static final class Handlers {

        private final BlockingQueue<Object> received;

        Handlers(BlockingQueue<Object> received) {
            this.received = received;
        }

        @Subscribe("stock.${region}")
        void changed(StockChanged event, ChannelName channel) {
            received.add(event + " on " + channel);
        }

        @Subscribe(value = "stock.${region}", event = "list")
        CompletionStage<Void> listed(Received where, List<StockChanged> all) {
            return CompletableFuture.runAsync(() -> received.add(where.event() + all));
        }

        @Subscribe("presence-warehouse")
        void members(PresenceMembers members) {
            received.add(members.all().size() + " member");
        }
    }

    private ApplicationContextRunner withHandlers() {
        return application.withPropertyValues("region=eu").withBean(Handlers.class, () -> new Handlers(received));
    }

    @Test
    void callsMethodsOfBeans() {
        withHandlers().run(context -> {
            Subscriber subscriber = context.getBean(Subscriber.class);
            assertThat(subscriber.awaitSubscribed(PATIENCE)).isTrue();
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("1 member");
            Pushcast pushcast = context.getBean(Pushcast.class);

            pushcast.publish(new StockChanged("pen", 3));
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("StockChanged[item=pen, left=3] on stock.eu");

            pushcast.to("stock.eu")
                    .named("list")
                    .payload(List.of(new StockChanged("ink", 1)))
                    .publish();
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("list[StockChanged[item=ink, left=1]]");
            assertThat(subscriber.status().failed()).isZero();
        });
        await().atMost(PATIENCE).until(() -> server.socketFaults().connections() == 0);
    }

    @Test
    void startsWithTheContextAndGoesOnWhenItIsStartedAgain() {
        withHandlers().run(context -> {
            ConfigurableApplicationContext started = context.getSourceApplicationContext();
            Subscriber subscriber = context.getBean(Subscriber.class);
            assertThat(subscriber.awaitSubscribed(PATIENCE)).isTrue();

            started.stop();
            assertThat(server.subscribers("stock.eu")).isZero();
            started.start();

            assertThat(subscriber.awaitSubscribed(PATIENCE)).isTrue();
            assertThat(server.subscribers("stock.eu")).isEqualTo(1);
        });
    }

    @Test
    void doesNotConnectForNobody() {
        application.run(context -> {
            assertThat(context.getBean(Subscriber.class).status().connection()).isEqualTo(ConnectionState.NEW);
            assertThat(server.socketFaults().connections()).isZero();
        });
        withHandlers()
                .withPropertyValues("pushcast.subscriber.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(Subscriber.class));
        withHandlers()
                .withPropertyValues("pushcast.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(Subscriber.class));
    }

    @Test
    void goesByItsPropertiesListenersAndCustomizers() {
        BlockingQueue<String> duplicates = new LinkedBlockingQueue<>();
        application
                .withPropertyValues("pushcast.subscriber.event-ids=_id", "pushcast.subscriber.buffer.events=5")
                .withBean(SubscriberListener.class, () -> new SubscriberListener() {
                    @Override
                    public void onDuplicate(Received event) {
                        duplicates.add(String.valueOf(event.id()));
                    }
                })
                .withBean(
                        SubscriberBuilderCustomizer.class,
                        () -> subscriber -> subscriber.on("orders", "e", received::add))
                .run(context -> {
                    assertThat(context.getBean(Subscriber.class).awaitSubscribed(PATIENCE))
                            .isTrue();
                    Pushcast pushcast = context.getBean(Pushcast.class);
                    pushcast.to("orders").named("e").payload(Map.of("_id", "7")).publish();
                    pushcast.to("orders").named("e").payload(Map.of("_id", "7")).publish();

                    assertThat(duplicates.poll(10, TimeUnit.SECONDS)).isEqualTo("7");
                    assertThat(received).hasSize(1);
                });
        application
                .withPropertyValues("pushcast.subscriber.pong-timeout=0s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("pongTimeout must be positive"));
    }

    @Test
    void hasMetersAndHealth() {
        withHandlers()
                .withBean(SimpleMeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    assertThat(context.getBean(Subscriber.class).awaitSubscribed(PATIENCE))
                            .isTrue();
                    assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("1 member");
                    context.getBean(Pushcast.class).publish(new StockChanged("pen", 3));
                    assertThat(received.poll(10, TimeUnit.SECONDS)).isNotNull();
                    SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);

                    await().atMost(PATIENCE)
                            .until(() -> registry.get("pushcast.subscriber.handled")
                                            .timer()
                                            .count()
                                    == 1);
                    assertThat(registry.get("pushcast.subscriber.subscriptions")
                                    .tag("state", "subscribed")
                                    .gauge()
                                    .value())
                            .isEqualTo(2);
                    HealthIndicator health =
                            context.getBean("pushcastSubscriberHealthIndicator", HealthIndicator.class);
                    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
                    server.socketFaults().close(4001, "No such app");
                    await().atMost(PATIENCE)
                            .until(() -> health.health().getStatus().getCode().equals("REFUSED"));
                    assertThat(health.health().getDetails().get("reason"))
                            .asString()
                            .contains("No such app (4001)");
                });
    }

    static class Wildcard {
        @Subscribe("stock.*")
        void on(StockChanged event) {}
    }

    static class Template {
        @Subscribe("stock.{region}")
        void on(StockChanged event) {}
    }

    static class TwoPayloads {
        @Subscribe("stock")
        void on(StockChanged event, String other) {}
    }

    static class NoPresence {
        @Subscribe("stock")
        void on(PresenceMembers members) {}
    }

    static class Result {
        @Subscribe("stock")
        int on(StockChanged event) {
            return 1;
        }
    }

    static class Encrypted {
        @Subscribe("private-encrypted-stock")
        void on(StockChanged event) {}
    }

    @Test
    void refusesMethodsThatCanNeverWorkWithASentence() {
        expectFailure(Wildcard.class, "Wildcard.on(StockChanged) has a wrong channel", "Pusher has no wildcards");
        expectFailure(Template.class, "Template.on(StockChanged) has a wrong channel", "Pusher has no wildcards");
        expectFailure(TwoPayloads.class, "has two parameters for the payload");
        expectFailure(NoPresence.class, "presence channels are those that start with presence-");
        expectFailure(Result.class, "returns int");
        expectFailure(Encrypted.class, "private-encrypted-stock is encrypted");
        application
                .withBean(Encrypted.class)
                .withBean(EncryptionKeys.class, () -> EncryptionKeys.of("0".repeat(64)))
                .run(context -> assertThat(context).hasNotFailed());
    }

    private void expectFailure(Class<?> bean, String... words) {
        application
                .withBean(bean)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasRootCauseInstanceOf(IllegalArgumentException.class)
                        .satisfies(failure -> {
                            Throwable cause = failure;
                            while (!(cause instanceof PushcastConfigurationException)) {
                                cause = cause.getCause();
                            }
                            assertThat(cause).hasMessageContainingAll(words);
                        }));
    }
}
