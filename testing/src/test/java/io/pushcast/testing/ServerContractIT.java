package io.pushcast.testing;

import io.pushcast.pusher.PusherApp;
import java.net.URI;
import java.time.Duration;

/** {@link EmbeddedPusher} is a server of Pusher's kind, without any difference. */
class ServerContractIT extends ServerContract {

    private EmbeddedPusher server;

    @Override
    protected PusherApp startServer(URI webhooks) {
        server = EmbeddedPusher.builder().subscriptionCounts().start();
        server.webhooks().to(webhooks).vacatedDelay(Duration.ofMillis(100));
        return server.app();
    }

    @Override
    protected void stopServer() {
        if (server != null) {
            server.close();
        }
    }
}
