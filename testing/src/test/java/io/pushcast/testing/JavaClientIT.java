package io.pushcast.testing;

import io.pushcast.pusher.PusherApp;

/** Pusher's Java client works against {@link EmbeddedPusher} unchanged. */
class JavaClientIT extends JavaClientContract {

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
