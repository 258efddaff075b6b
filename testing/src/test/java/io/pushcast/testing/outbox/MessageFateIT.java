package io.pushcast.testing.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.pushcast.Pushcast;
import io.pushcast.PushcastBuilder;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.DeliveryStatus.ServerState;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.pusher.PusherApp;
import io.pushcast.resilience.ResilienceSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of a message, of those that share its request, and of the app, for each kind of answer to one bad message and for
 * each kind of answer to all of them, in memory and with an outbox. What each status and body means is the table of the core's
 * {@code ResponseTableTest}; here some stand for each meaning, or only one unless {@code -Dpushcast.answers=all}.
 */
class MessageFateIT {

    private static final String BAD = "bad";
    private static final int MATES = 6;

    /** To whom the server gives the answer. */
    enum To {
        /** Each request that has the bad message. */
        THE_BAD_MESSAGE,
        /** Every request. */
        EVERYBODY
    }

    /** What becomes of a message. */
    enum Fate {
        DELIVERED,
        REJECTED,
        POISON,
        /** It waits and is tried again. */
        KEPT
    }

    /** An answer, what it means for the bad message if only that one is given it, and for all messages if all are. */
    private record Answer(int status, String body, Fate alone, Fate forAll, ServerState app) {

        @Override
        public String toString() {
            return status + " " + (body.isEmpty() ? "(empty)" : body);
        }
    }

    private static final boolean ALL_ANSWERS = "all".equals(System.getProperty("pushcast.answers"));

    private static final String PAGE = "<!DOCTYPE html><html><title>Not this way</title></html>";

    private static final Answer[] ANSWERS = {
        new Answer(200, "{}", Fate.DELIVERED, Fate.DELIVERED, ServerState.SERVING),
        new Answer(202, "{\"channels\":{}}", Fate.DELIVERED, Fate.DELIVERED, ServerState.SERVING),
        new Answer(200, PAGE, Fate.POISON, Fate.KEPT, ServerState.SUSPENDED),
        new Answer(200, "", Fate.POISON, Fate.KEPT, ServerState.SUSPENDED),
        new Answer(200, "{\"ok\":false}", Fate.POISON, Fate.KEPT, ServerState.SUSPENDED),
        new Answer(204, "", Fate.POISON, Fate.KEPT, ServerState.SUSPENDED),
        new Answer(200, "{\"error\":\"too long\",\"code\":413}", Fate.REJECTED, Fate.REJECTED, ServerState.SERVING),
        new Answer(400, "no", Fate.REJECTED, Fate.REJECTED, ServerState.SERVING),
        new Answer(413, PAGE, Fate.REJECTED, Fate.REJECTED, ServerState.SERVING),
        new Answer(422, "{}", Fate.REJECTED, Fate.REJECTED, ServerState.SERVING),
        new Answer(302, "", Fate.POISON, Fate.KEPT, ServerState.SUSPENDED),
        new Answer(405, "no", Fate.POISON, Fate.KEPT, ServerState.SUSPENDED),
        new Answer(451, PAGE, Fate.POISON, Fate.KEPT, ServerState.SUSPENDED),
        new Answer(511, PAGE, Fate.POISON, Fate.KEPT, ServerState.SUSPENDED),
        new Answer(401, "{}", Fate.POISON, Fate.KEPT, ServerState.SUSPENDED),
        new Answer(403, PAGE, Fate.POISON, Fate.KEPT, ServerState.SUSPENDED),
        new Answer(404, "{}", Fate.POISON, Fate.KEPT, ServerState.SUSPENDED),
        new Answer(500, "{}", Fate.POISON, Fate.KEPT, ServerState.OPEN),
        new Answer(503, PAGE, Fate.POISON, Fate.KEPT, ServerState.OPEN),
        new Answer(429, "{}", Fate.KEPT, Fate.KEPT, ServerState.THROTTLING),
    };

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HikariDataSource database = TestDatabases.h2();
    private HttpServer server;

