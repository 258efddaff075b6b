package io.pushcast.examples.orders;

import io.pushcast.pusher.PusherApp;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the page where to connect. */
@RestController
class ClientConfiguration {

    private final PusherApp app;

    ClientConfiguration(PusherApp app) {
        this.app = app;
    }

    /** Where subscribers connect, and for which app: nothing that is secret. */
    record Connection(String key, String host, int port, boolean tls) {}

    @GetMapping("/config")
    Connection connection() {
        return new Connection(app.key(), webSocketHost(), app.port(), app.tls());
    }

    /** Pusher itself has a host for each of its two APIs; compatible servers have one. */
    private String webSocketHost() {
        return app.host().endsWith(".pusher.com") ? app.host().replaceFirst("^api-", "ws-") : app.host();
    }
}
