package io.pushcast.testing;

import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.transport.Transport;

/** The transport that Pushcast brings. */
class PusherTransportContractIT extends EmbeddedTransportContract {

    @Override
    protected Transport transportTo(PusherApp app) {
        return PusherTransport.create(app);
    }
}
