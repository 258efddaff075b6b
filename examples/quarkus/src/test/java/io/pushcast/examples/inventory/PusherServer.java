package io.pushcast.examples.inventory;

import io.pushcast.testing.EmbeddedPusher;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The Pusher server for the application as it is delivered, for which no Dev Service starts. */
public final class PusherServer implements QuarkusTestResourceLifecycleManager {

    private EmbeddedPusher server;

    @Override
    public Map<String, String> start() {
        server = EmbeddedPusher.start();
        return Map.of(
                "quarkus.pushcast.url",
                "http://" + server.key() + ":" + server.app().secret() + "@" + server.host() + ":" + server.port()
                        + "/apps/" + server.app().appId());
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close();
        }
    }
}