    static Stream<Arguments> cases() {
        Set<Object> meanings = new HashSet<>();
        return Arrays.stream(ANSWERS)
                .filter(answer -> ALL_ANSWERS || meanings.add(List.of(answer.alone(), answer.forAll(), answer.app())))
                .flatMap(answer -> Arrays.stream(To.values())
                        .flatMap(to -> Stream.of(false, true).map(outbox -> Arguments.of(answer, to, outbox))));
    }

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Answer answer = answers.getOrDefault(request.contains("\\\"" + BAD + "\\\"") ? BAD : "", ANSWERS[0]);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @ParameterizedTest(name = "{0} to {1}, outbox: {2}")
    @MethodSource("cases")
    void isAsTheTableSays(Answer answer, To to, boolean withOutbox) throws Exception {
        OutboxTables.drop(database);
        Outbox outbox = withOutbox
                ? Outbox.on(JdbcOutboxStore.on(database).createSchema(true).build())
                        .build()
                : null;
        Fates fates = new Fates();
        try (Pushcast pushcast = pushcast(outbox, fates)) {
            // The app has been served: what is refused from now on need not be about it.
            pushcast.to("before").named("happened").payload("good").publish();
            await().until(() -> fates.of("before") == Fate.DELIVERED);

            answers.put(BAD, answer);
            if (to == To.EVERYBODY) {
                answers.put("", answer);
            }
            IntStream.range(0, MATES)
                    .forEach(i -> pushcast.to("mate-" + i)
                            .named("happened")
                            .payload("good")
                            .publish());
            pushcast.to("culprit").named("happened").payload(BAD).publish();

            if (to == To.EVERYBODY) {
                if (answer.forAll() == Fate.KEPT) {
                    await().until(() -> pushcast.status().server() == answer.app());
                    assertThat(fates.ended()).isEqualTo(1);
                } else {
                    await().until(() -> fates.ended() == 1 + MATES + 1);
                    assertThat(fates.of("mate-0")).isEqualTo(answer.forAll());
                    assertThat(fates.of("culprit")).isEqualTo(answer.forAll());
                    assertThat(pushcast.status().server()).isEqualTo(answer.app());
                }
            } else {
                await().untilAsserted(() -> IntStream.range(0, MATES)
                        .forEach(i -> assertThat(fates.of("mate-" + i)).isEqualTo(Fate.DELIVERED)));
                // Only what is taken beside it shows that it is poison.
                await().atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> {
                            pushcast.to("after")
                                    .named("happened")
                                    .payload("good")
                                    .publish();
                            return fates.of("culprit") == answer.alone();
                        });
                await().until(() -> fates.of("after") == Fate.DELIVERED);
            }
            if (outbox != null) {
                Fate expected = to == To.EVERYBODY ? answer.forAll() : answer.alone();
                int dead =
                        expected != Fate.REJECTED && expected != Fate.POISON ? 0 : to == To.EVERYBODY ? 1 + MATES : 1;
                await().untilAsserted(() -> assertThat(outbox.deadLetters().list(DeadLetterFilter.all(), 100))
                        .hasSize(dead));
            }
            // So that the outbox can be emptied, and closing waits for nobody.
            answers.clear();
        }
    }

    private Pushcast pushcast(Outbox outbox, DeliveryListener listener) {
        PushcastBuilder builder = Pushcast.builder()
                .app(PusherApp.builder()
                        .appId("1")
                        .key("k")
                        .secret("7ad3773142a6692b25b8")
                        .host("127.0.0.1")
                        .port(server.getAddress().getPort())
                        .tls(false)
                        .build())
                .listener(listener)
                .resilience(ResilienceSettings.builder()
                        .initialBackoff(Duration.ofMillis(10))
                        .maxBackoff(Duration.ofMillis(100))
                        .circuitBreaker(CircuitBreakerConfig.custom()
                                .minimumNumberOfCalls(8)
                                .waitDurationInOpenState(Duration.ofSeconds(1))
                                .build())
                        .build())
                .delivery(DeliverySettings.builder().closeTimeout(Duration.ZERO).build());
        return (outbox == null ? builder : builder.outbox(outbox)).build();
    }

    private static final class Fates implements DeliveryListener {

        private final Map<String, Fate> fates = new ConcurrentHashMap<>();

        Fate of(String channel) {
            return fates.getOrDefault(channel, Fate.KEPT);
        }

        int ended() {
            return fates.size();
        }

        @Override
        public void onDelivered(ChannelMessage message, Delivery delivery) {
            fates.put(message.channels().get(0).value(), Fate.DELIVERED);
        }

        @Override
        public void onFailed(ChannelMessage message, DeliveryException failure) {
            switch (failure.reason()) {
                case REJECTED -> fates.put(message.channels().get(0).value(), Fate.REJECTED);
                case POISON -> fates.put(message.channels().get(0).value(), Fate.POISON);
                default -> {
                    // The publisher was closed while the message waited.
                }
            }
        }
    }
}
