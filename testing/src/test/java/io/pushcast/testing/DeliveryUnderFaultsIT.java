package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.pushcast.Pushcast;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.Limits;
import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.resilience.ResilienceSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What becomes of messages when the server misbehaves: the whole of Pushcast, over real connections. */
class DeliveryUnderFaultsIT {

    private static final CircuitBreakerConfig NEVER_OPENS = CircuitBreakerConfig.custom()
            .slidingWindowSize(10_000)
            .minimumNumberOfCalls(10_000)
            .build();

    /** Longer than anything here waits on purpose; a busy machine may need much of it. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.pushcast.resilience");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final EmbeddedPusher server = opened(EmbeddedPusher.start());

    @BeforeEach
    void recordLogs() {
        logged.list = new CopyOnWriteArrayList<>();
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        logger.detachAppender(logged);
    }

    static Stream<Fault> faultsThatAcceptNothing() {
        return Stream.of(
                Fault.resetBeforeReading(),
                Fault.resetAfterReading(),
                Fault.status(500),
                Fault.status(503),
                Fault.status(408),
                Fault.status(429),
                Fault.htmlError(502),
                Fault.errorWithStatus200(500),
                Fault.errorWithStatus200(429));
    }

    @ParameterizedTest
    @MethodSource("faultsThatAcceptNothing")
    void deliversAllOnceAndInOrderAfter(Fault fault) {
        server.faults().next(5, fault);
        Pushcast pushcast = pushcast(server.app(), quickly());

        List<Delivery> deliveries =
                NumberedMessages.over(6).publish(pushcast, 60).delivered(server);

        assertThat(failed(fault)).hasSize(5);
        assertThat(deliveries).anyMatch(delivery -> attempts(delivery) > 1);
    }

    static Stream<Fault> faultsThatLoseTheAnswer() {
        return Stream.of(Fault.acceptButReset(), Fault.halfAnswer());
    }

    @ParameterizedTest
    @MethodSource("faultsThatLoseTheAnswer")
    void repeatsTheVerySameBytesAfter(Fault fault) {
        server.faults().next(5, fault);
        Pushcast pushcast = pushcast(server.app(), quickly());

        NumberedMessages.over(6).publish(pushcast, 60).deliveredInOrder(server);

        Set<String> answered = new HashSet<>();
        server.requests().stream()
                .filter(request -> request.fault() == null)
                .forEach(request -> answered.add(request.body()));
        assertThat(failed(fault))
                .hasSize(5)
                .allSatisfy(request -> assertThat(answered).contains(request.body()));
        int repeated =
                failed(fault).stream().mapToInt(DeliveryUnderFaultsIT::messages).sum();
        assertThat(server.events()).hasSize(60 + repeated);
    }

    @Test
    void deliversAllInOrderPastARequestThatIsNeverAnswered() {
        server.faults().next(3, Fault.blackHole());
        Pushcast pushcast = pushcast(server.app(), Duration.ofMillis(300), quickly());

        NumberedMessages.over(6).publish(pushcast, 60).deliveredInOrder(server);

        assertThat(failed(Fault.blackHole())).hasSize(3);
    }

    @Test
    void waitsForAServerThatIsSlow() {
        server.faults().next(5, Fault.delay(Duration.ofMillis(200)));
        Pushcast pushcast = pushcast(server.app(), quickly());

        List<Delivery> deliveries =
                NumberedMessages.over(6).publish(pushcast, 60).delivered(server);

        assertThat(deliveries)
                .allSatisfy(delivery -> assertThat(attempts(delivery)).isOne());
    }

    @Test
    void repeatsTheVerySameBytesToAServerThatIsTooSlow() {
        server.faults().next(Fault.delay(Duration.ofSeconds(20)));
        Pushcast pushcast = pushcast(server.app(), Duration.ofMillis(300), quickly());

        NumberedMessages.over(1).publish(pushcast, 1).deliveredInOrder(server);

        assertThat(server.requests()).hasSizeGreaterThan(1);
        assertThat(server.requests()).extracting(RecordedRequest::body).containsOnly(bodyOf(server, 0));
    }

    static Stream<Arguments> faultsAndWhatIsSaidOfThem() {
        String lost = "was given up after 1 attempt; the last one failed: java.";
        String closed = lost + "io.IOException: The server closed the connection before its answer was complete";
        String answered = "was given up after 1 attempt; the server answered ";
        return Stream.of(
                arguments(Fault.resetBeforeReading(), 0, lost + "net.SocketException: Connection reset"),
                arguments(Fault.resetAfterReading(), 0, lost + "net.SocketException: Connection reset"),
                arguments(Fault.acceptButReset(), 0, lost + "net.SocketException: Connection reset"),
                arguments(Fault.halfAnswer(), 0, closed),
                arguments(Fault.blackHole(), 0, lost + "util.concurrent.TimeoutException: Request timeout"),
                arguments(Fault.status(503), 503, answered + "503: An injected fault: status 503"),
                arguments(Fault.status(429), 429, answered + "429: An injected fault: status 429"),
                arguments(Fault.htmlError(502), 502, answered + "502: <html>"),
                arguments(Fault.errorWithStatus200(500), 500, answered + "500: {\"error\":\"An injected fault\""));
    }

    @ParameterizedTest
    @MethodSource("faultsAndWhatIsSaidOfThem")
    void saysWhatHappenedWhenItGivesUp(Fault fault, int status, String words) {
        server.faults().next(fault);
        Pushcast pushcast =
                pushcast(server.app(), Duration.ofMillis(500), quickly().maxAttempts(1));

        DeliveryException failure =
                NumberedMessages.over(1).publish(pushcast, 1).failure(0);

        assertThat(failure).hasMessageContaining("counted to [channel-0]").hasMessageContaining(words);
        assertThat(failure.reason()).isEqualTo(Reason.RETRIES_EXHAUSTED);
        assertThat(failure.attempts()).isOne();
        assertThat(failure.httpStatus().orElse(0)).isEqualTo(status);
        if (status == 0) {
            assertThat(failure).hasCauseInstanceOf(Exception.class);
        }
        NumberedMessages.over(3).publish(pushcast, 6).delivered();
    }

    @Test
    void holdsMessagesWhileTheServerFailsAndGoesOnWhenItIsWell() {
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
        server.faults().always(Fault.status(500));
        Pushcast pushcast = pushcast(server.app(), ResilienceSettings.builder().circuitBreakerRegistry(breakers));

        NumberedMessages published = NumberedMessages.over(50).publish(pushcast, 1_000);
        await().until(() -> breakers.circuitBreaker("1").getState() == CircuitBreaker.State.OPEN);
        int sentBeforeItOpened = server.requests().size();
        server.faults().none();

        published.delivered(server);
        assertThat(sentBeforeItOpened).isLessThanOrEqualTo(20);
        assertThat(warnings()).anyMatch(text -> text.contains("circuit breaker of the app '1' is open"));
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "0.3, 300", "soon, 0", ", 0"})
    void waitsAsLongAsTheServerAsks(String retryAfter, long atLeastMillis) {
        Fault slowDown = Fault.status(429);
        server.faults().next(retryAfter == null ? slowDown : slowDown.retryAfter(retryAfter));
        Pushcast pushcast = pushcast(server.app(), quickly());

        long start = System.nanoTime();
        NumberedMessages.over(1).publish(pushcast, 1).delivered(server);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(atLeastMillis), SOON);
        assertThat(server.requests()).extracting(RecordedRequest::status).containsExactly(429, 200);
    }

    @Test
    void waitsUntilTheTimeThatTheServerNames() {
        Instant then = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(2);
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(then.atOffset(ZoneOffset.UTC));
        server.faults().next(Fault.status(503).retryAfter(date));
        Pushcast pushcast = pushcast(server.app(), quickly());

        NumberedMessages.over(1).publish(pushcast, 1).delivered(server);

        // The waiting is measured with another clock, which may differ by a moment.
        assertThat(Instant.now()).isAfterOrEqualTo(then.minusMillis(20));
        assertThat(server.requests()).extracting(RecordedRequest::status).containsExactly(503, 200);
    }

    @Test
    void rejectsOnlyTheMessageOfABatchThatIsTooLarge() {
        EmbeddedPusher strict = opened(EmbeddedPusher.builder()
                .limits(Limits.PUSHER.withMaxPayloadBytes(100))
                .start());
        strict.faults().next(Fault.delay(Duration.ofMillis(200)));
        Pushcast pushcast = pushcast(strict.app(), quickly());

        // The first message keeps the connection to itself, so that the others share a request.
        NumberedMessages published = NumberedMessages.over(3).publish(pushcast, 4);
        CompletableFuture<Delivery> large = pushcast.to("channel-1")
                .named("counted")
                .payload("x".repeat(200))
                .publish()
                .toCompletableFuture();
        published.publish(pushcast, 5);

        DeliveryException failure = NumberedMessages.failureOf(large);
        published.delivered(strict);
        assertThat(failure)
                .hasMessageContaining("was rejected after ")
                .hasMessageContaining("the server answered 413: The event is refused. ");
        assertThat(failure.reason()).isEqualTo(Reason.REJECTED);
        assertThat(failure.httpStatus()).hasValue(413);
        assertThat(strict.requests()).anyMatch(request -> request.status() == 413 && messages(request) > 1);
    }

    @Test
    void believesAnErrorThatComesWithStatus200() {
        server.faults().next(Fault.errorWithStatus200(413));
        Pushcast pushcast = pushcast(server.app(), quickly());

        DeliveryException failure =
                NumberedMessages.over(1).publish(pushcast, 1).failure(0);

        assertThat(failure).hasMessageContaining("was rejected after 1 attempt; the server answered 413: {\"error\":");
        assertThat(failure.reason()).isEqualTo(Reason.REJECTED);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void losesNothingWhenTheServerStartsAgain() {
        Pushcast pushcast = pushcast(server.app(), quickly());
        NumberedMessages published = NumberedMessages.over(20).publish(pushcast, 1_000);
        await().until(() -> !server.events().isEmpty());
        server.close();

        published.publish(pushcast, 1_000);
        EmbeddedPusher second = again();
        published.publish(pushcast, 1_000);
        published.delivered();

        List<RecordedEvent> events = new ArrayList<>(server.events());
        events.addAll(second.events());
        published.assertAllArrivedInOrder(events);
    }

    static Stream<Fault> faultsThatCloseConnections() {
        return Stream.of(Fault.closeAfterAnswer(), Fault.closeUnannounced());
    }

    @ParameterizedTest
    @MethodSource("faultsThatCloseConnections")
    void getsAlongWithAServerThatDoesEachTime(Fault fault) {
        server.faults().always(fault);
        Pushcast pushcast = pushcast(server.app(), quickly());

        NumberedMessages.over(20).publish(pushcast, 1_000).delivered(server);
    }

    @Test
    void expiresWhileNothingListensAndDeliversTheRestOnceTheServerIsBack() {
        server.close();
        Pushcast pushcast = pushcast(server.app(), quickly());

        DeliveryException failure = NumberedMessages.over(1)
                .publish(pushcast, 1, Duration.ofMillis(700))
                .failure(0);
        NumberedMessages others = NumberedMessages.over(6).publish(pushcast, 60);
        EmbeddedPusher second = again();

        assertThat(failure)
                .hasMessageContaining("was not accepted before its deadline after ")
                .hasMessageContaining("the last one failed: java.net.ConnectException: ")
                .hasMessageContaining("Connection refused")
                .hasMessageContaining("127.0.0.1:" + second.port());
        assertThat(failure.reason()).isEqualTo(Reason.EXPIRED);
        assertThat(failure.httpStatus()).isEmpty();
        others.delivered(second);
    }

    @Test
    void saysLoudlyThatTheSecretIsWrongAndDoesNotHammer() {
        PusherApp wrong = PusherApp.builder()
                .appId(server.app().appId())
                .key(server.key())
                .secret("not the secret")
                .host(server.host())
                .port(server.port())
                .tls(false)
                .build();
        Pushcast pushcast = pushcast(wrong, quickly());

        NumberedMessages published = NumberedMessages.over(10).publish(pushcast, 1, Duration.ofMillis(1_500));
        await().until(() -> !errors().isEmpty());
        // A second message confirms that it is about the app; only then do others wait unsent.
        published.publish(pushcast, 9, Duration.ofMillis(1_500));
        assertThat(published.failure(9).reason()).isEqualTo(Reason.EXPIRED);
        published.publish(pushcast, 30, Duration.ofMillis(300));

        assertThat(published.failure(0))
                .hasMessageContaining("was not accepted before its deadline after 1 attempt; the server answered 401: "
                        + "Invalid signature");
        assertThat(published.failure(39))
                .hasMessageContaining("was not accepted before its deadline; it was never sent, since a request before"
                        + " it failed; the server answered 401: Invalid signature");
        assertThat(IntStream.range(0, 40).mapToObj(published::failure)).allSatisfy(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.EXPIRED);
            assertThat(failure.httpStatus()).hasValue(401);
        });
        assertThat(server.requests()).hasSizeLessThanOrEqualTo(8);
        assertThat(server.events()).isEmpty();
        assertThat(errors())
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .contains("Pusher does not serve the app '1': 401", "check its id, key and secret")
                        .doesNotContain("not the secret"));
    }

    @Test
    void goesOnByItselfWhenTheAppIsServedAgain() {
        server.faults().next(2, Fault.status(403));
        Pushcast pushcast = pushcast(server.app(), quickly().suspension(Duration.ofMillis(200)));

        NumberedMessages.over(6).publish(pushcast, 60).delivered(server);
    }

    private static ResilienceSettings.Builder quickly() {
        return ResilienceSettings.builder()
                .initialBackoff(Duration.ofMillis(5))
                .maxBackoff(Duration.ofMillis(50))
                .circuitBreaker(NEVER_OPENS);
    }

    private Pushcast pushcast(PusherApp app, ResilienceSettings.Builder resilience) {
        return pushcast(app, SOON, resilience);
    }

    private Pushcast pushcast(PusherApp app, Duration requestTimeout, ResilienceSettings.Builder resilience) {
        return opened(Pushcast.builder()
                .name(app.appId())
                .transport(PusherTransport.builder(app)
                        .requestTimeout(requestTimeout)
                        .build())
                .resilience(resilience.build())
                .delivery(DeliverySettings.builder().closeTimeout(Duration.ZERO).build())
                .json(String::valueOf)
                .build());
    }

    /** Another server in the place of the one that was closed. */
    private EmbeddedPusher again() {
        return opened(EmbeddedPusher.builder()
                .port(server.port())
                .secret(server.app().secret())
                .start());
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(0, closeable);
        return closeable;
    }

    private List<RecordedRequest> failed(Fault fault) {
        return server.requests().stream()
                .filter(request -> fault.equals(request.fault()))
                .toList();
    }

    private static String bodyOf(EmbeddedPusher server, int request) {
        return server.requests().get(request).body();
    }

    private static int messages(RecordedRequest request) {
        return request.body().split("\"name\"", -1).length - 1;
    }

    private static int attempts(Delivery delivery) {
        return delivery.receipts().get(0).attempts();
    }

    private List<String> warnings() {
        return logged(Level.WARN);
    }

    private List<String> errors() {
        return logged(Level.ERROR);
    }

    private List<String> logged(Level level) {
        return logged.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
