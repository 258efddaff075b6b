package io.pushcast.examples.quickstart;

import com.pusher.client.ChannelAuthorizer;
import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PrivateChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.connection.ConnectionEventListener;
import com.pusher.client.connection.ConnectionState;
import com.pusher.client.connection.ConnectionStateChange;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A subscriber as another service or an Android app would have it: Pusher's own Java client, nothing of Pushcast. */
final class Subscriber implements AutoCloseable {

    private static final List<String> EVENTS = List.of("order-placed", "order-paid", "order-shipped");

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final Pusher pusher;

    /** One event as it arrived. */
    record Received(String channel, String event, String data) {}

    Subscriber(String host, int port, String key, ChannelAuthorizer authorizer) {
        pusher = new Pusher(
                key,
                new PusherOptions()
                        .setHost(host)
                        .setWsPort(port)
                        .setUseTLS(false)
                        .setChannelAuthorizer(authorizer));
    }

    /** Connects, and returns when all these channels are subscribed to. */
    void subscribe(List<String> channels, Duration timeout) throws InterruptedException {
        CountDownLatch subscribed = new CountDownLatch(channels.size());
        for (String channel : channels) {
            pusher.subscribePrivate(channel, new Listener(subscribed), EVENTS.toArray(new String[0]));
        }
        pusher.connect(new ConnectionLog(), ConnectionState.DISCONNECTED);
        if (!subscribed.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("Not all of " + channels + " could be subscribed to within " + timeout);
        }
    }

    /** The next event; null if none arrives in time. */
    @Nullable
    Received next(Duration timeout) throws InterruptedException {
        return received.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        pusher.disconnect();
    }

    private final class Listener implements PrivateChannelEventListener {

        private final CountDownLatch subscribed;

        Listener(CountDownLatch subscribed) {
            this.subscribed = subscribed;
        }

        @Override
        public void onSubscriptionSucceeded(String channelName) {
            subscribed.countDown();
        }

        @Override
        public void onEvent(PusherEvent event) {
            received.add(new Received(event.getChannelName(), event.getEventName(), event.getData()));
        }

        @Override
        public void onAuthenticationFailure(String message, Exception cause) {
            System.err.println("Refused: " + message);
        }
    }

    private static final class ConnectionLog implements ConnectionEventListener {

        @Override
        public void onConnectionStateChange(ConnectionStateChange change) {
            // The program ends when it has what it waits for; a lost connection shows as what is missing then.
        }

        @Override
        public void onError(String message, @Nullable String code, @Nullable Exception cause) {
            System.err.println("The connection has a problem: " + message);
        }
    }
}
