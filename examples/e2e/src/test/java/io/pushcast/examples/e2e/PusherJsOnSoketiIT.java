package io.pushcast.examples.e2e;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.KnownDifference;
import java.util.Map;

/** The same against a server that nobody here wrote: it says whether the contract is right. */
class PusherJsOnSoketiIT extends PusherJsContract {

    private Soketi server;

    @Override
    PusherApp startServer(int port) {
        server = port == 0
                ? Soketi.start(InstalledPrograms.installed(), NpmPackages.ofThisModule())
                : Soketi.start(InstalledPrograms.installed(), NpmPackages.ofThisModule(), port);
        return server.app();
    }

    @Override
    public Map<String, KnownDifference> knownDifferences() {
        return Map.of(
                "hearsHowManySubscribe",
                        KnownDifference.of("soketi has no subscription_count events", "#count", "to have text", "1"),
                "seesThoseWhomItsUserWatchesComeAndGo",
                        KnownDifference.of("soketi has no watchlists", "#events", "online: bob"));
    }

    @Override
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }
}
