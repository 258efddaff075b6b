package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pushcast.Pushcast;
import io.pushcast.message.ChannelName;
import io.pushcast.testing.RawClient.Connected;
import io.pushcast.webhook.CacheMissResponder;
import io.pushcast.webhook.Webhook;
import io.pushcast.webhook.WebhookEvent;
import io.pushcast.webhook.WebhookException;
import io.pushcast.webhook.WebhookReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application that reads the server's webhooks as the documentation says. */
class WebhooksOfAnApplicationIT {

    private final EmbeddedPusher server =
            EmbeddedPusher.builder().subscriptionCounts().start();
    private final Pushcast pushcast = Pushcast.builder().app(server.app()).build();
    private final WebhookReader reader =
            WebhookReader.builder().app(server.app()).build();
    private final CacheMissResponder prices = CacheMissResponder.builder((channel, event, payload) ->
                    pushcast.to(channel.value()).named(event).payload(payload).publish())
            .on(
                    "cache-{name}",
                    miss -> Optional.of(new CacheMissResponder.Value(
                            "price", Map.of("of", miss.channel().value()))))
            .build();
    private final BlockingQueue<WebhookEvent> events = new LinkedBlockingQueue<>();
    private final HttpServer application =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    WebhooksOfAnApplicationIT() throws IOException {}

    @BeforeEach
    void start() {
        application.createContext("/pusher/webhook", this::receive);
        application.start();
        server.webhooks().to(address()).vacatedDelay(Duration.ZERO);
    }

    @AfterEach
    void stop() {
        pushcast.close();
        server.close();
        application.stop(0);
    }

    private URI address() {
        return URI.create("http://localhost:" + application.getAddress().getPort() + "/pusher/webhook");
    }

    private void receive(HttpExchange request) throws IOException {
        try (request) {
            int status = 200;
            try {
                Webhook webhook = reader.read(request.getRequestBody().readAllBytes(), request.getRequestHeaders());
                events.addAll(webhook.events());
                prices.answer(webhook);
            } catch (WebhookException e) {
                status = e.status();
            }
            request.sendResponseHeaders(status, -1);
        }
    }

    private List<WebhookEvent> next(int count) throws InterruptedException {
        List<WebhookEvent> next = new ArrayList<>();
        while (next.size() < count) {
            WebhookEvent event = events.poll(10, TimeUnit.SECONDS);
            assertThat(event).as("one of %s, after %s", count, next).isNotNull();
            next.add(event);
        }
        return next;
    }

    @Test
    void seesWhatHappensInAPresenceChannel() throws Exception {
        ChannelName room = ChannelName.of("presence-room");
        try (Connected ann = RawClient.connect(server)) {
            ann.subscribeSigned("presence-room", server.key(), server.app().secret(), "{\"user_id\":\"ann\"}");
            assertThat(next(2))
                    .containsExactly(
                            new WebhookEvent.ChannelOccupied(room, server.key()),
                            new WebhookEvent.MemberAdded(room, "ann", server.key()));

            ann.client().sendJson("{'event':'client-x','channel':'presence-room','data':{'n':1}}");
            assertThat(next(1)).first().isInstanceOfSatisfying(WebhookEvent.ClientEvent.class, event -> {
                assertThat(event.data()).isEqualTo("{\"n\":1}");
                assertThat(event.userId()).isEqualTo("ann");
                assertThat(event.socketId()).hasToString(ann.socketId());
            });
        }
        assertThat(next(2))
                .containsExactly(
                        new WebhookEvent.MemberRemoved(room, "ann", server.key()),
                        new WebhookEvent.ChannelVacated(room, server.key()));
    }

    @Test
    void answersACacheMissWithTheCurrentValue() throws Exception {
        ChannelName channel = ChannelName.of("cache-prices");
        try (Connected first = RawClient.connect(server);
                Connected second = RawClient.connect(server)) {
            first.subscribe("cache-prices");
            first.client().next("pusher:cache_miss");

            assertThat(first.client().next("price").get("data").getAsString()).isEqualTo("{\"of\":\"cache-prices\"}");
            assertThat(next(3))
                    .containsExactly(
                            new WebhookEvent.ChannelOccupied(channel, server.key()),
                            new WebhookEvent.SubscriptionCount(channel, 1, server.key()),
                            new WebhookEvent.CacheMiss(channel, server.key()));

            second.subscribe("cache-prices");
            second.client().next("price");
            assertThat(next(1)).containsExactly(new WebhookEvent.SubscriptionCount(channel, 2, server.key()));
        }
    }

    @Test
    void keepsAnEventThatIsNewToItAndRefusesAStranger() throws Exception {
        server.webhooks().send(Map.of("name", "made_up", "n", 1));

        assertThat(next(1))
                .first()
                .isInstanceOfSatisfying(
                        WebhookEvent.Unknown.class,
                        event -> assertThat(event.name()).isEqualTo("made_up"));

        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address())
                                .POST(HttpRequest.BodyPublishers.ofString("{\"time_ms\":1,\"events\":[]}"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(401);
    }
}
