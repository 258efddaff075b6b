package io.pushcast.examples.e2e;

import io.pushcast.pusher.PusherApp;
import java.util.Map;

/** The same against a server that nobody here wrote: it says whether the contract is right. */
class PusherJsOnSoketiIT extends PusherJsContract {

    private Soketi server;

    @Override
    PusherApp startServer(int port) {
        server = port == 0
                ? Soketi.start(Programs.installed(), NpmPackages.ofThisModule())
                : Soketi.start(Programs.installed(), NpmPackages.ofThisModule(), port);
        return server.app();
    }

    @Override
    public Map<String, String> knownDifferences() {
        return Map.of(
                "hearsHowManySubscribe", "soketi has no subscription_count events",
                "seesThoseWhomItsUserWatchesComeAndGo", "soketi has no watchlists");
    }

    @Override
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }
}
