package io.pushcast.testing;

import static io.pushcast.message.ChannelInfo.Attribute.CACHE;
import static io.pushcast.message.ChannelInfo.Attribute.SUBSCRIPTION_COUNT;
import static io.pushcast.message.ChannelInfo.Attribute.USER_COUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.pushcast.Publication;
import io.pushcast.Pushcast;
import io.pushcast.channels.ChannelQueryException;
import io.pushcast.channels.ChannelState;
import io.pushcast.message.ChannelInfo;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.RawClient.Connected;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Pushcast asks a server about channels and users, asked of one that answers. */
class ChannelsAndUsersIT {

    private final EmbeddedPusher server = EmbeddedPusher.start();
    private final Pushcast pushcast = Pushcast.builder().app(server.app()).build();
    private final List<Connected> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(Connected::close);
        pushcast.close();
        server.close();
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private void subscribe(String channel) {
        connect().subscribe(channel);
    }

    private Connected connect() {
        Connected client = RawClient.connect(server);
        clients.add(client);
        return client;
    }

    private void join(String channel, String user) {
        Connected client = connect();
        client.subscribeSigned(channel, server.key(), server.app().secret(), "{\"user_id\":\"" + user + "\"}");
        client.client().next("pusher_internal:subscription_succeeded");
    }

    private Publication publication(String... channels) {
        return pushcast.to(
                        channels[0],
                        List.of(channels).subList(1, channels.length).toArray(String[]::new))
                .named("placed")
                .payload(1);
    }

    @Test
    void tellsWhichChannelsAreOccupied() {
        join("presence-room", "ann");
        join("presence-room", "bob");
        subscribe("orders");

        assertThat(done(pushcast.channels().occupied())).containsOnlyKeys("presence-room", "orders");
        assertThat(done(pushcast.channels().occupied("presence-", USER_COUNT)))
                .containsOnlyKeys("presence-room")
                .hasEntrySatisfying(
                        "presence-room", state -> assertThat(state.userCount()).hasValue(2));
        assertThat(done(pushcast.channels().users("presence-room"))).containsExactly("ann", "bob");
        assertThat(done(pushcast.channels().users("presence-empty"))).isEmpty();
    }

    @Test
    void tellsWhatOneChannelIsLike() {
        subscribe("cache-prices");

        done(publication("cache-prices").publish());

        ChannelState state = done(pushcast.channels().channel("cache-prices", SUBSCRIPTION_COUNT, CACHE));

        assertThat(state.occupied()).isTrue();
        assertThat(state.subscriptionCount()).hasValue(1);
        assertThat(state.cached())
                .hasValueSatisfying(event -> assertThat(event.data()).isEqualTo("1"));
        assertThat(done(pushcast.channels().channel("orders")).occupied()).isFalse();
    }

    @Test
    void tellsOfTheChannelsWithADeliveryThatAskedForIt() {
        join("presence-room", "ann");
        subscribe("orders");
        subscribe("orders");

        Delivery delivery = done(publication("presence-room", "orders", "empty")
                .withInfo(USER_COUNT, SUBSCRIPTION_COUNT)
                .publish());

        assertThat(delivery.receipts().get(0).info())
                .hasSize(3)
                .containsEntry(ChannelName.of("presence-room"), info(1, 1))
                .containsEntry(ChannelName.of("orders"), info(-1, 2))
                .containsEntry(ChannelName.of("empty"), info(-1, 0));
        assertThat(done(publication("orders").publish()).receipts().get(0).info())
                .isEmpty();
    }

    @Test
    void tellsOfEachMessageOfABatch() {
        subscribe("orders.3");

        List<CompletionStage<Delivery>> deliveries = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Publication publication = publication("orders." + i);
            deliveries.add((i % 3 == 0 ? publication.withInfo(SUBSCRIPTION_COUNT) : publication).publish());
        }

        for (int i = 0; i < 40; i++) {
            Delivery.Receipt receipt = done(deliveries.get(i)).receipts().get(0);
            if (i % 3 == 0) {
                assertThat(receipt.info())
                        .containsOnlyKeys(ChannelName.of("orders." + i))
                        .containsValue(info(-1, i == 3 ? 1 : 0));
            } else {
                assertThat(receipt.info()).isEmpty();
            }
        }
        assertThat(server.requests()).hasSizeLessThan(40);
    }

    private static ChannelInfo info(int users, int subscriptions) {
        return new ChannelInfo(users < 0 ? OptionalInt.empty() : OptionalInt.of(users), OptionalInt.of(subscriptions));
    }

    @Test
    void reachesAUserAndEndsTheirConnections() {
        String id = "auth0|5f7 ä#?";
        try (Connected client = RawClient.connect(server)) {
            JsonObject data = new JsonObject();
            JsonObject user = new JsonObject();
            user.addProperty("id", id);
            data.addProperty(
                    "auth",
                    server.key() + ":" + SignedHttp.hmac(server.app().secret(), client.socketId() + "::user::" + user));
            data.addProperty("user_data", user.toString());
            JsonObject frame = new JsonObject();
            frame.addProperty("event", "pusher:signin");
            frame.add("data", data);
            client.client().send(frame.toString());
            client.client().next("pusher:signin_success");
            client.subscribe("#server-to-user-" + id);

            done(pushcast.toUser(id).named("hello").payload(1).publish());
            assertThat(client.client().next("hello").get("channel").getAsString())
                    .isEqualTo("#server-to-user-" + id);

            done(pushcast.terminateConnections(id));
            assertThat(client.client().closeCode()).isEqualTo(4009);
        }
    }

    @Test
    void tellsARefusal() {
        PusherApp wrong = PusherApp.builder()
                .appId("1")
                .key(server.key())
                .secret("wrong")
                .host(server.host())
                .port(server.port())
                .tls(false)
                .build();
        try (Pushcast other = Pushcast.builder().app(wrong).build()) {
            assertThatThrownBy(() -> done(other.channels().occupied()))
                    .cause()
                    .isInstanceOfSatisfying(
                            ChannelQueryException.class,
                            e -> assertThat(e.httpStatus()).hasValue(401));
        }
    }
}
