package io.pushcast.examples.inventory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.ChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Runs against the Pusher server that is started since no app is configured. */
@QuarkusTest
class InventoryIT {

    @ConfigProperty(name = "quarkus.pushcast.key")
    String key;

    @ConfigProperty(name = "quarkus.pushcast.host")
    String host;

    @ConfigProperty(name = "quarkus.pushcast.port")
    int port;

    @Test
    void showsEveryChangeOfStockAndNoneThatFailed() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Pusher pusher = new Pusher(
                key, new PusherOptions().setHost(host).setWsPort(port).setUseTLS(false));
        try {
            pusher.connect();
            subscribe(pusher, "stock.chair", seen);

            given().queryParam("by", 10).post("/stock/chair").then().statusCode(200);
            given().queryParam("by", -30).post("/stock/chair").then().statusCode(409);
            given().queryParam("by", -3).post("/stock/chair").then().statusCode(200);

            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("{\"sku\":\"chair\",\"quantity\":10}");
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("{\"sku\":\"chair\",\"quantity\":7}");
        } finally {
            pusher.disconnect();
        }
    }

    private static void subscribe(Pusher pusher, String channel, BlockingQueue<String> seen) throws Exception {
        CountDownLatch subscribed = new CountDownLatch(1);
        pusher.subscribe(
                channel,
                new ChannelEventListener() {
                    @Override
                    public void onSubscriptionSucceeded(String channelName) {
                        subscribed.countDown();
                    }

                    @Override
                    public void onEvent(PusherEvent event) {
                        seen.add(event.getData());
                    }
                },
                "stock-changed");
        assertThat(subscribed.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
