package io.pushcast.testing.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pushcast.Pushcast;
import io.pushcast.auth.ChannelSigner;
import io.pushcast.auth.PresenceMember;
import io.pushcast.auth.SignedInUser;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.mapping.PublishTo;
import io.pushcast.mapping.Route.LargePayload;
import io.pushcast.subscribe.PresenceMembers;
import io.pushcast.subscribe.Received;
import io.pushcast.subscribe.Subscriber;
import io.pushcast.subscribe.SubscriberBuilder;
import io.pushcast.subscribe.SubscriberStatus.ConnectionState;
import io.pushcast.subscribe.SubscriptionAuthorizer.Grant;
import io.pushcast.subscribe.SubscriptionState;
import io.pushcast.testing.EmbeddedPusher;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a subscriber does while all goes well. */
class SubscriberIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EmbeddedPusher server =
            EmbeddedPusher.builder().subscriptionCounts().start();
    private final Pushcast pushcast = Pushcast.builder().app(server.app()).build();
    private final RecordingListener listener = new RecordingListener();
    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        pushcast.close();
        server.close();
    }

    @PublishTo(channel = "orders", event = "placed")
    @PublishTo(channel = "audit")
    record OrderPlaced(String id, int total) {}

    private SubscriberBuilder builder() {
        return Subscriber.builder().app(server.app()).listener(listener);
    }

    private static Subscriber started(SubscriberBuilder builder) throws InterruptedException {
        Subscriber subscriber = builder.build();
        subscriber.start();
        assertThat(subscriber.awaitSubscribed(PATIENCE)).isTrue();
        return subscriber;
    }

    private Object next() throws InterruptedException {
        return received.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void receivesWhatIsPublishedAsObjectsUnderTheNamesOfTheirType() throws Exception {
        try (Subscriber subscriber = started(builder()
                .on("orders", OrderPlaced.class, (event, where) -> received.add(event))
                .on("audit", OrderPlaced.class, (event, where) -> received.add(where.event())))) {
            pushcast.publish(new OrderPlaced("o-1", 7));

            assertThat(List.of(next(), next())).containsExactlyInAnyOrder(new OrderPlaced("o-1", 7), "order-placed");
            assertThat(subscriber.status().connection()).isEqualTo(ConnectionState.CONNECTED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public",
                "cache-1",
                "private-1",
                "private-cache-1",
                "private-encrypted-1",
                "private-encrypted-cache-1",
                "presence-1",
                "presence-cache-1"
            })
    void subscribesToChannelsOfEveryKind(String channel) throws Exception {
        EncryptionKeys keys = EncryptionKeys.of("0".repeat(64));
        try (Pushcast publisher =
                        Pushcast.builder().app(server.app()).encryption(keys).build();
                Subscriber subscriber = started(builder().encryption(keys).on(channel, "greeting", received::add))) {
            publisher
                    .to(channel)
                    .named("greeting")
                    .payload(Map.of("text", "hello"))
                    .publish();

            assertThat(((Received) next()).data()).isEqualTo("{\"text\":\"hello\"}");
            assertThat(subscriber.status().subscriptions().values()).containsOnly(SubscriptionState.SUBSCRIBED);
        }
    }

    @Test
    void keepsTheOrderOfEachChannel() throws Exception {
        List<List<Integer>> seen = IntStream.range(0, 3)
                .mapToObj(channel -> (List<Integer>) new CopyOnWriteArrayList<Integer>())
                .toList();
        SubscriberBuilder builder = builder();
        for (int i = 0; i < 3; i++) {
            List<Integer> ofChannel = seen.get(i);
            builder.on("c" + i, "n", Integer.class, (number, where) -> ofChannel.add(number));
        }
        try (Subscriber subscriber = started(builder)) {
            for (int i = 0; i < 3000; i++) {
                pushcast.to("c" + i % 3).named("n").payload(i).publish();
            }

            await().atMost(PATIENCE).until(() -> subscriber.status().handled() == 3000);
            seen.forEach(ofChannel -> assertThat(ofChannel).hasSize(1000).isSorted());
        }
    }

    @Test
    void aSlowHandlerDelaysItsChannelOnly() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (Subscriber subscriber =
                started(builder().on("slow", "e", event -> release.await()).on("quick", "e", received::add))) {
            pushcast.to("slow")
                    .named("e")
                    .payload(1)
                    .publish()
                    .toCompletableFuture()
                    .get();
            await().atMost(PATIENCE).until(() -> subscriber.status().bufferedEvents() == 1);
            pushcast.to("quick").named("e").payload(2).publish();

            assertThat(next()).isNotNull();
            assertThat(subscriber.status().oldestAge()).isPositive();
            release.countDown();
            await().atMost(PATIENCE).until(() -> subscriber.status().handled() == 2);
        }
    }

    @Test
    void tellsWhatAHandlerThrowsAndGoesOn() throws Exception {
        try (Subscriber subscriber = started(builder()
                .on("orders", OrderPlaced.class, (event, where) -> {
                    throw new IllegalStateException("no such order");
                })
                .on("orders", "placed", received::add)
                .on("orders", "other", OrderPlaced.class, (event, where) -> received.add(event)))) {
            pushcast.publish(new OrderPlaced("o-1", 7));
            pushcast.to("orders").named("other").payload("secret").publish();
            pushcast.to("orders").named("unknown").payload(1).publish();
            pushcast.publish(new OrderPlaced("o-2", 8));

            assertThat(((Received) next()).data()).contains("o-1");
            assertThat(((Received) next()).data()).contains("o-2");
            await().atMost(PATIENCE).until(() -> listener.count("failed placed: no such order") == 2);
            assertThat(listener.lines)
                    .contains("unhandled unknown")
                    .filteredOn(line -> line.startsWith("failed other"))
                    .singleElement()
                    .asString()
                    .contains("OrderPlaced")
                    .doesNotContain("secret");
            assertThat(subscriber.status().failed()).isEqualTo(3);
            assertThat(subscriber.status().unhandled()).isEqualTo(1);
        }
    }

    @Test
    void knowsWhoIsOnAPresenceChannel() throws Exception {
        BlockingQueue<PresenceMembers> told = new LinkedBlockingQueue<>();
        SubscriberBuilder other = builder()
                .presenceMember(PresenceMember.of("b", Map.of("name", "Bob")))
                .onPresence("presence-room", members -> {});
        try (Subscriber subscriber =
                started(builder().presenceMember(PresenceMember.of("a")).onPresence("presence-room", told::add))) {
            assertThat(told.poll(10, TimeUnit.SECONDS))
                    .isEqualTo(new PresenceMembers(
                            subscriber
                                    .status()
                                    .subscriptions()
                                    .keySet()
                                    .iterator()
                                    .next(),
                            PresenceMembers.Change.SNAPSHOT,
                            null,
                            List.of(PresenceMember.of("a"))));
            try (Subscriber joining = started(other)) {
                PresenceMembers joined = told.poll(10, TimeUnit.SECONDS);
                assertThat(joined.change()).isEqualTo(PresenceMembers.Change.JOINED);
                assertThat(joined.find("b")).contains(PresenceMember.of("b", Map.of("name", "Bob")));
                assertThat(joining.status().received()).isZero();
            }
            PresenceMembers left = told.poll(10, TimeUnit.SECONDS);
            assertThat(left.change()).isEqualTo(PresenceMembers.Change.LEFT);
            assertThat(left.all()).containsExactly(PresenceMember.of("a"));
        }
    }

    @Test
    void hearsOfCacheMissesAndCounts() throws Exception {
        try (Subscriber subscriber = started(
                builder().on("cache-1", "pusher:cache_miss", received::add).on("cache-1", "e", event -> {}))) {
            assertThat(((Received) next()).event()).isEqualTo("pusher:cache_miss");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(listener.lines).contains("cache miss cache-1", "count cache-1 1"));
            assertThat(subscriber.status().received()).isZero();
        }
    }

    @Test
    void sendsAndReceivesClientEvents() throws Exception {
        try (Subscriber receiver = started(builder().on("presence-chat", "client-typing", Map.class, (event, where) -> {
                    received.add(event);
                    received.add(where.userId());
                }));
                Subscriber sender = started(builder()
                        .presenceMember(PresenceMember.of("ada"))
                        .on("presence-chat", "client-typing", event -> received.add("echo")))) {
            assertThat(sender.send("presence-chat", "client-typing", Map.of("on", true)))
                    .isTrue();

            assertThat(next()).isEqualTo(Map.of("on", true));
            assertThat(next()).isEqualTo("ada");
            assertThat(sender.send("presence-other", "client-typing", 1)).isFalse();
            assertThatThrownBy(() -> sender.send("public", "client-typing", 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("public is no channel for client events");
            assertThatThrownBy(() -> sender.send("presence-chat", "typing", 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("client-");
            assertThat(receiver.status().failed()).isZero();
        }
    }

    @Test
    void signsInAndReceivesWhatIsForTheUser() throws Exception {
        try (Subscriber friend =
                        started(builder().signIn(SignedInUser.of("7")).on("#server-to-user-7", "hi", event -> {}));
                Subscriber subscriber = started(builder()
                        .signIn(SignedInUser.of("42").watching(List.of("7")))
                        .on("#server-to-user-42", "hi", received::add))) {
            pushcast.toUser("42").named("hi").payload(Map.of()).publish();

            assertThat(next()).isNotNull();
            await().atMost(PATIENCE).until(() -> listener.count("watched 7 true") == 1);
            friend.close(PATIENCE);
            await().atMost(PATIENCE).until(() -> listener.count("watched 7 false") == 1);
            assertThat(listener.lines).contains("signed in 42");
            assertThat(subscriber.status().failed()).isZero();
        }
    }

    @Test
    void putsLargePayloadsTogether() throws Exception {
        String text = "äöü\"\\".repeat(8_000);
        try (Subscriber subscriber = started(builder()
                        .eventIds("_id")
                        .on("reports", "done", Map.class, (event, where) -> received.add(event.get("text"))));
                Pushcast numbering =
                        Pushcast.builder().app(server.app()).eventIds("_id").build()) {
            for (LargePayload how : List.of(LargePayload.CHUNK, LargePayload.GZIP)) {
                numbering
                        .to("reports")
                        .named("done")
                        .payload(Map.of("text", text))
                        .largePayload(how)
                        .publish();
                assertThat(next()).isEqualTo(text);
            }
            assertThat(subscriber.status().failed()).isZero();
        }
    }

    @Test
    void dropsDuplicatesAndTellsGaps() throws Exception {
        List<String> gaps = new CopyOnWriteArrayList<>();
        try (Subscriber subscriber = started(builder()
                .eventIds("_id")
                .eventSequence("_seq")
                .onGap(gap -> gaps.add(gap.stream() + " " + gap.from() + "-" + gap.to()))
                .on("orders", "e", event -> received.add(event.id())))) {
            for (String numbered : List.of("a 1", "b 2", "b 2", "e 5", "d 5", "f 6")) {
                String[] parts = numbered.split(" ");
                pushcast.to("orders")
                        .named("e")
                        .payload(Map.of(
                                "_id", parts[0], "_seq", Map.of("stream", "s", "number", Integer.valueOf(parts[1]))))
                        .publish();
            }

            assertThat(List.of(next(), next(), next(), next())).containsExactly("a", "b", "e", "f");
            assertThat(gaps).containsExactly("s 3-4");
            assertThat(listener.lines).contains("duplicate b", "duplicate d", "gap orders NUMBERS_MISSING 3-4");
            assertThat(subscriber.status().duplicates()).isEqualTo(2);
            assertThat(subscriber.status().gaps()).isEqualTo(1);
        }
    }

    @Test
    void subscribesAndUnsubscribesWhileItRuns() throws Exception {
        try (Subscriber subscriber = started(builder())) {
            subscriber.on("later", "e", received::add);
            assertThat(subscriber.awaitSubscribed(PATIENCE)).isTrue();
            assertThat(server.subscribers("later")).isEqualTo(1);
            pushcast.to("later").named("e").payload(1).publish();
            assertThat(next()).isNotNull();

            subscriber.unsubscribe("later");

            await().atMost(PATIENCE).until(() -> server.subscribers("later") == 0);
            assertThat(subscriber.status().subscriptions()).isEmpty();
            subscriber.on("later", "e", received::add);
            assertThat(subscriber.awaitSubscribed(PATIENCE)).isTrue();
        }
    }

    @Test
    void makesMoreConnectionsWhereAServerLimitsTheirChannels() throws Exception {
        SubscriberBuilder builder = builder().maxChannelsPerConnection(2);
        IntStream.range(0, 5).forEach(i -> builder.on("c" + i, "e", received::add));
        try (Subscriber subscriber = started(builder)) {
            assertThat(server.socketFaults().connections()).isEqualTo(3);
            assertThat(subscriber.socketId("c0")).isNotEmpty().isNotEqualTo(subscriber.socketId("c4"));
        }
    }

    @Test
    void asksAnAuthoriserWhereItHasNoSecret() throws Exception {
        EncryptionKeys keys = EncryptionKeys.of("0".repeat(64));
        ChannelSigner signer = new ChannelSigner(server.app());
        SubscriberBuilder builder = Subscriber.builder()
                .server(URI.create("ws://" + server.host() + ":" + server.port()), server.key())
                .authorizer((socketId, channel) -> CompletableFuture.supplyAsync(
                        () -> new Grant(signer.auth(socketId, channel, null), null, keys.sharedSecret(channel))))
                .on("private-encrypted-1", "e", received::add);
        try (Subscriber subscriber = started(builder);
                Pushcast publisher =
                        Pushcast.builder().app(server.app()).encryption(keys).build()) {
            publisher.to("private-encrypted-1").named("e").payload("secret").publish();

            assertThat(((Received) next()).data()).isEqualTo("\"secret\"");
            assertThat(subscriber.status().name()).isEqualTo(server.key());
        }
    }

    @Test
    void isNotToldWhatIsPublishedToOthers() throws Exception {
        try (Subscriber subscriber = started(builder().on("orders", "e", received::add))) {
            pushcast.to("orders")
                    .named("e")
                    .payload(1)
                    .excluding(subscriber.socketId("orders").orElseThrow())
                    .publish();
            pushcast.to("orders").named("e").payload(2).publish();

            assertThat(((Received) next()).data()).isEqualTo("2");
        }
    }

    @Test
    void handlesWhatHasArrivedBeforeItIsClosed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Subscriber subscriber = started(builder().on("orders", "e", event -> {
            begun.countDown();
            release.await();
            received.add(event.data());
        }));
        pushcast.to("orders").named("e").payload(1).publish();
        pushcast.to("orders").named("e").payload(2).publish();
        await().atMost(PATIENCE).until(() -> subscriber.status().bufferedEvents() == 2);
        begun.await();

        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> subscriber.close(PATIENCE));
        await().atMost(PATIENCE).until(() -> server.socketFaults().connections() == 0);
        assertThat(received).isEmpty();
        release.countDown();

        closing.get(10, TimeUnit.SECONDS);
        assertThat(received).containsExactly("1", "2");
        assertThat(subscriber.status().connection()).isEqualTo(ConnectionState.CLOSED);
        assertThatThrownBy(subscriber::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void tellsWhatItDropsWhenItIsClosed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Subscriber subscriber = started(builder().on("orders", "e", event -> {
            begun.countDown();
            never.await();
        }));
        for (int i = 1; i <= 3; i++) {
            pushcast.to("orders").named("e").payload(i).publish();
        }
        await().atMost(PATIENCE).until(() -> subscriber.status().bufferedEvents() == 3);
        begun.await();

        subscriber.close(Duration.ZERO);

        assertThat(listener.lines).contains("dropped 2", "dropped 3");
        // The one under way was interrupted.
        await().atMost(PATIENCE).until(() -> subscriber.status().failed() == 1);
    }

    @Test
    void canBeClosedByAHandler() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        Subscriber[] subscriber = new Subscriber[1];
        subscriber[0] = started(builder().on("orders", "e", event -> {
            subscriber[0].close();
            closed.countDown();
        }));
        pushcast.to("orders").named("e").payload(1).publish();

        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void refusesWhatCanNeverWork() {
        assertThatThrownBy(() -> builder().on("orders.*", "e", received::add))
                .hasMessageContaining("Pusher has no wildcards");
        assertThatThrownBy(() -> builder().on("orders-{id}", "e", received::add))
                .hasMessageContaining("Pusher has no wildcards");
        assertThatThrownBy(() -> builder().onPresence("orders", members -> {})).hasMessageContaining("presence-");
        assertThatThrownBy(() ->
                        builder().on("private-encrypted-1", "e", received::add).build())
                .hasMessageContaining("has no keys");
        assertThatThrownBy(() ->
                        builder().on("#server-to-user-1", "e", received::add).build())
                .hasMessageContaining("signIn");
        assertThatThrownBy(() -> Subscriber.builder().build()).hasMessageContaining("lacks an app");
        assertThatThrownBy(() ->
                        builder().json(value -> JsonCodec.detect().write(value)).build())
                .hasMessageContaining("can only write");
        assertThatThrownBy(() -> Subscriber.builder()
                        .server(URI.create("wss://example.org"), "k")
                        .on("private-1", "e", received::add)
                        .build())
                .hasMessageContaining("needs a signature");
    }
}
