package io.pushcast.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.EventPublisher;
import io.pushcast.message.ChannelMessage;
import io.pushcast.outbox.Outbox;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.event.PushcastEventAutoConfiguration;
import io.pushcast.spring.outbox.PushcastOutboxAutoConfiguration;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.SimpleHttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.SimpleStatusAggregator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PushcastHealthTest {

    private final Answering server = new Answering();

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    PushcastOutboxAutoConfiguration.class,
                    PushcastAutoConfiguration.class,
                    PushcastEventAutoConfiguration.class,
                    PushcastHealthAutoConfiguration.class))
            .withBean(Transport.class, () -> server)
            .withPropertyValues(
                    "pushcast.url=http://k:s@localhost:6001/apps/1",
                    "pushcast.delivery.close-timeout=10ms",
                    "pushcast.retry.initial-backoff=1ms",
                    "pushcast.retry.max-backoff=1ms");

    private final ApplicationContextRunner withOutbox = application
            .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
            .withPropertyValues("pushcast.outbox.enabled=true", "spring.datasource.generate-unique-name=true");

    @Test
    void isUpWithDetails() {
        application.run(context -> {
            HealthIndicator health = context.getBean("pushcastHealthContributor", HealthIndicator.class);
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
            assertThat(health.health().getDetails())
                    .containsEntry("app", "1")
                    .containsEntry("bufferedMessages", 0)
                    .containsKeys("server", "oldestAge", "requestsInFlight");
            assertThat(context).doesNotHaveBean("pushcastOutboxHealthIndicator");
        });
    }

    @Test
    void showsAppsWithANameAlone() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(PushcastAutoConfiguration.class, PushcastHealthAutoConfiguration.class))
                .withPropertyValues("pushcast.apps.eu.url=http://k:s@localhost:6001/apps/2")
                .run(context -> assertThat(context).hasNotFailed().hasBean("pushcastHealthContributor"));
    }

    @Test
    void isUpWhileTheCircuitBreakerIsOpen() {
        server.outcome = new Outcome.Retryable(Outcome.Kind.OUTAGE, 503, "down", null, null);
        application.run(context -> {
            HealthIndicator health = context.getBean("pushcastHealthContributor", HealthIndicator.class);
            publish(context.getBean(EventPublisher.class));
            await().until(() -> !"SERVING"
                    .equals(String.valueOf(health.health().getDetails().get("server"))));
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    // Spring Boot 4.1 moves both of the classes that say what load balancers get to see.
    @SuppressWarnings("removal")
    void hasAStatusThatNobodyActsOnWhileTheAppItselfIsRefused() {
        server.outcome = new Outcome.Suspended(401, "wrong signature");
        application.run(context -> {
            HealthIndicator health = context.getBean("pushcastHealthContributor", HealthIndicator.class);
            publish(context.getBean(EventPublisher.class));
            await().until(() -> health.health().getStatus().getCode().equals("REFUSED"));
            assertThat(health.health().getDetails())
                    .hasEntrySatisfying(
                            "reason", reason -> assertThat(reason).asString().contains("id, key and secret"));
            Status refused = health.health().getStatus();
            assertThat(new SimpleStatusAggregator().getAggregateStatus(Set.of(refused, Status.UP)))
                    .isEqualTo(Status.UP);
            assertThat(new SimpleHttpCodeStatusMapper().getStatusCode(refused)).isEqualTo(200);
        });
    }

    @Test
    void theOutboxIsDownWhileItsOldestMessageIsTooOld() {
        withOutbox
                .withPropertyValues("pushcast.outbox.relay=false", "pushcast.health.max-wait=1ms")
                .run(context -> {
                    HealthIndicator health = context.getBean("pushcastOutboxHealthIndicator", HealthIndicator.class);
                    publish(context.getBean(EventPublisher.class));
                    await().until(() -> health.health().getStatus().equals(Status.DOWN));
                    assertThat(health.health().getDetails())
                            .containsEntry("pending", 1L)
                            .hasEntrySatisfying(
                                    "reason",
                                    reason -> assertThat(reason)
                                            .asString()
                                            .contains("pushcast.health.max-wait=PT0.001S"));
                });
    }

    @Test
    void theOutboxIsRefusedWhileTheAppIs() {
        server.outcome = new Outcome.Suspended(401, "wrong signature");
        withOutbox.withPropertyValues("pushcast.health.max-wait=1ms").run(context -> {
            HealthIndicator health = context.getBean("pushcastOutboxHealthIndicator", HealthIndicator.class);
            publish(context.getBean(EventPublisher.class));
            await().until(() -> health.health().getStatus().getCode().equals("REFUSED"));
        });
    }

    @Test
    void isLateWhileAMessageWaitsTooLong() {
        server.outcome = new Outcome.Retryable(Outcome.Kind.OUTAGE, 503, "down", null, null);
        application.withPropertyValues("pushcast.health.max-wait=1ms").run(context -> {
            HealthIndicator health = context.getBean("pushcastHealthContributor", HealthIndicator.class);
            publish(context.getBean(EventPublisher.class));
            await().until(() -> health.health().getStatus().getCode().equals("LATE"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "-1s"})
    void needsATimeAfterWhichMessagesAreLate(String time) {
        application
                .withPropertyValues("pushcast.health.max-wait=" + time)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("pushcast.health.max-wait must be positive"));
    }

    @Test
    void theOutboxIsUpWhileItsMessagesAreYoung() {
        withOutbox.withPropertyValues("pushcast.outbox.relay=false").run(context -> {
            publish(context.getBean(EventPublisher.class));
            HealthIndicator health = context.getBean("pushcastOutboxHealthIndicator", HealthIndicator.class);
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
            assertThat(health.health().getDetails()).containsEntry("pending", 1L);
            assertThat(context.getBean(Outbox.class).hasRelay()).isFalse();
        });
    }

    @Test
    void showsEachOfSeveralPublishers() {
        application
                .withPropertyValues("pushcast.apps.eu.url=http://k:s@localhost:6001/apps/2")
                .run(context -> assertThat(
                                context.getBean("pushcastHealthContributor", CompositeHealthContributor.class).stream()
                                        .map(CompositeHealthContributor.Entry::name))
                        .containsExactlyInAnyOrder("pushcast", "euPushcast"));
    }

    @Test
    void canBeTurnedOffAndDoesWithoutTheHealthModule() {
        withOutbox
                .withPropertyValues("management.health.pushcast.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthContributor.class));
        application
                .withClassLoader(new FilteredClassLoader(HealthContributor.class))
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static void publish(EventPublisher publisher) {
        publisher.to("a").named("n").payload(1).publish();
    }

    private static final class Answering implements Transport {

        volatile Outcome outcome = Outcome.Accepted.INSTANCE;

        @Override
        public CompletionStage<Outcome> send(List<ChannelMessage> batch) {
            return CompletableFuture.completedFuture(outcome);
        }
    }
}
