package io.pushcast.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.RecordedEvent;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application with one app without a name and one with. */
class NamedAppsIT {

    private static final int PORT = FreePort.of("named-apps");

    private static EmbeddedPusher server;

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(FreePort.class))
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.pushcast.url", "http://k:s@127.0.0.1:1/apps/unnamed")
            .overrideRuntimeConfigKey("quarkus.pushcast.delivery.close-timeout", "1ms")
            .overrideRuntimeConfigKey("quarkus.pushcast.apps.eu.app-id", "7")
            .overrideRuntimeConfigKey("quarkus.pushcast.apps.eu.key", "a-key")
            .overrideRuntimeConfigKey("quarkus.pushcast.apps.eu.secret", "a-secret")
            .overrideRuntimeConfigKey("quarkus.pushcast.apps.eu.host", "127.0.0.1")
            .overrideRuntimeConfigKey("quarkus.pushcast.apps.eu.port", String.valueOf(PORT))
            .overrideRuntimeConfigKey("quarkus.pushcast.apps.eu.tls", "false");

    @Inject
    PusherApp unnamed;

    @Inject
    @Named("eu")
    PusherApp eu;

    @Inject
    @Named("eu")
    Pushcast pushcast;

    @Inject
    @Named("eu")
    EventPublisher publisher;

    @BeforeAll
    static void startServer() {
        server = EmbeddedPusher.builder()
                .appId("7")
                .key("a-key")
                .secret("a-secret")
                .port(PORT)
                .start();
    }

    @AfterAll
    static void closeServer() {
        server.close();
    }

    @Test
    void publishesToTheAppOfTheName() throws Exception {
        publisher
                .to("orders")
                .named("placed")
                .payload(1)
                .publish()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        assertThat(server.events()).contains(new RecordedEvent("orders", "placed", "1", null));
        assertThat(pushcast.status().name()).isEqualTo("eu");
        assertThat(eu.appId()).isEqualTo("7");
        assertThat(unnamed.appId()).isEqualTo("unnamed");
    }
}
