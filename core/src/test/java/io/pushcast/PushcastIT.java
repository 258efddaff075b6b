package io.pushcast;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.pushcast.mapping.PublishTo;
import io.pushcast.message.Delivery;
import io.pushcast.pusher.PusherApp;
import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PushcastIT {

    @RegisterExtension
    static final WireMockExtension server = WireMockExtension.newInstance().build();

    @PublishTo(channel = "private-orders.{customerId}", event = "order-placed")
    record OrderPlaced(String orderId, String customerId, BigDecimal total) {}

    @Test
    void publishesAnAnnotatedEvent() throws Exception {
        server.stubFor(post(urlPathMatching("/apps/.*")).willReturn(okJson("{}")));
        PusherApp app = PusherApp.builder()
                .appId("1")
                .key("k")
                .secret("s")
                .host("localhost")
                .port(server.getPort())
                .tls(false)
                .build();

        try (Pushcast pushcast = Pushcast.builder().app(app).build()) {
            Delivery delivery = pushcast.publish(new OrderPlaced("o-1", "c-7", new BigDecimal("19.90")))
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);

            assertThat(delivery.receipts()).singleElement().satisfies(receipt -> {
                assertThat(receipt.channels()).extracting("value").containsExactly("private-orders.c-7");
                assertThat(receipt.attempts()).isEqualTo(1);
            });
        }
        server.verify(1, postRequestedFor(urlPathEqualTo("/apps/1/events")));
    }
}
