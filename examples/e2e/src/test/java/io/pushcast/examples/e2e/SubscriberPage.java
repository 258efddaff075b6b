package io.pushcast.examples.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.time.Duration;
import java.util.List;

/** What a test sees of a {@link TestSite}'s page. The {@code shows…} methods wait until it is so, for 20 seconds at most. */
final class SubscriberPage {

    private final Page page;

    private SubscriberPage(Page page) {
        this.page = page;
    }

    static SubscriberPage open(Page page, String address) {
        page.navigate(address);
        return new SubscriberPage(page);
    }

    SubscriberPage showsState(String state) {
        assertThat(page.locator("#state")).hasText(state);
        return this;
    }

    /** For what takes its time: pusher-js itself waits 15 seconds before it tries again to reach a server that was down. */
    SubscriberPage showsStateWithin(Duration time, String state) {
        assertThat(page.locator("#state")).hasText(state, new HasTextOptions().setTimeout(time.toMillis()));
        return this;
    }

    SubscriberPage showsSignedIn() {
        assertThat(page.locator("#signed-in")).hasText("yes");
        return this;
    }

    /** Each as {@code private-orders subscribed}, {@code … pending}, or {@code … refused 403}. */
    SubscriberPage showsSubscriptions(String... subscriptions) {
        return shows("#subscriptions li", subscriptions);
    }

    SubscriberPage showsMembers(String... members) {
        return shows("#members li", members);
    }

    /** How many subscribe to the channel, as the server last told. */
    SubscriberPage showsCount(int count) {
        assertThat(page.locator("#count")).hasText(String.valueOf(count));
        return this;
    }

    /** Each as {@code order-placed {"id":1}}; exactly these, in this order. */
    SubscriberPage showsEvents(String... events) {
        return shows("#events li", events);
    }

    SubscriberPage showsEvents(List<String> events) {
        return showsEvents(events.toArray(String[]::new));
    }

    String socketId() {
        return page.locator("#socket").textContent();
    }

    /** Sends a message to the other subscribers, as only clients can. */
    void sendToOthers(String channel, String event, Object data) {
        page.evaluate(
                "([channel, event, data]) => pusher.channel(channel).trigger(event, data)",
                List.of(channel, event, data));
    }

    void leave() {
        page.close();
    }

    private SubscriberPage shows(String lines, String... texts) {
        Locator all = page.locator(lines);
        assertThat(all).hasText(texts);
        return this;
    }
}
