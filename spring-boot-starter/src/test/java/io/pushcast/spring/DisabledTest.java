package io.pushcast.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.PublishTo;
import io.pushcast.pusher.PusherApp;
import io.pushcast.spring.event.ReactiveEventPublisher;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.util.ClassUtils;

class DisabledTest {

    /** They keep secrets out of what other endpoints show, also if Pushcast is off. */
    private static final String SANITIZING = "pushcastSanitizingFunction";

    @Test
    void leavesTheApplicationsOwnBeansAlone() {
        PusherApp app = PusherApp.fromUrl("http://k:s@localhost:1/apps/1");
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(all()))
                .withPropertyValues("pushcast.enabled=false", "management.endpoints.web.exposure.include=*")
                .withBean("app", PusherApp.class, () -> app)
                .withBean(
                        "own",
                        Pushcast.class,
                        () -> Pushcast.builder()
                                .transport(new RecordingTransport())
                                .build())
                .withBean("mappings", EventMappings.class, EventMappings::ofAnnotations)
                .withBean(SimpleMeterRegistry.class)
                .withBean(ObservationRegistry.class, ObservationRegistry::create)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(Arrays.stream(context.getBeanDefinitionNames())
                                    .filter(name -> name.startsWith("pushcast") || name.startsWith("io.pushcast")))
                            .allMatch(name -> name.equals(SANITIZING)
                                    || name.endsWith("PushcastEndpointAutoConfiguration")
                                    || name.endsWith("PushcastDisabledAutoConfiguration")
                                    || name.endsWith("PushcastDisabledEventsAutoConfiguration"));
                });
    }

    @Test
    void leavesPublishersThatDoNothing() {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(all()))
                .withPropertyValues("pushcast.enabled=false", "pushcast.apps.eu.url=http://k:s@localhost:1/apps/2")
                .withBean(Injecting.class)
                .run(context -> {
                    Injecting publishers = context.getBean(Injecting.class);
                    assertThat(publishers.publisher.publish(new Placed("c-7"))).succeedsWithin(Duration.ofSeconds(5));
                    assertThat(publishers.named.to("a").named("n").payload(1).publish())
                            .succeedsWithin(Duration.ofSeconds(5));
                    publishers.reactive.publish(new Placed("c-7")).block();
                    context.publishEvent(new Placed("c-7"));
                    assertThat(publishers.publisher).isNotSameAs(publishers.named);
                });
    }

    @Test
    void makesNoPublisherThatNobodyWants() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(all()))
                .withPropertyValues("pushcast.enabled=false")
                .run(context -> assertThat(context.getBeanFactory().containsSingleton("pushcast"))
                        .isFalse());
    }

    @PublishTo(channel = "orders.{customerId}")
    record Placed(String customerId) {}

    record Injecting(
            EventPublisher publisher, @Qualifier("eu") Pushcast named, ReactiveEventPublisher reactive) {}

    private static Class<?>[] all() {
        return ImportCandidates.load(AutoConfiguration.class, null).getCandidates().stream()
                .filter(name -> name.startsWith("io.pushcast"))
                .map(name -> ClassUtils.resolveClassName(name, null))
                .toArray(Class<?>[]::new);
    }
}
