package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.testing.RawClient.Connected;
import io.pushcast.webhook.WebhookEvent;
import io.pushcast.webhook.WebhookReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Webhooks over HTTP. */
class WebhooksIT {

    private final EmbeddedPusher server =
            EmbeddedPusher.builder().subscriptionCounts().start();
    private final WebhookReceiver application = WebhookReceiver.start();

    @AfterEach
    void stop() {
        server.close();
        application.close();
    }

    @Test
    void tellsWhatHappensOnAPresenceChannel() {
        server.webhooks().to(application.address()).vacatedDelay(Duration.ZERO);
        try (Connected ann = RawClient.connect(server)) {
            ann.subscribeSigned("presence-room", server.key(), server.app().secret(), "{\"user_id\":\"ann\"}");

            assertThat(events()).isEqualTo("""
                    [{"name":"channel_occupied","channel":"presence-room"},\
                    {"name":"member_added","channel":"presence-room","user_id":"ann"}]""");

            ann.client().sendJson("{'event':'client-x','channel':'presence-room','data':{'n':1}}");
            assertThat(events())
                    .isEqualTo("[{\"name\":\"client_event\",\"channel\":\"presence-room\",\"event\":\"client-x\","
                            + "\"data\":\"{\\\"n\\\":1}\",\"socket_id\":\"" + ann.socketId()
                            + "\",\"user_id\":\"ann\"}]");
        }
        assertThat(events()).isEqualTo("""
                [{"name":"member_removed","channel":"presence-room","user_id":"ann"},\
                {"name":"channel_vacated","channel":"presence-room"}]""");
    }

    @Test
    void tellsOfCacheMissesAndCounts() {
        server.webhooks().to(application.address());
        try (Connected ann = RawClient.connect(server)) {
            ann.subscribe("cache-prices");

            assertThat(events()).isEqualTo("""
                    [{"name":"channel_occupied","channel":"cache-prices"},\
                    {"name":"subscription_count","channel":"cache-prices","subscription_count":1},\
                    {"name":"cache_miss","channel":"cache-prices"}]""");
        }
    }

    @Test
    void areReadByPushcast() {
        WebhookReader reader = WebhookReader.builder().app(server.app()).build();
        server.webhooks().to(application.address()).vacatedDelay(Duration.ZERO);
        try (Connected ann = RawClient.connect(server)) {
            ann.subscribeSigned(
                    "presence-cache-room", server.key(), server.app().secret(), "{\"user_id\":\"ann\"}");
            ChannelName room = ChannelName.of("presence-cache-room");

            assertThat(application.next(reader).events())
                    .containsExactly(
                            new WebhookEvent.ChannelOccupied(room, server.key()),
                            new WebhookEvent.MemberAdded(room, "ann", server.key()),
                            new WebhookEvent.CacheMiss(room, server.key()));
            ann.client().sendJson("{'event':'client-x','channel':'presence-cache-room','data':{'n':1}}");
            assertThat(application.next(reader).events())
                    .containsExactly(new WebhookEvent.ClientEvent(
                            room, "client-x", "{\"n\":1}", SocketId.of(ann.socketId()), "ann", server.key()));
            ann.subscribe("orders");
            assertThat(application.next(reader).events())
                    .contains(new WebhookEvent.SubscriptionCount(ChannelName.of("orders"), 1, server.key()));
        }
    }

    @Test
    void sendsAgainWhatFailed() {
        server.webhooks().to(application.address());
        application.fail(1);
        server.webhooks().send(Map.of("name", "made_up", "n", 1));

        JsonObject first = application.next(server.app());
        assertThat(first.get("events")).isNotNull();
        await().until(() -> !server.webhooks().attempts().isEmpty());
        server.webhooks().flush();
        assertThat(application.next(server.app())).isEqualTo(first);
        await().untilAsserted(() -> assertThat(server.webhooks().attempts())
                .extracting(RecordedWebhook::status)
                .containsExactly(500, 200));
        server.forget();
        assertThat(server.webhooks().attempts()).isEmpty();
    }

