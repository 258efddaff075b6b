package io.pushcast.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.mapping.Route;
import io.pushcast.message.Delivery;
import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.KnownDifference;
import io.pushcast.testing.KnownDifferences;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What pusher-js 8 in a browser may expect of a server that Pushcast publishes to. */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(KnownDifferences.class)
abstract class PusherJsContract implements KnownDifferences.Lister {

    private static final NpmPackages PACKAGES = NpmPackages.ofThisModule();

    @RegisterExtension
    final BrowserVisitors visitors = new BrowserVisitors();

    private PusherApp app;
    private TestSite site;
    private Pushcast pushcast;

    /**
     * Starts the server and says which app it serves.
     *
     * @param port where it listens; 0 takes a free one
     */
    abstract PusherApp startServer(int port);

    abstract void stopServer();

    @Override
    public Map<String, KnownDifference> knownDifferences() {
        return Map.of();
    }

    @BeforeAll
    void start() throws IOException {
        app = startServer(0);
        site = TestSite.start(app, PACKAGES);
        pushcast = Pushcast.builder().app(app).build();
    }

    @AfterAll
    void stop() {
        if (pushcast != null) {
            pushcast.close();
        }
        if (site != null) {
            site.close();
        }
        stopServer();
    }

    @Test
    void receivesAnEventOfAPublicChannel() throws Exception {
        SubscriberPage alice = open("alice", "news").showsState("connected").showsSubscriptions("news subscribed");

        publish("news", "headline", Map.of("text", "Zwölf Boxkämpfer 🥊 <b>\"jagen\"</b>"));

        alice.showsEvents("headline {\"text\":\"Zwölf Boxkämpfer 🥊 <b>\\\"jagen\\\"</b>\"}");
    }

    @Test
    void receivesAnEventOfAPrivateChannelThatTheEndpointAuthorized() throws Exception {
        SubscriberPage alice = open("alice", "private-orders").showsSubscriptions("private-orders subscribed");

        publish("private-orders", "order-placed", Map.of("id", "o-1"));

        alice.showsEvents("order-placed {\"id\":\"o-1\"}");
    }

    @Test
    void receivesALargePayloadInPartsAndCompressedAsIfItHadComeWhole() throws Exception {
        SubscriberPage alice = open("alice", "private-orders").showsSubscriptions("private-orders subscribed");
        String text = "Zwölf\"🥊\\".repeat(2_000);

        accepted(publisher()
                .to("private-orders")
                .named("report-finished")
                .payload(Map.of("text", text))
                .largePayload(Route.LargePayload.CHUNK)
                .publish());
        accepted(publisher()
                .to("private-orders")
                .named("report-packed")
                .payload(Map.of("text", text))
                .largePayload(Route.LargePayload.GZIP)
                .publish());

        String json = "{\"text\":\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
        alice.showsEvents("report-finished " + json, "report-packed " + json);
    }

    @Test
    void putsPartsTogetherWhateverTheirOrderAndTellsThemOnce() throws Exception {
        SubscriberPage alice = open("alice", "news").showsSubscriptions("news subscribed");

        publish("news", "pushcast-chunk", part(1, "]"));
        publish("news", "pushcast-chunk", Map.of("id", "c-1", "event", "other", "index", 2, "count", 2, "part", "x"));
        publish("news", "pushcast-chunk", Map.of("id", 7));
        publish("news", "pushcast-chunk", part(1, "]"));
        publish("news", "pushcast-chunk", part(0, "[1"));
        publish("news", "pushcast-chunk", part(0, "[1"));
        publish("news", "pushcast-chunk", part(1, "]"));
        publish("news", "headline", Map.of());

        alice.showsEvents("numbers [1]", "headline {}");
    }

    private static Map<String, Object> part(int index, String text) {
        return Map.of("id", "c-1", "event", "numbers", "index", index, "count", 2, "part", text);
    }

    @Test
    void receivesNothingOfAChannelThatTheEndpointRefused() throws Exception {
        SubscriberPage alice = open("alice", TestSite.FORBIDDEN, "news")
                .showsSubscriptions(TestSite.FORBIDDEN + " refused 403", "news subscribed");

        publish(TestSite.FORBIDDEN, "secret", Map.of());
        publish("news", "headline", Map.of());

        alice.showsEvents("headline {}");
    }

