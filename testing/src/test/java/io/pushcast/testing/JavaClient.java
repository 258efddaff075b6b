package io.pushcast.testing;

import com.pusher.client.ChannelAuthorizer;
import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.UserAuthenticator;
import com.pusher.client.channel.PresenceChannelEventListener;
import com.pusher.client.channel.PrivateEncryptedChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.channel.User;
import com.pusher.client.connection.ConnectionEventListener;
import com.pusher.client.connection.ConnectionState;
import com.pusher.client.connection.ConnectionStateChange;
import io.pushcast.pusher.PusherApp;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The official Java client, with everything it tells its listeners as lines in one queue. */
final class JavaClient implements AutoCloseable {

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final Lines lines = new Lines();
    private final Pusher pusher;

    /** A client that can't authorise anything, with this key. */
    JavaClient(PusherApp server, String key) {
        this(server, key, null, null);
    }

    /** A client whose private and presence channels are authorised like this. */
    JavaClient(PusherApp server, ChannelAuthorizer authorizer) {
        this(server, server.key(), authorizer, null);
    }

    /** A client whose user is authenticated like this. */
    JavaClient(PusherApp server, UserAuthenticator authenticator) {
        this(server, server.key(), null, authenticator);
    }

    private JavaClient(
            PusherApp server,
            String key,
            @Nullable ChannelAuthorizer authorizer,
            @Nullable UserAuthenticator authenticator) {
        PusherOptions options = new PusherOptions()
                .setHost(server.host())
                .setWsPort(server.port())
                .setUseTLS(false)
                .setChannelAuthorizer(authorizer)
                .setUserAuthenticator(authenticator);
        pusher = new Pusher(key, options);
    }

    /**
     * Connects and waits until that is done. Channels are best subscribed to before: a subscription at the very moment of
     * connecting is sent twice, and the second one is an error, as it is at Pusher.
     */
    void connect() {
        pusher.connect(lines, ConnectionState.CONNECTED);
        String first = next();
        if (!first.equals("CONNECTED")) {
            throw new AssertionError("Not connected: " + first);
        }
    }

    Pusher pusher() {
        return pusher;
    }

    Lines listener() {
        return lines;
    }

    /** The next thing that it told. */
    String next() {
        try {
            String line = told.poll(10, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("The client told nothing more");
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    /** The next thing that it tells within this time; null if it tells nothing. */
    @Nullable
    String poll(Duration time) {
        try {
            return told.poll(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    List<String> next(int count) {
        return java.util.stream.IntStream.range(0, count).mapToObj(i -> next()).toList();
    }

    @Override
    public void close() {
        pusher.disconnect();
    }

    final class Lines
            implements ConnectionEventListener, PresenceChannelEventListener, PrivateEncryptedChannelEventListener {

        @Override
        public void onConnectionStateChange(ConnectionStateChange change) {
            told.add(change.getCurrentState().name());
        }

        @Override
        public void onError(@Nullable String message, @Nullable String code, @Nullable Exception e) {
            told.add("error " + code + ": " + message);
        }

        @Override
        public void onSubscriptionSucceeded(String channel) {
            told.add("subscribed " + channel);
        }

        @Override
        public void onEvent(PusherEvent event) {
            told.add(event.getChannelName() + " " + event.getEventName() + " " + event.getData()
                    + (event.getUserId() == null ? "" : " from " + event.getUserId()));
        }

        @Override
        public void onAuthenticationFailure(String message, Exception e) {
            told.add("no auth: " + message);
        }

        @Override
        public void onUsersInformationReceived(String channel, Set<User> users) {
            told.add("users of " + channel + " "
                    + users.stream()
                            .map(user -> user.getId() + "=" + user.getInfo())
                            .collect(Collectors.toCollection(TreeSet::new)));
        }

        @Override
        public void userSubscribed(String channel, User user) {
            told.add("+" + user.getId() + "=" + user.getInfo());
        }

        @Override
        public void userUnsubscribed(String channel, User user) {
            told.add("-" + user.getId());
        }

        @Override
        public void onDecryptionFailure(String event, String reason) {
            told.add("not decrypted: " + event + " " + reason);
        }
    }
}
