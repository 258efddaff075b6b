package io.pushcast.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.EventPublisher;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.TlsFront;
import io.pushcast.testing.TunnelProxy;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server whose certificate only {@code quarkus.tls.own} trusts, behind a proxy of {@code quarkus.proxy}. */
class TlsAndProxyIT {

    private static final int TLS_PORT = FreePort.of("pushcast.test.tls");
    private static final int PROXY_PORT = FreePort.of("pushcast.test.proxy");
    private static final Path FOLDER = Path.of("target", "tls-and-proxy");

    private static EmbeddedPusher server;
    private static TlsFront tls;
    private static TunnelProxy proxy;

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(FreePort.class))
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.pushcast.url", "https://a-key:a-secret@localhost:" + TLS_PORT + "/apps/7")
            .overrideConfigKey("quarkus.tls.own.trust-store.pem.certs", certificate())
            .overrideConfigKey("quarkus.pushcast.tls-configuration-name", "own")
            .overrideConfigKey("quarkus.proxy.office.host", "localhost")
            .overrideConfigKey("quarkus.proxy.office.port", String.valueOf(PROXY_PORT))
            .overrideConfigKey("quarkus.proxy.office.username", "me")
            .overrideConfigKey("quarkus.proxy.office.password", "open sesame")
            .overrideConfigKey("quarkus.pushcast.proxy-configuration-name", "office");

    @Inject
    EventPublisher publisher;

    /** The class is loaded twice, by JUnit and for the application; both mean the same file. */
    private static String certificate() {
        try {
            Files.createDirectories(FOLDER);
            return TlsFront.certificate(FOLDER).toAbsolutePath().toString();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedPusher.builder()
                .appId("7")
                .key("a-key")
                .secret("a-secret")
                .start();
        tls = new TlsFront(server, FOLDER, TLS_PORT);
        proxy = new TunnelProxy("me", "open sesame", PROXY_PORT);
    }

    @AfterAll
    static void stop() {
        proxy.close();
        tls.close();
        server.close();
    }

    @Test
    void trustsWhatTheConfigurationTrustsAndGoesThroughTheProxy() throws Exception {
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
        assertThat(proxy.requests())
                .isNotEmpty()
                .allSatisfy(head -> assertThat(head)
                        .startsWith("CONNECT localhost:" + TLS_PORT + " HTTP/1.1\r\n")
                        .doesNotContain("auth_"));
    }
}