    @Test
    void receivesNothingOfAChannelThatAForgedSignatureAsksFor() throws Exception {
        SubscriberPage alice = open("alice", TestSite.FORGED, "news");
        alice.showsSubscriptions(TestSite.FORGED + " refused 401", "news subscribed");

        publish(TestSite.FORGED, "secret", Map.of());
        publish("news", "headline", Map.of());

        alice.showsEvents("headline {}");
    }

    @Test
    void knowsTheMembersOfAPresenceChannel() throws Exception {
        SubscriberPage alice = open("alice", "presence-room").showsMembers("alice Dr alice");
        SubscriberPage bob = open("bob", "presence-room").showsMembers("alice Dr alice", "bob Dr bob");
        alice.showsMembers("alice Dr alice", "bob Dr bob");

        publish("presence-room", "welcome", Map.of());
        alice.showsEvents("welcome {}");
        bob.showsEvents("welcome {}");

        bob.leave();
        alice.showsMembers("alice Dr alice");
    }

    @Test
    void knowsAMemberWithSeveralPagesOnce() {
        SubscriberPage alice = open("alice", "presence-hall").showsMembers("alice Dr alice");
        SubscriberPage bob = open("bob", "presence-hall").showsMembers("alice Dr alice", "bob Dr bob");
        SubscriberPage bob2 = open("bob", "presence-hall").showsMembers("alice Dr alice", "bob Dr bob");
        SubscriberPage carol = open("carol", "presence-hall");
        alice.showsMembers("alice Dr alice", "bob Dr bob", "carol Dr carol");

        bob.leave();
        carol.leave();
        alice.showsMembers("alice Dr alice", "bob Dr bob");
        bob2.leave();
        alice.showsMembers("alice Dr alice");
    }

    @Test
    void decryptsWhatPushersOwnLibraryEncrypted() throws Exception {
        SubscriberPage alice =
                open("alice", "private-encrypted-orders").showsSubscriptions("private-encrypted-orders subscribed");

        site.encrypting().trigger("private-encrypted-orders", "order-placed", Map.of("id", "o-1"));

        alice.showsEvents("order-placed {\"id\":\"o-1\"}");
    }

    @Test
    void decryptsWhatPushcastEncrypted() throws Exception {
        SubscriberPage alice =
                open("alice", "private-encrypted-bills").showsSubscriptions("private-encrypted-bills subscribed");

        try (Pushcast encrypting = Pushcast.builder()
                .app(app)
                .encryption(EncryptionKeys.of(TestSite.MASTER_KEY))
                .build()) {
            accepted(encrypting
                    .to("private-encrypted-bills")
                    .named("sent")
                    .payload(Map.of("text", "Zwölf 🥊"))
                    .publish());
        }

        alice.showsEvents("sent {\"text\":\"Zwölf 🥊\"}");
    }

    @Test
    void receivesTheLastEventOfACacheChannelOrHearsThatThereIsNone() throws Exception {
        SubscriberPage early = open("alice", "private-cache-prices").showsEvents("private-cache-prices has nothing");

        publish("private-cache-prices", "changed", Map.of("price", 1));
        publish("private-cache-prices", "changed", Map.of("price", 2));
        early.showsEvents("private-cache-prices has nothing", "changed {\"price\":1}", "changed {\"price\":2}");

        open("bob", "private-cache-prices").showsEvents("changed {\"price\":2}");
    }

    @Test
    void hearsHowManySubscribe() {
        SubscriberPage alice = open("alice", "counted").showsCount(1);
        SubscriberPage bob = open("bob", "counted").showsCount(2);
        alice.showsCount(2);

        bob.leave();
        alice.showsCount(1);
    }

    @Test
    void seesThoseWhomItsUserWatchesComeAndGo() {
        SubscriberPage alice = signIn("alice", "&watch=bob,carol").showsSignedIn();
        SubscriberPage bob = signIn("bob", "").showsSignedIn();
        alice.showsEvents("online: bob");

        bob.leave();
        alice.showsEvents("online: bob", "offline: bob");
    }

