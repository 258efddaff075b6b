package io.pushcast.testing.readme;

// README
import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;

import io.pushcast.Pushcast;
import io.pushcast.mapping.PublishTo;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.junit.EmbeddedPusherExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedPusherExtension.class)
class OrdersIT {

    @PublishTo(channel = "private-orders.{customerId}", event = "order-placed")
    record OrderPlaced(String orderId, String customerId) {}

    @Test
    void anOrderIsPublished(EmbeddedPusher server) {
        try (Pushcast pushcast = Pushcast.builder().app(server.app()).build()) {
            pushcast.publish(new OrderPlaced("o-1", "c-7"));

            assertThat(server)
                    .eventually()
                    .received()
                    .on("private-orders.c-7")
                    .named("order-placed")
                    .withPayload("{\"orderId\":\"o-1\",\"customerId\":\"c-7\"}");
        }
    }
}
// README
