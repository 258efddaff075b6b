package io.pushcast.testing.readme;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.pushcast.EventPublisher;
import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.ChannelRule;
import io.pushcast.auth.ChannelRules;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.Fault;
import io.pushcast.testing.RecordingPublisher;
import io.pushcast.testing.WebhookReceiver;
import io.pushcast.testing.junit.EmbeddedPusherExtension;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The snippets of the pages about testing, word for word. */
class ReadmeIT {

    // README
    @RegisterExtension
    static final EmbeddedPusherExtension pusher =
            EmbeddedPusherExtension.with(builder -> builder.appId("shop").subscriptionCounts());
    // README

    record Orders(EventPublisher publisher) {

        void place(String order) {
            publisher
                    .to("private-orders.c-7")
                    .named("order-placed")
                    .payload(Map.of("id", order))
                    .publish();
            publisher
                    .to("private-orders.c-7")
                    .named("order-paid")
                    .payload(Map.of("id", order))
                    .publish();
        }
    }

    @Test
    void recordsWithoutAServer() {
        // README
        try (RecordingPublisher publisher = RecordingPublisher.create()) {
            new Orders(publisher).place("o-1");

            assertThat(publisher)
                    .received()
                    .on("private-orders.c-7")
                    .named("order-placed")
                    .withPayload(Map.of("id", "o-1"))
                    .once()
                    .then()
                    .named("order-paid")
                    .inOrder();
            assertThat(publisher).receivedNothingOn("private-orders.c-8");
        }
        // README
    }

    @Test
    void knowsWhoCanJoin() {
        // README
        ChannelRules<String> rules = ChannelRules.<String>builder()
                .rule(
                        "private-orders.{customerId}",
                        ChannelRule.when(r -> r.user().equals(r.parameter("customerId"))))
                .rule("presence-room.{room}", ChannelRule.of(r -> AuthDecision.member(r.user(), null)))
                .build();

        assertThat(rules)
                .as("c-7")
                .canJoin("private-orders.c-7")
                .cannotJoin("private-orders.c-8")
                .canJoinAsMember("presence-room.1", "c-7")
                .asNobody()
                .cannotJoin("private-orders.c-7");
        // README
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(rules).as("c-8").canJoin("private-orders.c-7"));
    }

    @Test
    void isSubscribedToByTheOfficialClient() throws Exception {
        EmbeddedPusher server = pusher.server();
        // README
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        var options = new com.pusher.client.PusherOptions()
                .setHost(server.host())
                .setWsPort(server.port())
                .setUseTLS(false);
        var subscriber = new com.pusher.client.Pusher(server.key(), options);
        subscriber.subscribe("orders").bind("order-placed", event -> received.add(event.getData()));
        subscriber.connect();
        await().until(() -> server.subscribers("orders") == 1);
        // README
        var publisher = new com.pusher.rest.Pusher(
                server.app().appId(), server.key(), server.app().secret());
        publisher.setHost(server.host() + ":" + server.port());
        publisher.trigger("orders", "order-placed", Map.of("id", "o-1"));
        publisher.close();
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("{\"id\":\"o-1\"}");
        subscriber.disconnect();
        await().until(() -> server.subscribers("orders") == 0);
    }

    @Test
    void failsOnDemand() {
        EmbeddedPusher server = pusher.server();
        // README
        server.faults().next(3, Fault.status(503)); // the next three requests
        server.faults().next(Fault.status(429).retryAfter("0.5")); // and the one after them
        server.faults().always(Fault.blackHole()); // and then all
        server.faults().random(42, 0.2, Fault.blackHole(), Fault.halfAnswer()); // or every fifth
        server.faults().none(); // it is well again
        // README
    }

    @Test
    void tellsTheApplication() {
        EmbeddedPusher server = pusher.server();
        try (WebhookReceiver application = WebhookReceiver.start()) {
            URI address = application.address();
            // README
            server.webhooks().to(address); // everything
            server.webhooks().to(address, "channel_occupied", "channel_vacated"); // or only this
            server.webhooks().vacatedDelay(Duration.ZERO); // 3 seconds are long for a test
            server.webhooks().send(Map.of("name", "channel_vacated", "channel", "orders")); // did not happen
            server.webhooks().flush(); // don't wait: send again now what failed
            // README
            await().until(() -> server.webhooks().attempts().size() == 2);
            server.webhooks().none();
        }
    }
}
