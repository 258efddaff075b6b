package io.pushcast.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.EventPublisher;
import io.pushcast.testing.EmbeddedPusher;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import java.net.ConnectException;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A job that publishes and serves nobody. */
class WithoutServerIT {

    private static final int PUSHER = FreePort.of("without-server.pusher");
    private static final int HTTP = FreePort.of("without-server.http");

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(FreePort.class))
            .overrideConfigKey("quarkus.http.host-enabled", "false")
            .overrideConfigKey("quarkus.http.test-port", String.valueOf(HTTP))
            .overrideConfigKey("quarkus.pushcast.url", "http://a-key:a-secret@127.0.0.1:" + PUSHER + "/apps/7");

    @Inject
    EventPublisher publisher;

    @Test
    void publishesThoughNoHttpServerIsStarted() throws Exception {
        try (EmbeddedPusher server = EmbeddedPusher.builder()
                .port(PUSHER)
                .appId("7")
                .key("a-key")
                .secret("a-secret")
                .start()) {
            publisher
                    .to("jobs")
                    .named("done")
                    .payload(Map.of("n", 1))
                    .publish()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);

            assertThat(server.events()).hasSize(1);
        }
        assertThatThrownBy(() -> new Socket("127.0.0.1", HTTP).close()).isInstanceOf(ConnectException.class);
    }
}
