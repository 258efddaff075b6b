package io.pushcast.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.EventPublisher;
import io.pushcast.pusher.PusherApp;
import io.pushcast.quarkus.test.EmbeddedPusherResource;
import io.pushcast.testing.EmbeddedPusher;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Of an application that has an app of its own. */
@QuarkusTest
@TestProfile(EmbeddedPusherResourceIT.RealApp.class)
@WithTestResource(EmbeddedPusherResource.class)
class EmbeddedPusherResourceIT {

    EmbeddedPusher server;

    @Inject
    EventPublisher publisher;

    @Inject
    PusherApp app;

    @Test
    void givesTheTestTheServerThatTheApplicationPublishesTo() {
        assertThat(app.port()).isEqualTo(server.port());

        publisher.to("asked").named("step").payload(1).publish();

        assertThat(server.await(events -> !events.isEmpty(), Duration.ofSeconds(10)))
                .isTrue();
        assertThat(server.events())
                .singleElement()
                .satisfies(event -> assertThat(event.channel()).isEqualTo("asked"));
    }

    public static class RealApp implements QuarkusTestProfile {

        @Override
        public String getConfigProfile() {
            return "real-app";
        }
    }
}
