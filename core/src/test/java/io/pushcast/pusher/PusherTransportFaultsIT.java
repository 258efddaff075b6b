package io.pushcast.pusher;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Accepted;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import io.pushcast.transport.Outcome.Suspended;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What goes wrong between here and the server, over real sockets; and that no secret shows through any of it. */
class PusherTransportFaultsIT {

    private static final String SECRET = "7ad3773142a6692b25b8";

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.pushcast.pusher");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final List<PusherTransport> opened = new ArrayList<>();

    @BeforeEach
    void recordLogs() {
        logger.setLevel(Level.TRACE);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void showsNoSecretAnywhere() {
        opened.forEach(PusherTransport::close);
        logger.detachAppender(logged);
        assertThat(logged.list).isNotEmpty();
        for (ILoggingEvent event : logged.list) {
            assertKeepsSecrets(event.getFormattedMessage());
            assertThat(event.getFormattedMessage()).doesNotContain("the payload");
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void doesNotKnowWhatBecameOfARequestWhoseConnectionBroke(Fault fault) {
        answer(aResponse().withFault(fault));

        Retryable outcome = retryable(send(transport()));

        assertThat(outcome.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(outcome.status()).isZero();
        assertThat(outcome.cause()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void sendsNothingASecondTimeByItself(Fault fault) {
        answer(aResponse().withFault(fault));
        PusherTransport transport = transport();

        send(transport);
        send(transport);

        assertThat(requests()).hasSize(2);
    }

    @Test
    void givesUpWhenTheAnswerTakesTooLong() {
        answer(aResponse().withStatus(200).withBody("{}").withFixedDelay(20_000));

        Retryable outcome = retryable(
                send(transport(settings(app("localhost", SERVER.getPort())).requestTimeout(Duration.ofMillis(200)))));

        assertThat(outcome.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(outcome.cause()).isInstanceOf(TimeoutException.class);
        assertThat(requests()).hasSize(1);
    }

    @Test
    void givesUpWhenTheAnswerTricklesForTooLong() {
        answer(aResponse().withStatus(200).withBody("x".repeat(50)).withChunkedDribbleDelay(50, 20_000));

        Retryable outcome = retryable(
                send(transport(settings(app("localhost", SERVER.getPort())).requestTimeout(Duration.ofMillis(400)))));

        assertThat(outcome.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(outcome.cause()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void believesARefusalWhoseBodyIsLost() throws Exception {
        try (RawServer server =
                new RawServer("HTTP/1.1 503 Down\r\nRetry-After: 3\r\nContent-Length: 100\r\n\r\nback so", true)) {
            Retryable outcome = retryable(send(transport(settings(app("localhost", server.port())))));

            assertThat(outcome).isEqualTo(new Retryable(Kind.OUTAGE, 503, "back so", Duration.ofSeconds(3), null));
        }
    }

    @Test
    void knowsThatNothingWasSentToAClosedPort() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }

        Retryable outcome = retryable(send(transport(settings(app("localhost", port)))));

        assertThat(outcome.kind()).isEqualTo(Kind.OUTAGE);
        assertThat(outcome.cause()).hasMessageContaining("refused");
    }

    @Test
    void knowsThatNothingWasSentToAnUnknownHost() {
        Retryable outcome = retryable(send(transport(settings(app("no-such-host.invalid", 80)))));

        assertThat(outcome.kind()).isEqualTo(Kind.OUTAGE);
        assertThat(outcome.cause()).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void knowsThatNothingWasSentWithoutTls() throws Exception {
        PusherApp overTls = PusherApp.builder()
                .appId("3")
                .key("key")
                .secret(SECRET)
                .host("localhost")
                .port(SERVER.getPort())
                .build();

        Retryable outcome = retryable(send(transport(settings(overTls))));

        assertThat(outcome.kind()).isEqualTo(Kind.OUTAGE);
        assertThat(outcome.cause()).hasStackTraceContaining("SSL");
        assertThat(requests()).isEmpty();
    }

    @Test
    void survivesAServerThatClosesEachConnection() throws Exception {
        try (RawServer server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", true)) {
            PusherTransport transport = transport(settings(app("localhost", server.port())));

            for (int i = 1; i <= 5; i++) {
                assertThat(send(transport)).isEqualTo(Accepted.INSTANCE);
                // The client has seen the close when it has closed its side too.
                int closed = i;
                await().until(() -> server.closedByClient() == closed);
            }

            assertThat(server.connections()).isEqualTo(5);
        }
    }

    @Test
    void keepsAConnectionForTheNextRequest() throws Exception {
        try (RawServer server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", false)) {
            PusherTransport transport = transport(settings(app("localhost", server.port())));

            for (int i = 0; i < 5; i++) {
                assertThat(send(transport)).isEqualTo(Accepted.INSTANCE);
            }

            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void keepsNoConnectionIfToldSo() throws Exception {
        try (RawServer server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", true)) {
            PusherTransport transport =
                    transport(settings(app("localhost", server.port())).keepAlive(Duration.ZERO));

            for (int i = 0; i < 50; i++) {
                assertThat(send(transport)).isEqualTo(Accepted.INSTANCE);
            }

            assertThat(server.connections()).isEqualTo(50);
        }
    }

    @Test
    void dropsAConnectionThatIsIdleForTooLong() throws Exception {
        try (RawServer server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", false)) {
            PusherTransport transport =
                    transport(settings(app("localhost", server.port())).keepAlive(Duration.ofMillis(50)));

            assertThat(send(transport)).isEqualTo(Accepted.INSTANCE);

            await().until(() -> server.closedByClient() == 1);
        }
    }

    @Test
    void opensNoMoreConnectionsThanAllowed() throws Exception {
        try (RawServer server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", false)) {
            PusherTransport transport =
                    transport(settings(app("localhost", server.port())).maxConnections(2));

            List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                outcomes.add(transport.send(List.of(message())).toCompletableFuture());
            }

            for (CompletableFuture<Outcome> outcome : outcomes) {
                assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(Accepted.INSTANCE);
            }
            assertThat(server.connections()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void holdsBackWhatGetsNoConnectionInTime() throws Exception {
        answer(aResponse().withStatus(200).withBody("{}").withFixedDelay(20_000));
        PusherTransport transport = transport(
                settings(app("localhost", SERVER.getPort())).maxConnections(1).requestTimeout(Duration.ofMillis(300)));

        CompletableFuture<Outcome> first = transport.send(List.of(message())).toCompletableFuture();
        CompletableFuture<Outcome> second = transport.send(List.of(message())).toCompletableFuture();

        assertThat(retryable(first.get(20, TimeUnit.SECONDS)).kind()).isEqualTo(Kind.UNKNOWN);
        Retryable held = retryable(second.get(20, TimeUnit.SECONDS));
        assertThat(held.kind()).isEqualTo(Kind.HELD);
        assertThat(held.cause()).hasMessage("None of the 1 connections became free within 300 ms");
        assertThat(requests()).hasSize(1);
    }

    @Test
    void endsEverythingWhenItIsClosed() throws Exception {
        answer(aResponse().withStatus(200).withBody("{}").withFixedDelay(20_000));
        PusherTransport transport =
                transport(settings(app("localhost", SERVER.getPort())).maxConnections(1));
        CompletableFuture<Outcome> underWay = transport.send(List.of(message())).toCompletableFuture();
        CompletableFuture<Outcome> waiting = transport.send(List.of(message())).toCompletableFuture();
        await().until(() -> requests().size() == 1);
        assertThat(transport.pause()).isZero();

        transport.close();
        transport.close();

        assertThat(retryable(underWay.get(1, TimeUnit.SECONDS)).kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(retryable(waiting.get(1, TimeUnit.SECONDS)).kind()).isEqualTo(Kind.HELD);
        Retryable later = retryable(send(transport));
        assertThat(later.kind()).isEqualTo(Kind.HELD);
        assertThat(later.cause()).hasMessage("The transport is closed");
        assertThat(transport.pause()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) {
        answer(aResponse().withStatus(status).withHeader("Location", SERVER.baseUrl() + "/elsewhere"));

        Suspended outcome = (Suspended) send(transport());

        assertThat(outcome.subject()).isEqualTo(Suspended.Subject.ADDRESS);
        assertThat(outcome.explanation()).contains("status " + status, "Location '" + SERVER.baseUrl() + "/elsewhere'");
        assertThat(requests()).hasSize(1);
    }

    @Test
    void keepsNoCookies() {
        answer(aResponse().withStatus(200).withBody("{}").withHeader("Set-Cookie", "session=1; Path=/"));
        PusherTransport transport = transport();

        send(transport);
        send(transport);

        assertThat(requests())
                .hasSize(2)
                .allSatisfy(
                        request -> assertThat(request.containsHeader("Cookie")).isFalse());
    }

    @Test
    void signsOnceMoreWhenTheServersClockDiffers() {
        SERVER.stubFor(post(anyUrl())
                .inScenario("skew")
                .whenScenarioStateIs("Started")
                .willReturn(aResponse()
                        .withStatus(401)
                        .withHeader("Date", "Sun, 01 Mar 2026 13:00:00 GMT")
                        .withBody("Timestamp expired: Given timestamp not within 600s of server time"))
                .willSetStateTo("corrected"));
        SERVER.stubFor(post(anyUrl())
                .inScenario("skew")
                .whenScenarioStateIs("corrected")
                .willReturn(aResponse().withStatus(200).withBody("{}")));
        PusherTransport transport = transport();

        assertThat(send(transport)).isEqualTo(Accepted.INSTANCE);
        assertThat(send(transport)).isEqualTo(Accepted.INSTANCE);

        long local = Instant.parse("2026-03-01T12:00:00Z").getEpochSecond();
        assertThat(requests())
                .extracting(request -> request.queryParameter("auth_timestamp").firstValue())
                .containsExactly("" + local, "" + (local + 3600), "" + (local + 3600));
    }

    @Test
    void isSuspendedWhenTheCorrectedClockIsRefusedToo() {
        answer(aResponse()
                .withStatus(401)
                .withHeader("Date", "Sun, 01 Mar 2026 13:00:00 GMT")
                .withBody("Timestamp expired"));

        assertThat(send(transport())).isEqualTo(new Suspended(401, "Timestamp expired"));
        assertThat(requests()).hasSize(2);
    }

    @Test
    void doesNotSignOnceMoreWithoutTheServersTime() {
        answer(aResponse().withStatus(401).withBody("Timestamp expired"));

        assertThat(send(transport())).isEqualTo(new Suspended(401, "Timestamp expired"));
        assertThat(requests()).hasSize(1);
    }

    @Test
    void repeatsNoSecretThatTheServerQuotes() {
        String signature = "da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c";
        answer(aResponse()
                .withStatus(401)
                .withBody("Invalid signature: you sent " + signature + ", /events?auth_signature=" + signature
                        + "&auth_key=key, expected HMAC with " + SECRET));

        Suspended outcome = (Suspended) send(transport());

        assertThat(outcome.body())
                .isEqualTo("Invalid signature: you sent (signature), /events?(signature)&auth_key=key, expected HMAC"
                        + " with (secret)");
    }

    @Test
    void goesThroughAProxy() {
        answer(aResponse().withStatus(200).withBody("{}"));
        PusherTransport transport = transport(settings(app("pusher.example", 80))
                .proxy("localhost", SERVER.getPort())
                .proxyCredentials("we", "proxy-password"));

        assertThat(send(transport)).isEqualTo(Accepted.INSTANCE);
        assertThat(send(transport)).isEqualTo(Accepted.INSTANCE);

        assertThat(requests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.getHost()).isEqualTo("pusher.example");
            assertThat(request.getHeader("Proxy-Authorization")).isEqualTo("Basic d2U6cHJveHktcGFzc3dvcmQ=");
        });
    }

    @Test
    void isSuspendedByAProxyThatDoesNotKnowIt() {
        answer(aResponse().withStatus(407).withHeader("Proxy-Authenticate", "Basic realm=\"x\""));
        PusherTransport transport = transport(settings(app("pusher.example", 80))
                .proxy("localhost", SERVER.getPort())
                .proxyCredentials("we", "proxy-password"));

        Suspended outcome = (Suspended) send(transport);
        assertThat(outcome.status()).isEqualTo(407);
        assertThat(outcome.explanation()).contains("A proxy on the way asks for credentials");
        assertThat(requests()).hasSize(1);
    }

    @Test
    void takesAProxyThatRefusesTheTunnelForAnOutage() throws Exception {
        try (RawServer proxy = new RawServer("HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n", false)) {
            PusherApp overTls = PusherApp.builder()
                    .appId("3")
                    .key("key")
                    .secret(SECRET)
                    .cluster("mt1")
                    .build();

            Retryable outcome = retryable(send(transport(settings(overTls).proxy("localhost", proxy.port()))));

            assertThat(outcome.kind()).isEqualTo(Kind.OUTAGE);
            assertThat(outcome.cause()).hasMessage("The proxy refused the connection with status 407");
        }
    }

    @Test
    void tellsOutcomesOnItsOwnDaemonThreads() {
        answer(aResponse().withStatus(200).withBody("{}").withFixedDelay(100));
        CompletableFuture<Thread> thread = new CompletableFuture<>();

        transport()
                .send(List.of(message()))
                .whenComplete((outcome, failure) -> thread.complete(Thread.currentThread()));

        assertThat(thread.orTimeout(20, TimeUnit.SECONDS).join()).satisfies(one -> {
            assertThat(one.getName()).startsWith("pushcast-http-");
            assertThat(one.isDaemon()).isTrue();
        });
    }

    @Test
    void showsNeitherSecretNorPasswordInItsDescription() {
        answer(aResponse().withStatus(200).withBody("{}"));
        PusherTransport transport = transport();
        send(transport);

        assertThat(transport)
                .asString()
                .isEqualTo("PusherTransport[PusherApp[3 at http://localhost:" + SERVER.getPort() + ", key key]]");
    }

    private static Retryable retryable(Outcome outcome) {
        return assertThat(outcome).asInstanceOf(type(Retryable.class)).actual();
    }

    private Outcome send(PusherTransport transport) {
        Outcome outcome = transport
                .send(List.of(message()))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        assertKeepsSecrets(outcome.toString());
        if (outcome instanceof Retryable retryable && retryable.cause() != null) {
            ByteArrayOutputStream trace = new ByteArrayOutputStream();
            retryable.cause().printStackTrace(new PrintStream(trace, true, StandardCharsets.UTF_8));
            assertKeepsSecrets(trace.toString(StandardCharsets.UTF_8));
        }
        return outcome;
    }

    private static void assertKeepsSecrets(String text) {
        assertThat(text).doesNotContain(SECRET, "auth_signature", "proxy-password");
    }

    private static void answer(ResponseDefinitionBuilder answer) {
        SERVER.stubFor(post(anyUrl()).willReturn(answer));
    }

    private static List<LoggedRequest> requests() {
        return SERVER.findAll(postRequestedFor(anyUrl())).stream()
                .sorted((a, b) -> a.getLoggedDate().compareTo(b.getLoggedDate()))
                .collect(Collectors.toList());
    }

    private static ChannelMessage message() {
        return ChannelMessage.builder("1", List.of(ChannelName.of("orders")), "order-placed", "\"the payload\"")
                .build();
    }

    private PusherTransport transport() {
        return transport(settings(app("localhost", SERVER.getPort())));
    }

    private PusherTransport transport(PusherTransport.Builder settings) {
        PusherTransport transport = settings.build();
        opened.add(transport);
        return transport;
    }

    private static PusherTransport.Builder settings(PusherApp app) {
        return PusherTransport.builder(app).clock(Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC));
    }

    private static PusherApp app(String host, int port) {
        return PusherApp.builder()
                .appId("3")
                .key("key")
                .secret(SECRET)
                .host(host)
                .port(port)
                .tls(false)
                .build();
    }
}
