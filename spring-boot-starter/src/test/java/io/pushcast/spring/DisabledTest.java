package io.pushcast.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.pushcast.Pushcast;
import io.pushcast.mapping.EventMappings;
import io.pushcast.pusher.PusherApp;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
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
                            .allMatch(name ->
                                    name.equals(SANITIZING) || name.endsWith("PushcastEndpointAutoConfiguration"));
                });
    }

    private static Class<?>[] all() {
        return ImportCandidates.load(AutoConfiguration.class, null).getCandidates().stream()
                .filter(name -> name.startsWith("io.pushcast"))
                .map(name -> ClassUtils.resolveClassName(name, null))
                .toArray(Class<?>[]::new);
    }
}
