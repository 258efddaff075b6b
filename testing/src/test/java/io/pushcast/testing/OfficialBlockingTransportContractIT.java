package io.pushcast.testing;

import io.pushcast.pusher.PusherApp;
import io.pushcast.transport.Transport;
import org.junit.jupiter.api.AfterAll;

/** The transport around {@code Pusher}. */
class OfficialBlockingTransportContractIT extends EmbeddedTransportContract {

    private final OfficialClients clients = new OfficialClients();

    @Override
    protected Transport transportTo(PusherApp app) {
        return clients.blocking(app);
    }

    @AfterAll
    void closeClients() throws Exception {
        clients.close();
    }
}
