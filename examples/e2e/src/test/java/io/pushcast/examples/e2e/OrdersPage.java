package io.pushcast.examples.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;

/** What a user sees of the order service. The {@code shows…} methods wait until it is so, for 20 seconds at most. */
final class OrdersPage {

    private final Page page;

    private OrdersPage(Page page) {
        this.page = page;
    }

    /** Logs in with the form that is shown to strangers, and goes on to the page with a customer's orders. */
    static OrdersPage open(Page page, String site, String user, String customer) {
        page.navigate(site + "/?customer=" + customer);
        page.getByLabel("Username").fill(user);
        page.getByLabel("Password").fill("secret");
        page.getByText("Sign in").last().click();
        assertThat(page.locator("#customer")).hasText(customer);
        return new OrdersPage(page);
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
}
