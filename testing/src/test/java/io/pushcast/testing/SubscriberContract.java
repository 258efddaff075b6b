package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.Pushcast;
import io.pushcast.auth.PresenceMember;
import io.pushcast.auth.SignedInUser;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.mapping.Route.LargePayload;
import io.pushcast.message.ChannelName;
import io.pushcast.pusher.PusherApp;
import io.pushcast.subscribe.PresenceMembers;
import io.pushcast.subscribe.Received;
import io.pushcast.subscribe.Subscriber;
import io.pushcast.subscribe.SubscriberBuilder;
import io.pushcast.subscribe.SubscriberListener;
import io.pushcast.subscribe.SubscriberStatus.ConnectionState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Pushcast's own subscriber does at a server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(KnownDifferences.class)
public abstract class SubscriberContract implements KnownDifferences.Lister {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final EncryptionKeys KEYS = EncryptionKeys.of("0".repeat(64));
    private static final AtomicInteger CHANNELS = new AtomicInteger();

    private PusherApp app;
    private Pushcast pushcast;
    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

    /** Starts the server and says which app it serves. */
    protected abstract PusherApp startServer();

    /** Stops the server, if it was started. */
    protected abstract void stopServer();

    @Override
    public Map<String, KnownDifference> knownDifferences() {
        return Map.of();
    }

    @BeforeAll
    void start() {
        app = startServer();
        pushcast = Pushcast.builder().app(app).encryption(KEYS).build();
    }

    @AfterAll
    void stop() {
        if (pushcast != null) {
            pushcast.close();
        }
        stopServer();
    }

    private static String channel(String prefix) {
        return prefix + CHANNELS.incrementAndGet();
    }

    private SubscriberBuilder builder() {
        return Subscriber.builder().app(app).encryption(KEYS);
    }

    private static Subscriber started(SubscriberBuilder builder) throws InterruptedException {
        Subscriber subscriber = builder.build();
        subscriber.start();
        assertThat(subscriber.awaitSubscribed(PATIENCE)).as("subscribed").isTrue();
        return subscriber;
    }