    @Test
    void seesEventsInTheOrderInWhichTheyWerePublished() throws Exception {
        SubscriberPage alice = open("alice", "private-ticks").showsSubscriptions("private-ticks subscribed");

        List<CompletionStage<Delivery>> deliveries = IntStream.range(0, 50)
                .mapToObj(i -> publisher()
                        .to("private-ticks")
                        .named("tick")
                        .payload(Map.of("n", i))
                        .publish())
                .toList();
        for (CompletionStage<Delivery> delivery : deliveries) {
            accepted(delivery);
        }

        alice.showsEvents(
                IntStream.range(0, 50).mapToObj(i -> "tick {\"n\":" + i + "}").toList());
    }

    @Test
    void doesNotSeeAnEventThatExcludesIt() throws Exception {
        SubscriberPage alice = open("alice", "private-board").showsSubscriptions("private-board subscribed");
        SubscriberPage bob = open("bob", "private-board").showsSubscriptions("private-board subscribed");

        accepted(publisher()
                .to("private-board")
                .named("moved")
                .payload(Map.of())
                .excluding(alice.socketId())
                .publish());
        publish("private-board", "cleared", Map.of());

        bob.showsEvents("moved {}", "cleared {}");
        alice.showsEvents("cleared {}");
    }

    @Test
    void receivesWhatIsSentToItsUserAfterSigningIn() throws Exception {
        SubscriberPage alice = signIn("alice", "");
        SubscriberPage bob = signIn("bob", "");
        alice.showsSignedIn();
        bob.showsSignedIn();

        accepted(publisher()
                .toUser("alice")
                .named("invoice")
                .payload(Map.of("id", 7))
                .publish());
        accepted(publisher().toUser("bob").named("reminder").payload(Map.of()).publish());

        alice.showsEvents("to alice: invoice {\"id\":7}");
        bob.showsEvents("to bob: reminder {}");
    }

    @Test
    void receivesWhatAnotherClientSends() throws Exception {
        SubscriberPage alice = open("alice", "private-chat").showsSubscriptions("private-chat subscribed");
        SubscriberPage bob = open("bob", "private-chat").showsSubscriptions("private-chat subscribed");

        alice.sendToOthers("private-chat", "client-typing", Map.of("who", "alice"));

        bob.showsEvents("client-typing {\"who\":\"alice\"}");
        alice.showsEvents();
    }

    @Test
    void receivesWhatPushersOwnServerLibraryPublishes() throws Exception {
        SubscriberPage alice = open("alice", "news").showsSubscriptions("news subscribed");

        try (NodeScript node = NodeScript.run(
                "publish.js",
                app.appId(),
                app.key(),
                app.secret(),
                String.valueOf(app.port()),
                "news",
                "headline",
                "{\"from\":\"node\"}")) {
            assertThat(node.lines()).containsExactly("200");
        }
        alice.showsEvents("headline {\"from\":\"node\"}");
    }

    @Test
    void comesBackWhenTheServerDoes() throws Exception {
        SubscriberPage alice = open("alice", "private-orders").showsSubscriptions("private-orders subscribed");

        stopServer();
        alice.showsState("connecting");
        CompletionStage<Delivery> whileItIsDown =
                publisher().to("news").named("headline").payload(Map.of()).publish();
        startServer(app.port());
        accepted(whileItIsDown);
        alice.showsStateWithin(Duration.ofMinutes(1), "connected").showsSubscriptions("private-orders subscribed");
        publish("private-orders", "order-placed", Map.of("id", "o-2"));

        alice.showsEvents("order-placed {\"id\":\"o-2\"}");
    }

    private SubscriberPage open(String user, String... channels) {
        return SubscriberPage.open(visitors.newPage(), site.page(user, channels));
    }

    private SubscriberPage signIn(String user, String more) {
        return SubscriberPage.open(visitors.newPage(), site.page(user) + "&signin" + more);
    }

    private EventPublisher publisher() {
        return pushcast;
    }

    private void publish(String channel, String event, Object payload) throws Exception {
        accepted(publisher().to(channel).named(event).payload(payload).publish());
    }

    private static void accepted(CompletionStage<Delivery> delivery) throws Exception {
        delivery.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
