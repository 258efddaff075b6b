package io.pushcast.examples.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.Assertions;

/** What a user sees of the order service. The {@code shows…} methods wait until it is so, for 20 seconds at most. */
final class OrdersPage {

    private final Page page;
    private final List<String> frames;

    private OrdersPage(Page page, List<String> frames) {
        this.page = page;
        this.frames = frames;
    }

    /** Logs in with the form that is shown to strangers, and goes on to the page with the user's own orders. */
    static OrdersPage open(Page page, String site, String user) {
        return logIn(page, site + "/", user);
    }

    /** The same, and asks for a customer's orders. */
    static OrdersPage open(Page page, String site, String user, String customer) {
        return logIn(page, site + "/?customer=" + customer, user);
    }

    private static OrdersPage logIn(Page page, String address, String user) {
        List<String> frames = new CopyOnWriteArrayList<>();
        page.onWebSocket(socket -> socket.onFrameReceived(frame -> frames.add(frame.text())));
        page.navigate(address);
        page.getByLabel("Username").fill(user);
        page.getByLabel("Password").fill("secret");
        page.getByText("Sign in").last().click();
        assertThat(page.locator("#customer")).not().isEmpty();
        return new OrdersPage(page, frames);
    }

    OrdersPage showsState(String state) {
        assertThat(page.locator("#state")).hasText(state);
        return this;
    }

    OrdersPage showsSubscription(String subscription) {
        assertThat(page.locator("#subscription")).hasText(subscription);
        return this;
    }

    OrdersPage order(String item, String total) {
        page.getByLabel("Item").fill(item);
        page.getByLabel("Total").fill(total);
        page.getByText("Order", new Page.GetByTextOptions().setExact(true)).click();
        return this;
    }

    OrdersPage showsAnswer(String answer) {
        assertThat(page.locator("#answer")).hasText(answer);
        return this;
    }

    /** Each as {@code Tea, 19.9}; exactly these, in this order. */
    OrdersPage showsOrders(String... orders) {
        assertThat(page.locator("#orders li")).hasText(orders);
        return this;
    }

    /** That exactly the orders of these items have come as events up to now: what the page shows may come from itself. */
    OrdersPage receivedEvents(String... items) {
        Assertions.assertThat(frames)
                .filteredOn(frame -> frame.contains("order-placed"))
                .hasSize(items.length)
                .allSatisfy(frame -> Assertions.assertThat(items).anyMatch(frame::contains));
        return this;
    }

    /** By name; exactly these. */
    OrdersPage showsVisitors(String... names) {
        assertThat(page.locator("#visitors li")).hasText(names);
        return this;
    }

    void leave() {
        page.close();
    }
}