    @Test
    void tellsOnlyTheKindsThatAreWanted() {
        server.webhooks().to(application.address(), "channel_vacated");
        try (Connected ann = RawClient.connect(server)) {
            ann.subscribe("orders");
        }
        await().until(() -> server.subscribers("orders") == 0);
        server.webhooks().flush();

        assertThat(events()).isEqualTo("[{\"name\":\"channel_vacated\",\"channel\":\"orders\"}]");
    }

    @Test
    void goesOnWhenNobodyIsThere() {
        server.webhooks().to(URI.create("http://127.0.0.1:1/")).to(application.address());
        server.webhooks().send(List.of(Map.of("name", "a"), Map.of("name", "b")));

        assertThat(events()).isEqualTo("[{\"name\":\"a\"},{\"name\":\"b\"}]");
        await().untilAsserted(() -> assertThat(server.webhooks().attempts())
                .extracting(RecordedWebhook::status)
                .contains(0, 200));
        server.webhooks().none().send(Map.of("name", "c"));
        server.webhooks().to(application.address()).send(Map.of("name", "d"));
        assertThat(events()).isEqualTo("[{\"name\":\"d\"}]");
    }

    /** What is asked of the post is asked on the server's thread, which has ended when it is closed. */
    @Test
    void tellsNothingOfItsOwnEnd() {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        EmbeddedPusher ending = EmbeddedPusher.builder()
                .webhookPost((address, headers, body) -> {
                    asked.add(body);
                    return CompletableFuture.completedFuture(200);
                })
                .start();
        ending.webhooks().to(application.address(), "channel_vacated").vacatedDelay(Duration.ZERO);
        try (Connected ann = RawClient.connect(ending).subscribe("orders")) {
            ending.webhooks().send(Map.of("name", "channel_vacated", "channel", "before"));
            ending.close();

            assertThat(ann.client().closeCode()).isEqualTo(1001);
        }
        assertThat(asked)
                .allSatisfy(body -> assertThat(body).contains("\"before\"").doesNotContain("\"orders\""));
    }

    @Test
    void goesOnAfterAnAddressThatCantBeAsked() {
        server.webhooks().to(URI.create("http://127.0.0.1:70000/")).send(Map.of("name", "a"));
        await().untilAsserted(() -> assertThat(server.webhooks().attempts())
                .anySatisfy(attempt -> assertThat(attempt.body()).contains("\"a\"")));
        server.webhooks().send(Map.of("name", "b"));
        await().untilAsserted(() -> assertThat(server.webhooks().attempts())
                .anySatisfy(attempt -> assertThat(attempt.body()).contains("\"b\"")));

        assertThat(server.webhooks().attempts())
                .extracting(RecordedWebhook::status)
                .containsOnly(0);
    }

    @Test
    void forgetsWhatIsStillToBeToldOfWhatHasHappened() {
        server.webhooks().to(application.address());
        application.fail(1);
        server.webhooks().send(Map.of("name", "failed"));
        await().until(() -> !server.webhooks().attempts().isEmpty());
        try (Connected ann = RawClient.connect(server)) {
            ann.subscribe("orders");
        }
        await().until(() -> server.subscribers("orders") == 0);
        server.forget();
        server.webhooks().flush();
        server.webhooks().send(Map.of("name", "next"));

        await().untilAsserted(() -> assertThat(server.webhooks().attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.body()).contains("\"next\"")));
    }

    @Test
    void refusesAddressesAndDelaysThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.webhooks().to(URI.create("/pusher/webhook")))
                .withMessage("A webhook needs an absolute address such as http://127.0.0.1:8080/pusher/webhook, not"
                        + " /pusher/webhook");
        assertThatIllegalArgumentException().isThrownBy(() -> server.webhooks().to(URI.create("ftp://host/x")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.webhooks().to(application.address(), "chanel_occupied"))
                .withMessageStartingWith("There is no webhook 'chanel_occupied'; there are [channel_occupied, ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.webhooks().vacatedDelay(Duration.ofSeconds(-1)))
                .withMessageContaining("PT-1S");
    }

    private String events() {
        return application.next(server.app()).get("events").toString();
    }
}
