package io.pushcast.examples.e2e;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.TransportContract;
import org.junit.jupiter.api.Tag;

/** The contract of transports on a real soketi, which Pushcast did not write. */
@Tag("e2e")
abstract class SoketiTransportContract extends TransportContract {

    private Soketi server;

    @Override
    protected PusherApp startServer() {
        server = Soketi.start(InstalledPrograms.installed(), NpmPackages.ofThisModule());
        return server.app();
    }

    @Override
    protected void stopServer() {
        if (server != null) {
            server.close();
        }
    }
}
