package io.pushcast.examples.e2e;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.ServerContract;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The contract that {@code EmbeddedPusher} keeps is right: a server that nobody here wrote keeps it too, but for this. */
@Tag("e2e")
class ServerContractOnSoketiIT extends ServerContract {

    private Soketi server;

    @Override
    protected PusherApp startServer(URI webhooks) {
        server = Soketi.start(Programs.installed(), NpmPackages.ofThisModule(), webhooks);
        return server.app();
    }

    @Override
    protected void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    public Map<String, String> knownDifferences() {
        return Map.of();
    }
}
