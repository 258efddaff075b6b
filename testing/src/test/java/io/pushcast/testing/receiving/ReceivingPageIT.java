package io.pushcast.testing.receiving;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.Pushcast;
import io.pushcast.auth.PresenceMember;
import io.pushcast.auth.SignedInUser;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.pusher.PusherApp;
import io.pushcast.subscribe.Subscribe;
import io.pushcast.subscribe.SubscribeMethod;
import io.pushcast.subscribe.Subscriber;
import io.pushcast.subscribe.SubscriberBuilder;
import io.pushcast.subscribe.SubscriberStatus.ConnectionState;
import io.pushcast.subscribe.SubscriptionAuthorizer;
import io.pushcast.testing.EmbeddedPusher;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs what the page on receiving shows. */
class ReceivingPageIT {

    private final EmbeddedPusher server = EmbeddedPusher.start();
    private final PusherApp app = server.app();
    private final Pushcast pushcast =
            Pushcast.builder().app(app).eventIds("_id").eventSequence("_seq").build();

    @AfterEach
    void close() {
        pushcast.close();
        server.close();
    }

    @Test
    void receives() throws Exception {
        // README
        record StockChanged(String item, int left) {}

        Map<String, Integer> stock = new ConcurrentHashMap<>();
        Subscriber subscriber = Subscriber.builder()
                .app(app)
                .on("private-stock.eu", StockChanged.class, (event, received) -> stock.put(event.item(), event.left()))
                .build();
        subscriber.start();
        // README
        assertThat(subscriber).eventually().isSubscribedTo("private-stock.eu");
        publish(new StockChanged("pen", 7));
        await().untilAsserted(() -> assertThat(stock).containsEntry("pen", 7));
        subscriber.close();

        // README
        class StockWatcher {

            @Subscribe("private-stock.eu")
            void changed(StockChanged event) {
                stock.put(event.item(), event.left());
            }
        }
        // README
        Method method = StockWatcher.class.getDeclaredMethod("changed", StockChanged.class);
        method.setAccessible(true);
        SubscriberBuilder calling = Subscriber.builder().app(app);
        SubscribeMethod.of(method, method.getAnnotation(Subscribe.class), UnaryOperator.identity())
                .addTo(calling, StockWatcher::new);
        try (Subscriber watcher = calling.build()) {
            watcher.start();
            assertThat(watcher).eventually().isSubscribedTo("private-stock.eu");
            publish(new StockChanged("ink", 2));
            await().untilAsserted(() -> assertThat(stock).containsEntry("ink", 2));
        }

        // README
        Subscriber watching = Subscriber.builder()
                .app(app)
                .eventIds("_id")
                .eventSequence("_seq")
                .on("private-stock.eu", StockChanged.class, (event, received) -> stock.put(event.item(), event.left()))
                .onGap(gap -> stock.clear())
                .build();
        // README
        watching.start();
        assertThat(watching).eventually().isSubscribedTo("private-stock.eu");
        server.socketFaults().close(4200, "Come back");
        await().untilAsserted(() -> assertThat(stock).isEmpty());
        watching.close();
    }

    private void publish(Object event) {
        pushcast.to("private-stock.eu").named("stock-changed").payload(event).publish();
    }

    @Test
    void knowsPresenceUsersAndClientEvents() throws Exception {
        EncryptionKeys keys = EncryptionKeys.of("0".repeat(64));
        // README
        Subscriber warehouse = Subscriber.builder()
                .app(app)
                .encryption(keys)
                .presenceMember(PresenceMember.of("warehouse", Map.of("city", "Ulm")))
                .onPresence("presence-warehouse", members -> System.out.println(members.change() + " " + members.all()))
                .on("private-encrypted-prices", "changed", received -> System.out.println(received.data()))
                .signIn(SignedInUser.of("warehouse"))
                .on("#server-to-user-warehouse", "greeting", received -> System.out.println(received.data()))
                .build();
        warehouse.on("presence-warehouse", "client-typing", received -> System.out.println(received.userId()));
        warehouse.start();
        warehouse.send("presence-warehouse", "client-typing", Map.of("on", true));
        // README
        assertThat(warehouse)
                .eventually()
                .isSubscribedTo("presence-warehouse", "private-encrypted-prices", "#server-to-user-warehouse");
        assertThat(warehouse.send("presence-warehouse", "client-typing", Map.of("on", true)))
                .isTrue();
        warehouse.close();

        // README
        SubscriptionAuthorizer asking = (socketId, channel) -> CompletableFuture.supplyAsync(() ->
                SubscriptionAuthorizer.Grant.of("what another service signed for " + socketId + " and " + channel));
        Subscriber withoutSecret = Subscriber.builder()
                .server(URI.create("wss://ws-eu.pusher.com"), "the app's key")
                .authorizer(asking)
                .build();
        // README
        assertThat(withoutSecret.status().connection()).isEqualTo(ConnectionState.NEW);
        withoutSecret.close();
    }
}
