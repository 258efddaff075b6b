package io.pushcast.spring.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PresenceChannelEventListener;
import com.pusher.client.channel.PrivateChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.channel.User;
import com.pusher.client.util.HttpChannelAuthorizer;
import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.PresenceMember;
import io.pushcast.mapping.PublishTo;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.webhook.WebhookEvent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.userdetails.User.UserBuilder;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * A whole application with Spring Security and a database, and subscribers that are Pusher's own Java client. The same for both
 * stacks: {@code POST /orders?item=…} stores an order of the user and publishes it, and then refuses a yacht.
 */
abstract class ApplicationContract {

    @PublishTo(channel = "private-orders.{customer}", event = "placed", toOthers = true)
    record OrderPlaced(String customer, String item) {}

    /** Who may see what, and who came. */
    static class Shop {

        final List<String> visitors = new CopyOnWriteArrayList<>();

        @AuthorizeChannel("private-orders.{customer}")
        boolean ownOrders(Principal user, String customer) {
            return user.getName().equals(customer);
        }

        @AuthorizeChannel("presence-shop")
        PresenceMember visitor(Principal user) {
            return PresenceMember.of(user.getName(), Map.of("name", user.getName()));
        }

        @EventListener
        void arrived(WebhookEvent.MemberAdded event) {
            visitors.add(event.userId());
        }
    }

    @LocalServerPort
    int port;

    @Autowired
    EmbeddedPusher server;

    @Autowired
    Shop shop;

    static UserDetails[] users() {
        return new UserDetails[] {user("alice").build(), user("bob").build()};
    }

    private static UserBuilder user(String name) {
        return org.springframework.security.core.userdetails.User.withUsername(name)
                .password("{noop}secret")
                .roles("USER");
    }

    @Test
    void showsAfterTheCommitToOthersWhatAUserDoes() throws Exception {
        try (Subscriber phone = new Subscriber("alice", "private-orders.alice");
                Subscriber laptop = new Subscriber("alice", "private-orders.alice")) {
            phone.sees("subscribed");
            laptop.sees("subscribed");

            assertThat(order("alice", "tea", laptop.socketId())).isEqualTo(200);
            phone.sees("subscribed", "{\"customer\":\"alice\",\"item\":\"tea\"}");

            assertThat(order("alice", "milk", null)).isEqualTo(200);
            laptop.sees("subscribed", "{\"customer\":\"alice\",\"item\":\"milk\"}");
        }
    }

    @Test
    void showsNobodyWhatIsRolledBack() throws Exception {
        try (Subscriber bob = new Subscriber("bob", "private-orders.bob")) {
            bob.sees("subscribed");

            assertThat(order("bob", "yacht", null)).isEqualTo(500);
            assertThat(order("bob", "tea", null)).isEqualTo(200);

            bob.sees("subscribed", "{\"customer\":\"bob\",\"item\":\"tea\"}");
        }
    }

    @Test
    void refusesTheChannelOfAnother() {
        try (Subscriber bob = new Subscriber("bob", "private-orders.alice")) {
            bob.sees("refused");
        }
    }

    @Test
    void tellsTheApplicationWhoComes() {
        server.webhooks().to(uri("/pusher/webhook"), "member_added");
        try (Subscriber alice = new Subscriber("alice", "presence-shop")) {
            alice.sees("subscribed");

            await().untilAsserted(() -> assertThat(shop.visitors).containsExactly("alice"));
        } finally {
            server.webhooks().none();
        }
    }

    private int order(String user, String item, String socketId) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/orders?item=" + item))
                .header("Authorization", basic(user))
                .POST(BodyPublishers.noBody());
        if (socketId != null) {
            request.header("X-Socket-ID", socketId);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8));
    }

    /** One user's page: what it is told, as lines. */
    private final class Subscriber implements PrivateChannelEventListener, PresenceChannelEventListener, AutoCloseable {

        private final List<String> told = new CopyOnWriteArrayList<>();
        private final Pusher pusher;

        Subscriber(String user, String channel) {
            HttpChannelAuthorizer authorizer =
                    new HttpChannelAuthorizer(uri("/pusher/auth").toString());
            authorizer.setHeaders(Map.of("Authorization", basic(user)));
            pusher = new Pusher(
                    server.key(),
                    new PusherOptions()
                            .setHost(server.host())
                            .setWsPort(server.port())
                            .setUseTLS(false)
                            .setChannelAuthorizer(authorizer));
            if (channel.startsWith("presence-")) {
                pusher.subscribePresence(channel, this);
            } else {
                pusher.subscribePrivate(channel, this, "placed");
            }
            pusher.connect();
        }

        String socketId() {
            return pusher.getConnection().getSocketId();
        }

        /** Exactly this, in this order. */
        void sees(String... lines) {
            await().untilAsserted(() -> assertThat(told).containsExactly(lines));
        }

        @Override
        public void onSubscriptionSucceeded(String channel) {
            told.add("subscribed");
        }

        @Override
        public void onAuthenticationFailure(String message, Exception e) {
            told.add("refused");
        }

        @Override
        public void onEvent(PusherEvent event) {
            told.add(event.getData());
        }

        @Override
        public void onUsersInformationReceived(String channel, Set<User> users) {}

        @Override
        public void userSubscribed(String channel, User user) {}

        @Override
        public void userUnsubscribed(String channel, User user) {}

        @Override
        public void close() {
            pusher.disconnect();
        }
    }
}
