package io.pushcast.examples.orders;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PrivateChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.util.HttpChannelAuthorizer;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.Fault;
import io.pushcast.testing.RecordedEvent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** The whole service on PostgreSQL, with its outbox, with a Pusher server in the test and the subscribers that are Pusher's own Java client. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(Postgres.class)
class OrdersApplicationIT {

    @Autowired
    EmbeddedPusher server;

    @LocalServerPort
    int port;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void forgetOtherTests() {
        server.forget();
    }

    @Test
    void showsAnOrderToTheCustomerWhoPlacedIt() throws Exception {
        try (Subscriber alice = new Subscriber("alice", "private-orders.c-1")) {
            assertThat(alice.next()).isEqualTo("subscribed");

            assertThat(order("alice", "{\"item\":\"Tea\",\"total\":19.90}").statusCode())
                    .isEqualTo(201);

            assertThat(alice.next())
                    .startsWith("order-placed {\"orderId\":\"")
                    .contains("\",\"customerId\":\"c-1\",\"item\":\"Tea\",\"total\":19.90,\"placedAt\":\"");
        }
    }

    @Test
    void showsNobodyAnOrderThatRolledBack() throws Exception {
        assertThat(order("bob", "{\"item\":\"Castle\",\"total\":1000.01}").statusCode())
                .isEqualTo(422);
        assertThat(order("bob", "{\"item\":\"Tea\",\"total\":1}").statusCode()).isEqualTo(201);

        try (Subscriber bob = new Subscriber("bob", "private-orders.c-2")) {
            assertThat(bob.next()).isEqualTo("subscribed");
            assertThat(order("bob", "{\"item\":\"Milk\",\"total\":2}").statusCode())
                    .isEqualTo(201);
            assertThat(bob.next()).contains("Milk");
        }
        assertThat(server.events()).extracting("data", String.class).noneMatch(data -> data.contains("Castle"));
    }

    @Test
    void showsAnOrderToOthersThanTheOneWhoPlacedIt() throws Exception {
        order("alice", "{\"item\":\"Soap\",\"total\":3}", "123.456");

        assertThat(server)
                .eventually()
                .received()
                .on("private-orders.c-1")
                .named("order-placed")
                .excluding("123.456");
    }

    @Test
    void showsAnOrderLateButShowsItIfPusherIsDownMeanwhile() throws Exception {
        server.faults().next(3, Fault.status(503));

        assertThat(order("alice", "{\"item\":\"Rain\",\"total\":1}").statusCode())
                .isEqualTo(201);

        await().untilAsserted(() ->
                assertThat(server.events()).extracting(RecordedEvent::data).anyMatch(data -> data.contains("Rain")));
    }

    @Test
    void takesNoOrderThatLacksSomething() throws Exception {
        assertThat(order("alice", "{\"item\":\"\",\"total\":1}").statusCode()).isEqualTo(400);
        assertThat(order("alice", "{\"item\":\"Tea\",\"total\":-1}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void showsWhoIsInTheShop() throws Exception {
        HttpResponse<String> answer = ask("alice", "socket_id=1.1&channel_name=presence-shop");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("{\\\"user_id\\\":\\\"alice\\\",\\\"user_info\\\":{\\\"name\\\":\\\"alice\\\"}}");
    }

    @Test
    void keepsCustomersFromEachOthersOrders() {
        try (Subscriber bob = new Subscriber("bob", "private-orders.c-1")) {
            assertThat(bob.next()).isEqualTo("refused");
        }
    }

    @Test
    void keepsAnonymousUsersFromEverything() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/pusher/auth"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Requested-With", "XMLHttpRequest")
                .POST(HttpRequest.BodyPublishers.ofString("socket_id=1.1&channel_name=private-orders.c-1"))
                .build();

        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void tellsThePageWhereToConnect() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/config"))
                .header("Authorization", basic("alice"))
                .build();

        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("{\"customerId\":\"c-1\",\"key\":\"" + server.key() + "\",\"host\":\"127.0.0.1\",\"port\":"
                        + server.port() + ",\"tls\":false}");
    }

    private HttpResponse<String> order(String user, String json) throws Exception {
        return order(user, json, "1.1");
    }

    /** With a CSRF token as the page has it: the same in a cookie and in a header. */
    private HttpResponse<String> order(String user, String json, String socketId) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/orders"))
                .header("Authorization", basic(user))
                .header("Cookie", "XSRF-TOKEN=token")
                .header("X-XSRF-TOKEN", "token")
                .header("X-Socket-ID", socketId)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> ask(String user, String form) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/pusher/auth"))
                .header("Authorization", basic(user))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static String basic(String user) {
        byte[] credentials = (user + ":secret").getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    /** One user's page: what it is told, as lines. */
    private final class Subscriber implements PrivateChannelEventListener, AutoCloseable {

        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
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
            pusher.subscribePrivate(channel, this, "order-placed");
            pusher.connect();
        }

        String next() {
            try {
                String line = told.poll(10, TimeUnit.SECONDS);
                return line == null ? "nothing" : line;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "interrupted";
            }
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
            told.add(event.getEventName() + " " + event.getData());
        }

        @Override
        public void close() {
            pusher.disconnect();
        }
    }
}
