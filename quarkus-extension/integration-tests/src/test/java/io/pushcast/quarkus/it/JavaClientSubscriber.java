package io.pushcast.quarkus.it;

import static org.awaitility.Awaitility.await;

import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PrivateChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.util.HttpChannelAuthorizer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The official Java client, connected to the server that Dev Services started. */
final class JavaClientSubscriber implements AutoCloseable {

    private final Pusher pusher;
    private final List<PusherEvent> received = new CopyOnWriteArrayList<>();

    JavaClientSubscriber(String key, String host, int port, HttpChannelAuthorizer authorizer) {
        PusherOptions options =
                new PusherOptions().setHost(host).setWsPort(port).setUseTLS(false);
        options.setChannelAuthorizer(authorizer);
        this.pusher = new Pusher(key, options);
        pusher.connect();
    }

    static HttpChannelAuthorizer authorizer(String endpoint, String user, String password) {
        HttpChannelAuthorizer authorizer = new HttpChannelAuthorizer(endpoint);
        String credentials = Base64.getEncoder().encodeToString((user + ":" + password).getBytes());
        authorizer.setHeaders(Map.of("Authorization", "Basic " + credentials));
        return authorizer;
    }

    /** The id of its connection, once it has subscribed to something. */
    String socketId() {
        return pusher.getConnection().getSocketId();
    }

    /** Returns once the server has confirmed the subscription. */
    JavaClientSubscriber subscribe(String channel) throws InterruptedException {
        CountDownLatch subscribed = new CountDownLatch(1);
        PrivateChannelEventListener listener = new PrivateChannelEventListener() {
            @Override
            public void onSubscriptionSucceeded(String channelName) {
                subscribed.countDown();
            }

            @Override
            public void onAuthenticationFailure(String message, Exception e) {
                throw new IllegalStateException(message, e);
            }

            @Override
            public void onEvent(PusherEvent event) {
                // Every event that is bound arrives here.
            }
        };
        if (channel.startsWith("private-")) {
            pusher.subscribePrivate(channel, listener).bindGlobal(this::received);
        } else {
            pusher.subscribe(channel, listener).bindGlobal(this::received);
        }
        if (!subscribed.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Not subscribed to " + channel);
        }
        return this;
    }

    /** Waits for so many events, and gives them as channel, name and payload. */
    List<String> events(int count) {
        await().until(() -> received.size() >= count);
        return received.stream()
                .map(event -> event.getChannelName() + " " + event.getEventName() + " " + event.getData())
                .toList();
    }

    private void received(PusherEvent event) {
        if (!event.getEventName().startsWith("pusher")) {
            received.add(event);
        }
    }

    @Override
    public void close() {
        pusher.disconnect();
    }
}
