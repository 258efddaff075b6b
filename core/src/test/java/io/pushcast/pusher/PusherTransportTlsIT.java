package io.pushcast.pusher;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Accepted;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PusherTransportTlsIT {

    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    private static WireMockServer server;
    private static SSLContext trusting;

    @BeforeAll
    static void start() throws Exception {
        Path keys = folder.resolve("keys.p12");
        makeCertificate(keys, "dns:localhost");
        trusting = trusting(keys);
        server = new WireMockServer(wireMockConfig()
                .httpDisabled(true)
                .dynamicHttpsPort()
                .keystorePath(keys.toString())
                .keystoreType("PKCS12")
                .keystorePassword(PASSWORD)
                .keyManagerPassword(PASSWORD));
        server.start();
        server.stubFor(post(anyUrl()).willReturn(ok("{}")));
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @Test
    void sendsOverTlsToAServerThatItTrusts() {
        try (PusherTransport transport =
                settings("localhost").sslContext(trusting).build()) {
            assertThat(send(transport)).isEqualTo(Accepted.INSTANCE);
            assertThat(send(transport)).isEqualTo(Accepted.INSTANCE);
        }
    }

    @Test
    void sendsNothingToAServerThatItDoesNotTrust() {
        try (PusherTransport transport = settings("localhost").build()) {
            assertSendsNothing(transport);
        }
    }

    @Test
    void sendsNothingToAServerWithTheCertificateOfAnother() {
        try (PusherTransport transport =
                settings("127.0.0.1").sslContext(trusting).build()) {
            assertSendsNothing(transport);
        }
    }

    @Test
    void sendsThroughATunnelOfAProxy() throws Exception {
        try (TunnelProxy proxy = new TunnelProxy(server.httpsPort());
                PusherTransport transport = settings("localhost")
                        .sslContext(trusting)
                        .proxy("localhost", proxy.port())
                        .proxyCredentials("we", "proxy-password")
                        .build()) {
            assertThat(send(transport)).isEqualTo(Accepted.INSTANCE);
            assertThat(send(transport)).isEqualTo(Accepted.INSTANCE);

            assertThat(proxy.requests())
                    .singleElement()
                    .asString()
                    .startsWith("CONNECT localhost:" + server.httpsPort() + " HTTP/1.1\r\n")
                    .containsIgnoringCase("proxy-authorization: Basic d2U6cHJveHktcGFzc3dvcmQ=")
                    .doesNotContain("auth_");
        }
    }

    @Test
    void sendsNothingThroughATunnelToAServerThatItDoesNotTrust() throws Exception {
        try (TunnelProxy proxy = new TunnelProxy(server.httpsPort());
                PusherTransport transport =
                        settings("localhost").proxy("localhost", proxy.port()).build()) {
            assertSendsNothing(transport);
        }
    }

    @Test
    void saysThatAServerDoesNotSpeakTls() {
        WireMockServer plain = new WireMockServer(wireMockConfig().dynamicPort());
        plain.start();
        try (PusherTransport transport =
                PusherTransport.builder(app("localhost", plain.port(), true)).build()) {
            assertThat(send(transport)).asInstanceOf(type(Retryable.class)).satisfies(retryable -> assertThat(
                            retryable.cause())
                    .hasMessageContaining("What answers at https://localhost:" + plain.port() + " does not speak TLS")
                    .hasMessageContaining("Turn TLS off for the app"));
        } finally {
            plain.stop();
        }
    }

    @Test
    void saysThatAServerTakesNoPartInTls() throws Exception {
        try (RawServer silent = new RawServer("", true);
                PusherTransport transport = PusherTransport.builder(app("localhost", silent.port(), true))
                        .connectTimeout(Duration.ofMillis(300))
                        .build()) {
            assertThat(send(transport)).asInstanceOf(type(Retryable.class)).satisfies(retryable -> assertThat(
                            retryable.cause())
                    .hasMessageContaining("takes no part in TLS, although it accepts connections"));
        }
    }

    @Test
    void saysThatAServerSpeaksTlsAndNotPlainHttp() {
        try (PusherTransport transport = PusherTransport.builder(app("localhost", server.httpsPort(), false))
                .build()) {
            assertThat(send(transport)).asInstanceOf(type(Retryable.class)).satisfies(retryable -> assertThat(
                            retryable.cause())
                    .hasMessageContaining("does not speak HTTP. If this port speaks TLS, turn it on for the app"));
        }
    }

    private static PusherApp app(String host, int port, boolean tls) {
        return PusherApp.builder()
                .appId("3")
                .key("key")
                .secret("7ad3773142a6692b25b8")
                .host(host)
                .port(port)
                .tls(tls)
                .build();
    }

    private static void assertSendsNothing(PusherTransport transport) {
        server.resetRequests();

        Outcome outcome = send(transport);

        assertThat(outcome).asInstanceOf(type(Retryable.class)).satisfies(retryable -> {
            assertThat(retryable.kind()).isEqualTo(Kind.OUTAGE);
            assertThat(retryable.cause()).hasStackTraceContaining("javax.net.ssl.SSLHandshakeException");
        });
        assertThat(server.findAll(postRequestedFor(anyUrl()))).isEmpty();
    }

    private static Outcome send(PusherTransport transport) {
        ChannelMessage message = ChannelMessage.builder("1", List.of(ChannelName.of("orders")), "order-placed", "{}")
                .build();
        return transport
                .send(List.of(message))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static PusherTransport.Builder settings(String host) {
        return PusherTransport.builder(PusherApp.builder()
                .appId("3")
                .key("key")
                .secret("secret")
                .host(host)
                .port(server.httpsPort())
                .build());
    }

    private static SSLContext trusting(Path keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            trusted.load(in, PASSWORD.toCharArray());
        }
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("server", trusted.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static void makeCertificate(Path keys, String name) throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=" + name,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(process.waitFor()).as("exit code of keytool").isZero();
    }
}
