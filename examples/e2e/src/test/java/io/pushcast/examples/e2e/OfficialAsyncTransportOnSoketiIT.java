package io.pushcast.examples.e2e;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.OfficialClients;
import io.pushcast.transport.Transport;
import org.junit.jupiter.api.AfterAll;

/** The transport around the official client that does not block. */
class OfficialAsyncTransportOnSoketiIT extends SoketiTransportContract {

    private final OfficialClients clients = new OfficialClients();

    @Override
    protected Transport transportTo(PusherApp app) {
        return clients.async(app);
    }

    @AfterAll
    void closeClients() throws Exception {
        clients.close();
    }
}
