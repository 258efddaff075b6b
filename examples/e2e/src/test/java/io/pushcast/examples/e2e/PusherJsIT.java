package io.pushcast.examples.e2e;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.EmbeddedPusher;

/** The real pusher-js works against {@link EmbeddedPusher} unchanged. */
class PusherJsIT extends PusherJsContract {

    private EmbeddedPusher server;

    @Override
    PusherApp startServer(int port) {
        server = EmbeddedPusher.builder()
                .secret("embedded-secret")
                .port(port)
                .subscriptionCounts()
                .start();
        return server.app();
    }

    @Override
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }
}
