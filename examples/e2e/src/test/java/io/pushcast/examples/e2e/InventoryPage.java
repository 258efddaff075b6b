package io.pushcast.examples.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.file.Path;

/** What an employee sees of the inventory service. The {@code shows…} methods wait until it is so, for 20 seconds at most. */
final class InventoryPage {

    private final Page page;

    private InventoryPage(Page page) {
        this.page = page;
    }

    /** Logs in with the form that is shown to strangers, and goes on to the page of a warehouse. */
    static InventoryPage open(Page page, Path pusherJs, String site, String user, String warehouse) {
        page.route("**/pusher.js", route -> route.fulfill(new Route.FulfillOptions().setPath(pusherJs)));
        page.navigate(site + "/?warehouse=" + warehouse);
        page.getByLabel("Username").fill(user);
        page.getByLabel("Password").fill("secret");
        page.getByText("Log in").last().click();
        assertThat(page.locator("#warehouse")).hasText(warehouse);
        return new InventoryPage(page);
    }

    InventoryPage showsSubscription(String subscription) {
        assertThat(page.locator("#subscription")).hasText(subscription);
        return this;
    }

    InventoryPage showsWatchers(String watchers) {
        assertThat(page.locator("#watchers")).hasText(watchers);
        return this;
    }

    InventoryPage change(String article, int by) {
        page.getByLabel("Article").fill(article);
        page.getByLabel("By").fill(String.valueOf(by));
        page.getByText("Change", new Page.GetByTextOptions().setExact(true)).click();
        return this;
    }

    InventoryPage showsAnswer(String answer) {
        assertThat(page.locator("#answer")).hasText(answer);
        return this;
    }

    /** Each as {@code chair: 10}; exactly these, in this order. */
    InventoryPage showsStock(String... articles) {
        assertThat(page.locator("#stock li")).hasText(articles);
        return this;
    }

    void leave() {
        page.close();
    }
}
