package io.pushcast.testing.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.Pushcast;
import io.pushcast.auth.ChannelSigner;
import io.pushcast.auth.PresenceMember;
import io.pushcast.subscribe.PresenceMembers;
import io.pushcast.subscribe.Received;
import io.pushcast.subscribe.Subscriber;
import io.pushcast.subscribe.SubscriberBuilder;
import io.pushcast.subscribe.SubscriberStatus.ConnectionState;
import io.pushcast.subscribe.SubscriptionAuthorizer.Grant;
import io.pushcast.subscribe.SubscriptionState;
import io.pushcast.testing.EmbeddedPusher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a subscriber does when the server does it harm. */
class SubscriberFaultsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private EmbeddedPusher server =
            EmbeddedPusher.builder().activityTimeout(Duration.ofSeconds(1)).start();
    private final Pushcast pushcast = Pushcast.builder().app(server.app()).build();
    private final RecordingListener listener = new RecordingListener();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        pushcast.close();
        server.close();
    }

    private SubscriberBuilder builder() {
        return Subscriber.builder()
                .app(server.app())
                .listener(listener)
                .pauses(Duration.ofMillis(50), Duration.ofMillis(200))
                .on("orders", "e", received::add);
    }

    private static Subscriber started(SubscriberBuilder builder) throws InterruptedException {
        Subscriber subscriber = builder.build();
        subscriber.start();
        assertThat(subscriber.awaitSubscribed(PATIENCE)).isTrue();
        return subscriber;
    }

    private void expectThatEventsArrive(Subscriber subscriber) throws InterruptedException {
        await().atMost(PATIENCE).until(() -> subscriber.status().connection() == ConnectionState.CONNECTED);
        assertThat(subscriber.awaitSubscribed(PATIENCE)).isTrue();
        received.clear();
        pushcast.to("orders").named("e").payload(1).publish();
        assertThat(received.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1011, 3000, 4100, 4200, 4201, 4299, 4300, 4500})
    void comesBackAfterACloseCodeThatAllowsIt(int code) throws Exception {
        try (Subscriber subscriber = started(builder())) {
            server.socketFaults().close(code, "Injected");
            await().atMost(PATIENCE).until(() -> listener.count("disconnected") == 1);

            expectThatEventsArrive(subscriber);
            assertThat(listener.lines)
                    .contains("lost orders", "gap orders RECONNECTED 0-0")
                    .anyMatch(line -> line.startsWith("disconnected: Injected") && line.contains("" + code));
            Duration pause = listener.pauses.get(0);
            if (code >= 4100 && code < 4200) {
                assertThat(pause).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            } else if (code >= 4200 && code < 4300) {
                assertThat(pause).isZero();
            } else {
                assertThat(pause).isLessThanOrEqualTo(Duration.ofMillis(50));
            }
            assertThat(subscriber.status().reconnects()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4000, 4001, 4009, 4099})
    void stopsLoudlyWhenTheServerSaysThatItIsOfNoUse(int code) throws Exception {
        try (Subscriber subscriber = started(builder())) {
            server.socketFaults().close(code, "Injected");

            await().atMost(PATIENCE).until(() -> listener.count("stopped: " + code) == 1);
            assertThat(subscriber.status().connection()).isEqualTo(ConnectionState.STOPPED);
            assertThat(subscriber.status().reason()).isEqualTo("Injected (" + code + ")");
            assertThat(server.socketFaults().connections()).isZero();

            subscriber.start();

            expectThatEventsArrive(subscriber);
        }
    }

    @Test
    void stopsWhenTheKeyIsWrongAndComesBackFromErrorsThatPass() throws Exception {
        server.socketFaults().refuseConnections(4001);
        try (Subscriber subscriber = builder().build()) {
            subscriber.start();
            await().atMost(PATIENCE).until(() -> listener.count("stopped: 4001") == 1);

            server.socketFaults().refuseConnections(4300);
            subscriber.start();
            await().atMost(PATIENCE).until(() -> listener.count("disconnected: An injected fault: error 4300") >= 3);
            server.socketFaults().none();

            expectThatEventsArrive(subscriber);
        }
    }

    @Test
    void comesBackAfterCutsAndResets() throws Exception {
        try (Subscriber subscriber = started(builder())) {
            for (int i = 1; i <= 3; i++) {
                server.socketFaults().cut();
                int times = 2 * i - 1;
                await().atMost(PATIENCE).until(() -> listener.count("disconnected") == times);
                expectThatEventsArrive(subscriber);
                server.socketFaults().reset();
                await().atMost(PATIENCE).until(() -> listener.count("disconnected") == times + 1);
                expectThatEventsArrive(subscriber);
            }
            assertThat(subscriber.status().reconnects()).isEqualTo(6);
        }
    }

    @Test
    void noticesAServerThatFallsSilentByTheTimeoutThatTheServerTold() throws Exception {
        try (Subscriber subscriber = started(builder().pongTimeout(Duration.ofMillis(300)))) {
            server.socketFaults().silence();

            await().atMost(Duration.ofSeconds(5))
                    .until(() -> listener.count("disconnected: The server was silent for 1000 ms") == 1);
            server.socketFaults().none();

            expectThatEventsArrive(subscriber);
        }
    }

    @Test
    void givesUpAServerThatNeverGreets() throws Exception {
        server.socketFaults().silence();
        try (Subscriber subscriber =
                builder().handshakeTimeout(Duration.ofMillis(300)).build()) {
            subscriber.start();
            await().atMost(PATIENCE).until(() -> listener.count("disconnected: The server did not greet") >= 2);
            server.socketFaults().none();

            expectThatEventsArrive(subscriber);
        }
    }

    @Test
    void staysConnectedWhileNothingHappens() throws Exception {
        try (Subscriber subscriber = started(builder().pongTimeout(Duration.ofSeconds(5)))) {
            // Longer than both sides' timeouts: each hears the other's pings and pongs.
            await().pollDelay(Duration.ofMillis(3500))
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(subscriber.status().connection()).isEqualTo(ConnectionState.CONNECTED));
            assertThat(listener.count("disconnected")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"refused,1", "ignored,2"})
    void triesAgainASubscriptionThatFailed(String how, int times) throws Exception {
        if (how.equals("refused")) {
            server.socketFaults().refuseSubscriptions("orders", times, 403);
        } else {
            server.socketFaults().ignoreSubscriptions("orders", times);
        }
        try (Subscriber subscriber =
                started(builder().subscribeTimeout(Duration.ofMillis(300)).on("other", "e", received::add))) {
            assertThat(listener.count("refused orders")).isEqualTo(times);
            assertThat(listener.count("refused other")).isZero();
            assertThat(listener.count("disconnected")).isZero();

            expectThatEventsArrive(subscriber);
        }
    }

    @Test
    void takesAnAnswerThatComesLate() throws Exception {
        server.socketFaults().delaySubscriptions("orders", 1, Duration.ofMillis(500));
        try (Subscriber subscriber = started(builder()
                .subscribeTimeout(Duration.ofMillis(200))
                .pauses(Duration.ofSeconds(5), Duration.ofSeconds(5)))) {
            expectThatEventsArrive(subscriber);
            assertThat(listener.count("refused orders: it was not answered within 200 ms"))
                    .isEqualTo(1);
        }
    }

    @Test
    void asksForAFewSubscriptionsAtATime() throws Exception {
        SubscriberBuilder builder = builder().maxSubscribesInFlight(2);
        for (int i = 0; i < 20; i++) {
            builder.on("c" + i, "e", received::add);
            server.socketFaults().ignoreSubscriptions("c" + i, 1);
        }
        try (Subscriber subscriber = builder.build()) {
            subscriber.start();

            await().atMost(PATIENCE)
                    .until(() -> subscriber.status().subscriptions().values().stream()
                                    .filter(state -> state == SubscriptionState.SUBSCRIBING)
                                    .count()
                            == 2);
            assertThat(subscriber.status().subscriptions().values())
                    .containsOnly(
                            SubscriptionState.SUBSCRIBED, SubscriptionState.SUBSCRIBING, SubscriptionState.WAITING);
        }
    }

    @Test
    void triesAgainWhatTheAuthoriserFailedToAuthorise() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ChannelSigner signer = new ChannelSigner(server.app());
        try (Subscriber subscriber = started(builder()
                .on("private-1", "e", received::add)
                .authorizer((socketId, channel) -> switch (asked.incrementAndGet()) {
                    case 1 -> throw new IllegalStateException("down");
                    case 2 -> CompletableFuture.failedFuture(new IllegalStateException("still down"));
                    default -> CompletableFuture.completedFuture(Grant.of(signer.auth(socketId, channel, null)));
                }))) {
            assertThat(listener.lines)
                    .anyMatch(line -> line.startsWith("refused private-1") && line.endsWith("down"))
                    .anyMatch(line -> line.startsWith("refused private-1") && line.endsWith("still down"));
            assertThat(subscriber.status().subscriptions().values()).containsOnly(SubscriptionState.SUBSCRIBED);
        }
    }

    @Test
    void tellsWhatCanNotBeReadAndGoesOn() throws Exception {
        try (Subscriber subscriber = started(builder())) {
            server.socketFaults()
                    .error(4302, "Something is wrong")
                    .send("no JSON")
                    .send("[]")
                    .send("{\"event\":7}")
                    .send("{\"event\":\"unknown\",\"channel\":\"unknown\",\"data\":\"{}\"}")
                    .send("{\"event\":\"pusher:unknown\",\"data\":{}}")
                    .send("{\"event\":\"pushcast-chunk\",\"channel\":\"orders\",\"data\":\"{}\"}")
                    .send(
                            "{\"event\":\"pushcast-gzip\",\"channel\":\"orders\",\"data\":\"{\\\"event\\\":\\\"e\\\",\\\"gzip\\\":\\\"x\\\"}\"}");

            expectThatEventsArrive(subscriber);
            assertThat(listener.lines).contains("error: Something is wrong (4302)");
            assertThat(listener.count("unreadable :")).isEqualTo(3);
            assertThat(listener.count("unreadable orders: The event 'pushcast-chunk'"))
                    .isEqualTo(1);
            assertThat(listener.count("unreadable orders: The event 'e'")).isEqualTo(1);
            assertThat(listener.count("disconnected")).isZero();
        }
    }

    @Test
    void replacesThePresenceListBySnapshots() throws Exception {
        BlockingQueue<PresenceMembers> told = new LinkedBlockingQueue<>();
        try (Subscriber other = started(Subscriber.builder()
                        .app(server.app())
                        .presenceMember(PresenceMember.of("b"))
                        .onPresence("presence-1", members -> {}));
                Subscriber subscriber =
                        started(builder().presenceMember(PresenceMember.of("a")).onPresence("presence-1", told::add))) {
            assertThat(told.poll(10, TimeUnit.SECONDS).all()).hasSize(2);
            server.socketFaults().refuseSubscriptions("presence-1", 1, 500);
            other.close(PATIENCE);
            server.socketFaults().cut();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(told)
                            .last()
                            .satisfies(members -> assertThat(members.all()).containsExactly(PresenceMember.of("a")))
                            .extracting(PresenceMembers::change)
                            .isEqualTo(PresenceMembers.Change.SNAPSHOT));
            assertThat(subscriber.status().failed()).isZero();
        }
    }

    @Test
    void readsNoMoreThanItsBufferHolds() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        int count = 5000;
        String kilobyte = "x".repeat(1000);
        AtomicInteger handled = new AtomicInteger();
        try (Subscriber subscriber = started(builder().buffer(100, 1 << 20).on("stock", "e", event -> {
            release.await();
            handled.incrementAndGet();
        }))) {
            for (int i = 0; i < count; i++) {
                pushcast.to("stock")
                        .named("e")
                        .payload(Map.of("n", i, "text", kilobyte))
                        .publish();
            }
            pushcast.flush().toCompletableFuture().get(20, TimeUnit.SECONDS);
            // Long enough for the server's activity timeout: the connection is kept by pings all the same.
            await().pollDelay(Duration.ofSeconds(3))
                    .atMost(PATIENCE)
                    .until(() -> server.socketFaults().connections() == 1);
            int most = subscriber.status().bufferedEvents();
            assertThat(most).isBetween(100, 100 + 64);
            assertThat(listener.count("disconnected")).isZero();

            release.countDown();

            await().atMost(PATIENCE).until(() -> handled.get() == count);
            assertThat(subscriber.status().bufferedEvents()).isZero();
            assertThat(subscriber.status().bufferedBytes()).isZero();
        }
    }

    @Test
    void losesNothingOfWhatIsPublishedWhileItIsSubscribedThoughTheServerRestarts() throws Exception {
        int port = server.port();
        String secret = server.app().secret();
        BlockingQueue<Integer> numbers = new LinkedBlockingQueue<>();
        try (Subscriber subscriber = started(builder().on("n", "n", Integer.class, (n, where) -> numbers.add(n)))) {
            for (int round = 0; round < 3; round++) {
                numbers.clear();
                for (int i = 0; i < 500; i++) {
                    pushcast.to("n").named("n").payload(i).publish();
                }
                pushcast.flush().toCompletableFuture().get(20, TimeUnit.SECONDS);
                await().atMost(PATIENCE).until(() -> numbers.size() == 500);
                assertThat(List.copyOf(numbers)).isSorted();
                int before = round + 1;
                server.close();
                await().atMost(PATIENCE).until(() -> listener.count("disconnected") >= before);
                server = EmbeddedPusher.builder().port(port).secret(secret).start();
                await().atMost(PATIENCE).until(() -> subscriber.status().connection() == ConnectionState.CONNECTED);
                assertThat(subscriber.awaitSubscribed(PATIENCE)).isTrue();
            }
            assertThat(subscriber.status().failed()).isZero();
        }
    }
}
