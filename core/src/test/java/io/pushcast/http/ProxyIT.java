package io.pushcast.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyIT {

    private static final String AUTHORIZATION = "Proxy-Authorization: Basic d2U6cHJveHktcGFzc3dvcmQ=\r\n";

    @TempDir
    private static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new Certificates(folder, "name", "-ext", "san=dns:localhost", "-validity", "2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.0 200 Connection established\r\nContent-Length: 100\r\n\r\n",
                "HTTP/1.1 103 Wait\r\n\r\nHTTP/1.1 204 Fine\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void opensATunnelForTls(String answer) throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                        certificates.server().getServerSocketFactory(),
                        (request, connection) -> connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
                ScriptedServer proxy = new ScriptedServer((request, connection) -> {
                    try (Socket target = new Socket("127.0.0.1", server.port())) {
                        connection.write(answer);
                        connection.tunnelTo(target);
                    }
                });
                HttpClient client = throughProxy(
                        "localhost", server.port(), proxy, settings -> settings.sslContext(clientContext()))) {
            assertThat(Result.of(client, "/signed").body()).isEqualTo("{}");
            assertThat(Result.of(client, "/signed").body()).isEqualTo("{}");

            assertThat(proxy.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.head())
                            .startsWith("CONNECT localhost:" + server.port() + " HTTP/1.1\r\n")
                            .contains("\r\nHost: localhost:" + server.port() + "\r\n", AUTHORIZATION)
                            .doesNotContain("signed"));
            assertThat(server.requests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.head())
                            .startsWith("POST /signed HTTP/1.1\r\n")
                            .doesNotContainIgnoringCase("proxy"));
        }
    }

    private static SSLContext clientContext() {
        try {
            return certificates.client();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 302, 400, 403, 407, 500, 502})
    void tellsARefusalOfTheTunnel(int status) throws Exception {
        assertNoTunnel("HTTP/1.1 " + status + " No\r\nContent-Length: 2\r\n\r\nno", false)
                .hasMessage("The proxy refused the connection with status " + status);
    }

    @Test
    void tellsATunnelThatIsNoTunnel() throws Exception {
        assertNoTunnel("", true).hasMessageContaining("closed");
        assertNoTunnel("garbage\r\n\r\n", false).hasMessageContaining("not HTTP");
        assertNoTunnel("HTTP/1.1 200 OK\r\n\r\ntoo much", false).hasMessageContaining("before the tunnel was used");
    }

    @Test
    void doesNotWaitForEverForTheTunnel() throws Exception {
        for (String answer : List.of("", "HTTP/1.1 103 Wait\r\n\r\n", "HTTP/1.1 200 O")) {
            assertNoTunnel(answer, false).isInstanceOf(TimeoutException.class).hasMessageContaining("300 ms");
        }
    }

    private static AbstractThrowableAssert<?, ?> assertNoTunnel(String answer, boolean close) throws Exception {
        try (ScriptedServer proxy = new ScriptedServer((request, connection) -> {
                    connection.write(answer);
                    if (close) {
                        connection.end();
                    }
                });
                HttpClient client = throughProxy(
                        "localhost", 1, proxy, settings -> settings.connectTimeout(Duration.ofMillis(300)))) {
            Result result = Result.of(client, "/signed");

            assertThat(result.progress()).isEqualTo(RequestProgress.CONNECTING);
            assertThat(result.cause())
                    .hasStackTraceContaining("proxy")
                    .satisfies(cause -> assertThat(cause).asString().doesNotContain("password", "d2U6", "signed"));
            proxy.awaitClosedByClient(1);
            assertThat(proxy.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.head()).doesNotContain("signed"));
            return assertThat(result.cause());
        }
    }

    @Test
    void isAskedForTheWholeUrlWithoutTls() throws Exception {
        try (ScriptedServer proxy = new ScriptedServer((request, connection) ->
                        connection.write("HTTP/1.1 407 Who are you\r\nContent-Length: 2\r\n\r\nno"));
                HttpClient client = new HttpClient(HttpClientSettings.builder("pusher.example", 80, false)
                        .proxy("127.0.0.1", proxy.port())
                        .proxyCredentials("we", "proxy-password")
                        .build())) {
            assertThat(Result.of(client, "/path?query").status()).isEqualTo(407);

            assertThat(proxy.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.head())
                            .startsWith("POST http://pusher.example/path?query HTTP/1.1\r\nHost: pusher.example\r\n")
                            .contains(AUTHORIZATION));
        }
    }

    @Test
    void knowsThatNothingWasSentToAProxyThatIsNotThere() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = unused.getLocalPort();
        }
        try (HttpClient client = new HttpClient(HttpClientSettings.builder("pusher.example", 443, true)
                .proxy("127.0.0.1", port)
                .build())) {
            assertThat(Result.of(client, "/").progress()).isEqualTo(RequestProgress.CONNECTING);
        }
    }

    private static HttpClient throughProxy(
            String host, int port, ScriptedServer proxy, UnaryOperator<HttpClientSettings.Builder> settings) {
        return new HttpClient(settings.apply(HttpClientSettings.builder(host, port, true)
                        .proxy("127.0.0.1", proxy.port())
                        .proxyCredentials("we", "proxy-password"))
                .build());
    }
}
