package io.pushcast.examples.e2e;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A domain event of the Quarkus example is seen in a browser, on private and presence channels that the extension's endpoint
 * authorised: the packaged example with its outbox on PostgreSQL, soketi, pusher-js and Chromium are the real ones.
 */
@Tag("e2e")
class InventoryInBrowserIT {

    @RegisterExtension
    static final BrowserVisitors visitors = new BrowserVisitors();

    private static Path pusherJs;
    private static Soketi soketi;
    private static InventoryService inventory;

    @BeforeAll
    static void start() throws IOException {
        NpmPackages packages = NpmPackages.ofThisModule();
        pusherJs = packages.find("pusher-js/dist/web/pusher.js");
        soketi = Soketi.start(InstalledPrograms.installed(), packages);
        inventory = InventoryService.start(soketi.app());
    }

    @AfterAll
    static void stop() throws IOException {
        if (inventory != null) {
            inventory.close();
        }
        if (soketi != null) {
            soketi.close();
        }
    }

    @Test
    void everybodySeesAChangeAfterItsCommitAndNoneThatIsRolledBack() {
        InventoryPage anna = open("anna", "berlin").showsSubscription("subscribed");
        InventoryPage bert = open("bert", "berlin").showsSubscription("subscribed");
        bert.showsStock("chair: 10", "lamp: 5");

        anna.change("chair", -3000).showsAnswer("Refused").showsStock("chair: 10", "lamp: 5");
        anna.change("chair", -3).showsAnswer("Changed").showsStock("chair: 7", "lamp: 5");
        bert.showsStock("chair: 7", "lamp: 5");

        bert.change("chair", 3).showsAnswer("Changed").showsStock("chair: 10", "lamp: 5");
        anna.showsStock("chair: 10", "lamp: 5");
    }

    @Test
    void colleaguesSeeEachOther() {
        InventoryPage anna = open("anna", "berlin").showsWatchers("anna");
        InventoryPage bert = open("bert", "berlin").showsWatchers("anna, bert");
        anna.showsWatchers("anna, bert");

        bert.leave();

        anna.showsWatchers("anna");
    }

    @Test
    void nobodySeesTheStockOfAnotherWarehouse() {
        InventoryPage carlAtBerlin = open("carl", "berlin").showsSubscription("refused");
        InventoryPage carl = open("carl", "hamburg").showsSubscription("subscribed");
        InventoryPage anna = open("anna", "berlin").showsSubscription("subscribed");

        carl.showsStock("chair: 3").showsWatchers("carl");
        anna.showsWatchers("anna").change("lamp", 1).showsAnswer("Changed").showsStock("chair: 10", "lamp: 6");
        anna.change("lamp", -1).showsAnswer("Changed").showsStock("chair: 10", "lamp: 5");

        carlAtBerlin.showsStock().showsWatchers("");
    }

    private static InventoryPage open(String user, String warehouse) {
        return InventoryPage.open(visitors.newPage(), pusherJs, inventory.site(), user, warehouse);
    }
}
