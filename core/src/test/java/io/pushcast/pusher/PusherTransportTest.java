package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PusherTransportTest {

    private final PusherTransport.Builder builder = PusherTransport.builder(
            PusherApp.builder().appId("3").key("k").secret("s").cluster("eu").build());

    @Test
    void refusesTimesOutOfRange() {
        refuses(() -> builder.requestTimeout(Duration.ZERO), "requestTimeout must be from 1 ms to 1 h, not PT0S");
        refuses(
                () -> builder.connectTimeout(Duration.ofNanos(1)),
                "connectTimeout must be from 1 ms to 1 h, not PT0.000000001S");
        refuses(() -> builder.keepAlive(Duration.ofHours(2)), "keepAlive must be from 1 ms to 1 h, not PT2H");
        refuses(
                () -> builder.connectionTtl(Duration.ofSeconds(-1)),
                "connectionTtl must be from 1 ms to 1 h, not PT-1S");
        refuses(
                () -> builder.requestTimeout(Duration.ofSeconds(Long.MAX_VALUE)),
                "requestTimeout must be from 1 ms to 1 h, not " + Duration.ofSeconds(Long.MAX_VALUE));
    }

    @Test
    void refusesToHaveNoConnection() {
        refuses(() -> builder.maxConnections(0), "maxConnections must be at least 1, not 0");
    }

    @Test
    void refusesAProxyThatIsNone() {
        refuses(() -> builder.proxy(" ", 3128), "The proxy's host must not be blank");
        refuses(() -> builder.proxy("proxy", 0), "The proxy's port must be within 1–65535, not 0");
        refuses(() -> builder.proxy("proxy", 65_536), "The proxy's port must be within 1–65535, not 65536");
        refuses(() -> builder.proxyCredentials("", "x"), "The proxy's user must not be blank");
    }

    @Test
    void refusesCredentialsWithoutAProxy() {
        refuses(
                () -> builder.proxyCredentials("we", "hush").build(),
                "There are credentials for a proxy and no proxy; set proxy(host, port) too");
    }

    private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable setting, String message) {
        assertThatThrownBy(setting).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
