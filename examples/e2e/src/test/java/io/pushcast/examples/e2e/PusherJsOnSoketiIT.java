package io.pushcast.examples.e2e;

import io.pushcast.pusher.PusherApp;

/** The same against a server that nobody here wrote: it says whether the contract is right. */
class PusherJsOnSoketiIT extends PusherJsContract {

    private Soketi server;

    @Override
    PusherApp startServer() {
        server = Soketi.start(Programs.installed(), NpmPackages.ofThisModule());
        return server.app();
    }

    @Override
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }
}
