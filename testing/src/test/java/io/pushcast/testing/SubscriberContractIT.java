package io.pushcast.testing;

import io.pushcast.pusher.PusherApp;

class SubscriberContractIT extends SubscriberContract {

    private EmbeddedPusher server;

    @Override
    protected PusherApp startServer() {
        server = EmbeddedPusher.start();
        return server.app();
    }

    @Override
    protected void stopServer() {
        if (server != null) {
            server.close();
        }
    }
}