    private Object next() throws InterruptedException {
        return received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void receivesEventsInOrder() throws Exception {
        String channel = channel("orders-");
        try (Subscriber subscriber =
                started(builder().on(channel, "n", Integer.class, (n, where) -> received.add(n)))) {
            for (int i = 0; i < 200; i++) {
                pushcast.to(channel).named("n").payload(i).publish();
            }

            await().atMost(PATIENCE).until(() -> received.size() == 200);
            assertThat(List.copyOf(received))
                    .isEqualTo(IntStream.range(0, 200).boxed().toList());
            assertThat(subscriber.status().failed()).isZero();
        } finally {
            received.clear();
        }
    }

    @Test
    void receivesOnChannelsOfEveryKind() throws Exception {
        for (String prefix : List.of("private-", "presence-", "private-encrypted-", "cache-", "private-cache-")) {
            String channel = channel(prefix + "kinds-");
            try (Subscriber subscriber = started(builder().on(channel, "e", received::add))) {
                pushcast.to(channel)
                        .named("e")
                        .payload(Map.of("text", "grüß dich"))
                        .publish();

                assertThat(next())
                        .as(channel)
                        .isInstanceOfSatisfying(
                                Received.class,
                                event -> assertThat(event.data()).isEqualTo("{\"text\":\"grüß dich\"}"));
                assertThat(subscriber.status().failed()).isZero();
            }
        }
    }

    @Test
    void hearsThatACacheIsEmpty() throws Exception {
        String channel = channel("cache-empty-");
        try (Subscriber subscriber = started(builder().on(channel, "pusher:cache_miss", received::add))) {
            assertThat(next()).isInstanceOf(Received.class);
            assertThat(subscriber.status().failed()).isZero();
        }
    }

    @Test
    void seesMembersComeAndGo() throws Exception {
        String channel = channel("presence-room-");
        BlockingQueue<PresenceMembers> told = new LinkedBlockingQueue<>();
        try (Subscriber subscriber =
                started(builder().presenceMember(PresenceMember.of("a")).onPresence(channel, told::add))) {
            assertThat(told.poll(10, TimeUnit.SECONDS).all()).containsExactly(PresenceMember.of("a"));
            PresenceMember bob = PresenceMember.of("b", Map.of("name", "Bob"));
            try (Subscriber joining = started(builder().presenceMember(bob).onPresence(channel, members -> {}))) {
                PresenceMembers joined = told.poll(10, TimeUnit.SECONDS);
                assertThat(joined.member()).isEqualTo(bob);
                assertThat(joining.status().failed()).isZero();
            }
            assertThat(told.poll(10, TimeUnit.SECONDS))
                    .extracting(PresenceMembers::change)
                    .isEqualTo(PresenceMembers.Change.LEFT);
            assertThat(subscriber.status().failed()).isZero();
        }
    }

    @Test
    void sendsEventsToOtherSubscribers() throws Exception {
        String channel = channel("private-chat-");
        try (Subscriber receiver =
                        started(builder().on(channel, "client-hi", Map.class, (event, where) -> received.add(event)));
                Subscriber sender = started(builder().on(channel, "client-hi", event -> received.add("an echo")))) {
            assertThat(sender.send(channel, "client-hi", Map.of("text", "hello")))
                    .isTrue();

            assertThat(next()).isEqualTo(Map.of("text", "hello"));
            assertThat(receiver.status().failed()).isZero();
        }
    }

    @Test
    void signsInAndIsReachedAsAUser() throws Exception {
        String user = channel("ann-");
        String channel = "#server-to-user-" + user;
        BlockingQueue<String> signedIn = new LinkedBlockingQueue<>();
        try (Subscriber subscriber = started(builder()
                .signIn(SignedInUser.of(user))
                .listener(new SubscriberListener() {
                    @Override
                    public void onSignedIn(String userId) {
                        signedIn.add(userId);
                    }
                })
                .on(channel, "hi", received::add))) {
            assertThat(signedIn.poll(10, TimeUnit.SECONDS)).isEqualTo(user);
            pushcast.toUser(user).named("hi").payload(Map.of()).publish();

            assertThat(next()).isInstanceOf(Received.class);
            assertThat(subscriber.status().failed()).isZero();
        }
    }

    @Test
    void putsLargePayloadsTogether() throws Exception {
        String channel = channel("private-reports-");
        // Compressible, and larger than any server takes at once.
        String text = "äöü\"\\".repeat(8_000);
        try (Subscriber subscriber =
                started(builder().on(channel, "done", Map.class, (event, where) -> received.add(event.get("text"))))) {
            for (LargePayload how : List.of(LargePayload.CHUNK, LargePayload.GZIP)) {
                pushcast.to(channel)
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
    void isLeftOutWhenItsSocketIsExcluded() throws Exception {
        String channel = channel("orders-");
        try (Subscriber subscriber = started(builder().on(channel, "e", received::add))) {
            pushcast.to(channel)
                    .named("e")
                    .payload(1)
                    .excluding(subscriber.socketId(channel).orElseThrow())
                    .publish();
            pushcast.to(channel).named("e").payload(2).publish();

            assertThat(((Received) next()).data()).isEqualTo("2");
        }
    }

    @Test
    void isToldThatItsKeyIsWrong() throws Exception {
        PusherApp wrong = PusherApp.builder()
                .appId(app.appId())
                .key("wrong-key")
                .secret(app.secret())
                .host(app.host())
                .port(app.port())
                .tls(app.tls())
                .build();
        try (Subscriber subscriber = Subscriber.builder().app(wrong).build()) {
            subscriber.start();

            await().atMost(PATIENCE).until(() -> subscriber.status().connection() == ConnectionState.STOPPED);
            assertThat(subscriber.status().reason()).contains("4001");
        }
    }

    @Test
    void isRefusedWithASignatureOfAnotherSecret() throws Exception {
        PusherApp forged = PusherApp.builder()
                .appId(app.appId())
                .key(app.key())
                .secret("another-secret")
                .host(app.host())
                .port(app.port())
                .tls(app.tls())
                .build();
        BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
        try (Subscriber subscriber = Subscriber.builder()
                .app(forged)
                .on(channel("private-forged-"), "e", received::add)
                .listener(new SubscriberListener() {
                    @Override
                    public void onSubscriptionRefused(ChannelName channel, String reason, Duration pause) {
                        refusals.add(reason);
                    }
                })
                .build()) {
            subscriber.start();

            assertThat(refusals.poll(10, TimeUnit.SECONDS)).startsWith("the server refused it");
            assertThat(subscriber.status().connection()).isEqualTo(ConnectionState.CONNECTED);
        }
    }
}
