package io.pushcast.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIT {

    @TempDir
    private static Path folder;

    private static Certificates byName;
    private static Certificates byAddress;
    private static Certificates expired;

    @BeforeAll
    static void makeCertificates() throws Exception {
        byName = new Certificates(folder, "name", "-ext", "san=dns:localhost", "-ext", "bc=ca:true", "-validity", "2");
        byAddress = new Certificates(folder, "address", "-ext", "san=ip:127.0.0.1", "-validity", "2");
        expired = byName.sign(folder, "expired", "-ext", "san=dns:localhost", "-startdate", "-3d", "-validity", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksTls(String version) throws Exception {
        try (ScriptedServer server = server(byName, version);
                HttpClient client = client(server, "localhost", byName.client())) {
            for (int i = 0; i < 3; i++) {
                assertThat(Result.of(client, "/").body()).isEqualTo("{}");
            }
            assertThat(Result.of(client, Result.post("/", "x".repeat(3 << 20))).status())
                    .isEqualTo(200);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.requests())
                    .last()
                    .satisfies(last -> assertThat(last.body()).hasSize(3 << 20));
            assertThat(server.requests().get(0).head()).contains("\r\nHost: localhost:" + server.port() + "\r\n");
        }
    }

    @Test
    void trustsAnAddressThatTheCertificateNames() throws Exception {
        try (ScriptedServer server = server(byAddress, "TLSv1.3");
                HttpClient client = client(server, "127.0.0.1", byAddress.client())) {
            assertThat(Result.of(client, "/").status()).isEqualTo(200);
        }
    }

    @Test
    void sendsNothingToAServerOfAnUnknownAuthority() throws Exception {
        assertSendsNothing(byName, "localhost", null, "unable to find valid certification path");
        assertSendsNothing(byName, "localhost", byAddress.client(), "PKIX path");
    }

    @Test
    void sendsNothingToAServerWithTheCertificateOfAnother() throws Exception {
        assertSendsNothing(byAddress, "localhost", byAddress.client(), "localhost");
    }

    @Test
    void sendsNothingToAnAddressThatTheCertificateDoesNotName() throws Exception {
        assertSendsNothing(byName, "127.0.0.1", byName.client(), "127.0.0.1");
    }

    @Test
    void sendsNothingToAServerWhoseCertificateHasExpired() throws Exception {
        assertSendsNothing(expired, "localhost", byName.client(), "CertificateExpiredException");
    }

    private static void assertSendsNothing(
            Certificates certificates, String host, @Nullable SSLContext context, String words) throws Exception {
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (ScriptedServer server = server(certificates, version);
                    HttpClient client = client(server, host, context)) {
                Result result = Result.of(client, "/");

                assertThat(result.progress()).isEqualTo(RequestProgress.CONNECTING);
                assertThat(result.cause())
                        .isInstanceOf(SSLHandshakeException.class)
                        .hasStackTraceContaining(words);
                assertThat(server.requests()).isEmpty();
            }
        }
    }

    @Test
    void knowsThatNothingWasSentToAServerWithoutTls() throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {});
                HttpClient client = client(server, "localhost", byName.client())) {
            server.greet("HTTP/1.1 400 Speak up\r\n\r\n");

            Result result = Result.of(client, "/");

            assertThat(result.progress()).isEqualTo(RequestProgress.CONNECTING);
            assertThat(result.cause()).hasStackTraceContaining("SSL");
        }
    }

    @Test
    void doesNotWaitForEverForTheHandshake() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            HttpClientSettings settings = HttpClientSettings.builder("127.0.0.1", silent.getLocalPort(), true)
                    .connectTimeout(Duration.ofMillis(200))
                    .build();
            try (HttpClient client = new HttpClient(settings)) {
                Result result = Result.of(client, "/");

                assertThat(result.progress()).isEqualTo(RequestProgress.CONNECTING);
                assertThat(result.cause()).hasMessageContaining("200ms");
            }
        }
    }

    private static ScriptedServer server(Certificates certificates, String version) throws Exception {
        ServerSocketFactory plain = certificates.server().getServerSocketFactory();
        return new ScriptedServer(
                new ServerSocketFactory() {
                    @Override
                    public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
                            throws IOException {
                        SSLServerSocket socket = (SSLServerSocket) plain.createServerSocket(port, backlog, address);
                        socket.setEnabledProtocols(new String[] {version});
                        return socket;
                    }

                    @Override
                    public ServerSocket createServerSocket(int port) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public ServerSocket createServerSocket(int port, int backlog) {
                        throw new UnsupportedOperationException();
                    }
                },
                (request, connection) -> connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
    }

    private static HttpClient client(ScriptedServer server, String host, @Nullable SSLContext context) {
        return new HttpClient(HttpClientSettings.builder(host, server.port(), true)
                .sslContext(context)
                .build());
    }
}
