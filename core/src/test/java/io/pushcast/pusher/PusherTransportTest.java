package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PusherTransportTest {

    /** Nothing listens there. */
    private static final PusherApp NOBODY = PusherApp.fromUrl("http://k:hush@127.0.0.1:1/apps/3");

    private static final ChannelMessage MESSAGE = ChannelMessage.builder(
                    "1", List.of(ChannelName.of("orders")), "order-placed", "{}")
            .build();

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

    @Test
    void hasNoThreadsBeforeTheFirstRequest() {
        Set<Thread> before = httpThreads();
        PusherTransport transport = PusherTransport.create(NOBODY);

        assertThat(before).containsAll(httpThreads());
        assertThat(transport.pause()).isZero();
        assertThat(transport.send(List.of(MESSAGE)).toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(10))
                .isInstanceOfSatisfying(
                        Retryable.class, outcome -> assertThat(outcome.kind()).isEqualTo(Kind.OUTAGE));
        assertThat(httpThreads()).anyMatch(thread -> !before.contains(thread));

        transport.close();
    }

    @Test
    void isClosedWithoutUse() {
        Set<Thread> before = httpThreads();
        PusherTransport transport = PusherTransport.create(NOBODY);

        transport.close();

        assertThat(transport.pause()).isPositive();
        assertThat(transport.send(List.of(MESSAGE)).toCompletableFuture())
                .isCompletedWithValueMatching(outcome -> outcome instanceof Retryable held && held.kind() == Kind.HELD);
        assertThat(transport.get("/channels", Map.of()).toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("The transport is closed");
        assertThat(before).containsAll(httpThreads());
    }

    @Test
    void keepsItsSettingsWhenTheBuilderGoesOn() {
        PusherTransport.Builder reused = PusherTransport.builder(NOBODY);
        PusherTransport transport = reused.build();
        // Through this proxy it would be a host that can't be found.
        reused.proxy("proxy.invalid", 3128);

        assertThat(transport.send(List.of(MESSAGE)).toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(10))
                .isInstanceOfSatisfying(
                        Retryable.class, outcome -> assertThat(outcome.cause()).hasMessageContaining("127.0.0.1"));

        transport.close();
    }

    private static Set<Thread> httpThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("pushcast-http"))
                .collect(Collectors.toSet());
    }

    private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable setting, String message) {
        assertThatThrownBy(setting).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
