package io.pushcast.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.rest.PusherAsync;
import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.message.Limits;
import io.pushcast.testing.EmbeddedPusher;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application that has configured the official client itself, and no app. */
class OfficialClientIT {

    private static final int PORT = FreePort.of("pushcast.test.official");

    private static EmbeddedPusher server;

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(OwnClient.class, FreePort.class))
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.pushcast.server", "soketi");

    @Inject
    Pushcast pushcast;

    @Inject
    EventPublisher publisher;

    @Inject
    Limits limits;

    @BeforeAll
    static void start() {
        server = EmbeddedPusher.builder()
                .appId("7")
                .key("a-key")
                .secret("a-secret")
                .port(PORT)
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void sendsThroughTheClientAndStartsNoServer() throws Exception {
        publisher
                .to("orders")
                .named("placed")
                .payload(7)
                .publish()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);

        assertThat(server.events())
                .singleElement()
                .satisfies(event -> assertThat(event.name()).isEqualTo("placed"));
        assertThat(pushcast.status().transport()).isEqualTo("OfficialClientTransport[PusherAsync]");
        assertThat(ConfigProvider.getConfig().getOptionalValue("quarkus.pushcast.host", String.class))
                .isEmpty();
        assertThat(limits.maxChannelNameLength()).isEqualTo(200);
    }

    @Singleton
    static class OwnClient {

        @Produces
        @Singleton
        PusherAsync client() {
            PusherAsync client = new PusherAsync("7", "a-key", "a-secret");
            client.setHost("127.0.0.1:" + FreePort.of("pushcast.test.official"));
            return client;
        }

        void close(@Disposes PusherAsync client) throws Exception {
            client.close();
        }
    }
}
