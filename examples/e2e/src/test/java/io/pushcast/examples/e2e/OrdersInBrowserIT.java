package io.pushcast.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.examples.orders.OrdersApplication;
import io.pushcast.pusher.PusherApp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A domain event of the Spring Boot example, stored in its outbox, is seen in a browser on a private channel that the
 * starter's endpoint authorised for who has logged in by the form: the example, soketi, pusher-js and Chromium are the real
 * ones.
 */
@Tag("e2e")
class OrdersInBrowserIT {

    @RegisterExtension
    static final BrowserVisitors visitors = new BrowserVisitors();

    private static Soketi soketi;
    private static ConfigurableApplicationContext orders;
    private static String site;

    @BeforeAll
    static void start() {
        NpmPackages packages = NpmPackages.ofThisModule();
        soketi = Soketi.start(InstalledPrograms.installed(), packages);
        orders = SpringApplication.run(
                OrdersApplication.class,
                "--server.port=0",
                "--pushcast.url=" + url(soketi.app()),
                "--spring.web.resources.static-locations=classpath:/static/,"
                        + packages.find("pusher-js/dist/web").toUri());
        site = "http://127.0.0.1:" + orders.getEnvironment().getProperty("local.server.port");
    }

    @AfterAll
    static void stop() {
        if (orders != null) {
            orders.close();
        }
        if (soketi != null) {
            soketi.close();
        }
    }

    @BeforeEach
    void forgetOtherTests() {
        JdbcClient database = orders.getBean(JdbcClient.class);
        database.sql("delete from orders").update();
        database.sql("update customers set credit = 1000").update();
    }

    @Test
    void customersSeeOnTheirOtherPagesTheOrdersThatTheyPlace() {
        OrdersPage phone = OrdersPage.open(visitors.newPage(), site, "alice").showsSubscription("subscribed");
        OrdersPage laptop = OrdersPage.open(visitors.newPage(), site, "alice")
                .showsState("connected")
                .showsSubscription("subscribed");

        laptop.order("Tea", "19.90").showsAnswer("Ordered").showsOrders("Tea, 19.9");
        phone.showsOrders("Tea, 19.9").receivedEvents("Tea");

        phone.order("Milk", "2").showsAnswer("Ordered").showsOrders("Tea, 19.9", "Milk, 2");
        laptop.showsOrders("Tea, 19.9", "Milk, 2").receivedEvents("Milk");
    }

    @Test
    void ordersPlacedElsewhereAreSeenInOrder() throws Exception {
        OrdersPage alice = OrdersPage.open(visitors.newPage(), site, "alice").showsSubscription("subscribed");

        assertThat(post("alice", "Café crème ☕", "4.50")).isEqualTo(201);
        assertThat(post("alice", "Milk", "1.25")).isEqualTo(201);
        assertThat(post("alice", "Honey", "7")).isEqualTo(201);

        alice.showsOrders("Café crème ☕, 4.5", "Milk, 1.25", "Honey, 7");
    }

    @Test
    void nobodySeesTheOrdersOfOthers() throws Exception {
        OrdersPage alice = OrdersPage.open(visitors.newPage(), site, "alice").showsSubscription("subscribed");
        OrdersPage bobAtAlices =
                OrdersPage.open(visitors.newPage(), site, "bob", "c-1").showsSubscription("refused");
        OrdersPage bob = OrdersPage.open(visitors.newPage(), site, "bob").showsSubscription("subscribed");

        assertThat(post("alice", "Ring", "90")).isEqualTo(201);
        assertThat(post("bob", "Bread", "3")).isEqualTo(201);

        alice.showsOrders("Ring, 90");
        bob.showsOrders("Bread, 3");
        bobAtAlices.showsOrders();
    }

    @Test
    void anOrderThatIsRolledBackIsNotSeen() {
        OrdersPage phone = OrdersPage.open(visitors.newPage(), site, "alice").showsSubscription("subscribed");
        OrdersPage laptop = OrdersPage.open(visitors.newPage(), site, "alice").showsSubscription("subscribed");

        laptop.order("Yacht", "2000000").showsAnswer("Refused");
        laptop.order("Dinghy", "20").showsAnswer("Ordered").showsOrders("Dinghy, 20");

        phone.showsOrders("Dinghy, 20").receivedEvents("Dinghy");
    }

    @Test
    void customersSeeWhoElseIsInTheShop() {
        OrdersPage alice = OrdersPage.open(visitors.newPage(), site, "alice").showsVisitors("alice");
        OrdersPage bob = OrdersPage.open(visitors.newPage(), site, "bob").showsVisitors("alice", "bob");
        alice.showsVisitors("alice", "bob");

        bob.leave();

        alice.showsVisitors("alice");
    }

    /** The status of the answer. */
    private static int post(String user, String item, String total) throws IOException, InterruptedException {
        String credentials = Base64.getEncoder().encodeToString((user + ":secret").getBytes());
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(site + "/orders"))
                                .header("Authorization", "Basic " + credentials)
                                .header("Cookie", "XSRF-TOKEN=token")
                                .header("X-XSRF-TOKEN", "token")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"item\":\"%s\",\"total\":%s}".formatted(item, total)))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static String url(PusherApp app) {
        return "http://" + app.key() + ":" + app.secret() + "@" + app.host() + ":" + app.port() + "/apps/"
                + app.appId();
    }
}
