package io.pushcast.spring;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.EventPublisher;
import io.pushcast.message.DeliveryException;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.TlsFront;
import io.pushcast.testing.TunnelProxy;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** {@code pushcast.ssl.bundle} and {@code pushcast.http.proxy}, on a server whose certificate only the bundle trusts. */
class TlsAndProxyIT {

    @TempDir
    private static Path folder;

    private static EmbeddedPusher server;
    private static TlsFront tls;
    private static ApplicationContextRunner application;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedPusher.start();
        tls = new TlsFront(server, folder);
        application = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        SslAutoConfiguration.class, JacksonAutoConfiguration.class, PushcastAutoConfiguration.class))
                .withPropertyValues(
                        "pushcast.url=https://" + server.app().key() + ":"
                                + server.app().secret() + "@localhost:" + tls.port() + "/apps/"
                                + server.app().appId(),
                        "pushcast.delivery.delivery-timeout=3s",
                        "pushcast.delivery.close-timeout=1s",
                        "pushcast.retry.max-attempts=1",
                        "spring.ssl.bundle.pem.own.truststore.certificate=" + TlsFront.certificate(folder));
    }

    @BeforeEach
    void forget() {
        server.forget();
    }

    @AfterAll
    static void stop() {
        tls.close();
        server.close();
    }

    private static CompletableFuture<?> publish(ApplicationContext context) {
        return context.getBean(EventPublisher.class)
                .to("orders")
                .named("placed")
                .payload(7)
                .publish()
                .toCompletableFuture();
    }

    @Test
    void trustsWhatTheBundleTrusts() {
        application.withPropertyValues("pushcast.ssl.bundle=own").run(context -> {
            publish(context).get(20, TimeUnit.SECONDS);
            assertThat(server).received().on("orders").named("placed");
        });
    }

    @Test
    void trustsTheServerNotWithoutTheBundle() {
        application.run(context -> {
            assertThat(publish(context))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOf(DeliveryException.class)
                    .withMessageContaining("PKIX");
            assertThat(server.requests()).isEmpty();
        });
    }

    @Test
    void saysWhichBundleIsMissing() {
        application
                .withPropertyValues("pushcast.ssl.bundle=other")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("The SSL bundle pushcast.ssl.bundle=other can't be used"));
    }

    @Test
    void goesThroughTheProxyWithItsPassword() throws Exception {
        try (TunnelProxy proxy = new TunnelProxy("me", "open sesame")) {
            application
                    .withPropertyValues(
                            "pushcast.ssl.bundle=own",
                            "pushcast.http.proxy.host=localhost",
                            "pushcast.http.proxy.port=" + proxy.port(),
                            "pushcast.http.proxy.username=me",
                            "pushcast.http.proxy.password=open sesame")
                    .run(context -> {
                        publish(context).get(20, TimeUnit.SECONDS);
                        assertThat(server).received().on("orders").named("placed");
                        assertThat(proxy.requests())
                                .allSatisfy(head -> assertThat(head)
                                        .startsWith("CONNECT localhost:" + tls.port() + " HTTP/1.1\r\n")
                                        .doesNotContain("auth_"));
                        assertThat(context.getBean(PushcastProperties.class).toString())
                                .contains("host=localhost")
                                .doesNotContain("open sesame");
                    });
        }
    }

    @Test
    void sendsNothingByAProxyThatDoesNotKnowIt() throws Exception {
        try (TunnelProxy proxy = new TunnelProxy("me", "open sesame")) {
            application
                    .withPropertyValues(
                            "pushcast.ssl.bundle=own",
                            "pushcast.http.proxy.host=localhost",
                            "pushcast.http.proxy.port=" + proxy.port(),
                            "pushcast.http.proxy.username=me",
                            "pushcast.http.proxy.password=wrong")
                    .run(context -> {
                        assertThat(publish(context))
                                .failsWithin(20, TimeUnit.SECONDS)
                                .withThrowableOfType(ExecutionException.class)
                                .withMessageContaining("407");
                        assertThat(server.requests()).isEmpty();
                    });
        }
    }

    @Test
    void saysThatTheProxyHasNoPort() {
        application
                .withPropertyValues("pushcast.http.proxy.host=localhost")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(
                                "pushcast.http.proxy.host=localhost is set, and pushcast.http.proxy.port is not"));
    }
}
