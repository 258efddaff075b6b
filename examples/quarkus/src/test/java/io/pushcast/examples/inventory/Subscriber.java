package io.pushcast.examples.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PrivateChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.util.HttpChannelAuthorizer;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A user with Pusher's own Java client. */
final class Subscriber implements AutoCloseable {

    private final Pusher pusher;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    Subscriber(String user) {
        JsonPath where = RestAssured.get("/client").jsonPath();
        PusherOptions options = new PusherOptions()
                .setHost(where.getString("host"))
                .setWsPort(where.getInt("port"))
                .setUseTLS(where.getBoolean("tls"));
        HttpChannelAuthorizer authorizer =
                new HttpChannelAuthorizer("http://localhost:" + RestAssured.port + "/pusher/auth");
        authorizer.setHeaders(Map.of("Authorization", basic(user)));
        options.setChannelAuthorizer(authorizer);
        this.pusher = new Pusher(where.getString("key"), options);
        pusher.connect();
    }

    static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes(UTF_8));
    }

    /** Whether the subscription was granted. */
    boolean subscribe(String channel) throws Exception {
        CompletableFuture<Boolean> granted = new CompletableFuture<>();
        pusher.subscribePrivate(
                channel,
                new PrivateChannelEventListener() {
                    @Override
                    public void onSubscriptionSucceeded(String channelName) {
                        granted.complete(true);
                    }

                    @Override
                    public void onAuthenticationFailure(String message, Exception e) {
                        granted.complete(false);
                    }

                    @Override
                    public void onEvent(PusherEvent event) {
                        seen.add(event.getData());
                    }
                },
                "stock-changed");
        return granted.get(10, TimeUnit.SECONDS);
    }

    String socketId() {
        return pusher.getConnection().getSocketId();
    }

    void sees(String data) throws InterruptedException {
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(data);
    }

    @Override
    public void close() {
        pusher.disconnect();
    }
}
