package io.pushcast.examples.e2e;

import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.transport.Transport;

/** The transport that Pushcast brings. */
class PusherTransportOnSoketiIT extends SoketiTransportContract {

    @Override
    protected Transport transportTo(PusherApp app) {
        return PusherTransport.create(app);
    }
}
