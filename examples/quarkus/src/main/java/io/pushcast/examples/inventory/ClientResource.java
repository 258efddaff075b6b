package io.pushcast.examples.inventory;

import io.pushcast.pusher.PusherApp;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Tells the page where to connect. */
@Path("/client")
public class ClientResource {

    private final PusherApp app;

    ClientResource(PusherApp app) {
        this.app = app;
    }

    /**
     * Where subscribers connect, and for which app: nothing that is secret.
     *
     * @param key the app's public key
     * @param host the WebSocket server
     * @param port its port
     * @param tls whether it is spoken to by TLS
     */
    public record Connection(String key, String host, int port, boolean tls) {}

    @GET
    public Connection connection() {
        return new Connection(app.key(), app.webSocketHost(), app.port(), app.tls());
    }
}
