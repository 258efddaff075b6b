package io.pushcast.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.EventPublisher;
import io.pushcast.quarkus.test.EmbeddedPusherResource;
import io.pushcast.testing.EmbeddedPusher;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedPusherResource.class)
class EmbeddedPusherResourceIT {

    EmbeddedPusher server;

    @Inject
    EventPublisher publisher;

    @ConfigProperty(name = "quarkus.pushcast.port")
    int port;

    @Test
    void givesTheTestTheServerThatTheApplicationPublishesTo() {
        assertThat(port).isEqualTo(server.port());

        publisher.to("asked").named("step").payload(1).publish();

        assertThat(server.await(events -> !events.isEmpty(), Duration.ofSeconds(10)))
                .isTrue();
        assertThat(server.events())
                .singleElement()
                .satisfies(event -> assertThat(event.channel()).isEqualTo("asked"));
    }
}
