package io.pushcast.quarkus.deployment;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.EmbeddedPusher;
import io.quarkus.deployment.builditem.Startable;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A Pusher server inside the JVM, which Quarkus starts and stops. */
final class PusherDevService implements Startable {

    private static final Logger log = Logger.getLogger(PusherDevService.class);

    /** Outlives the restarts of dev mode, as the classes of deployment do. */
    private static final AtomicInteger portOfBefore = new AtomicInteger();

    private final int port;
    private final boolean keepsPort;
    private @Nullable EmbeddedPusher server;

    /**
     * On a port, or on a free one if that is 0.
     *
     * @param keepsPort whether a free one is that of the server before, if it is free again: pages that are open stay connected
     */
    PusherDevService(int port, boolean keepsPort) {
        this.port = port;
        this.keepsPort = keepsPort;
    }

    @Override
    public void start() {
        if (port != 0 || !keepsPort) {
            server = EmbeddedPusher.builder().port(port).start();
            return;
        }
        EmbeddedPusher started;
        try {
            started = EmbeddedPusher.builder().port(portOfBefore.get()).start();
        } catch (UncheckedIOException e) {
            log.debugf(e, "The port %s of the server before is taken", portOfBefore);
            started = EmbeddedPusher.start();
        }
        portOfBefore.set(started.port());
        server = started;
    }

    /** The app that it serves. Only while it runs. */
    PusherApp app() {
        EmbeddedPusher running = server;
        if (running == null) {
            throw new IllegalStateException("The Pusher server for development has not been started");
        }
        return running.app();
    }

    /** How clients connect to it; no secret in it. */
    @Override
    public String getConnectionInfo() {
        return "ws://" + app().host() + ":" + app().port() + ", key " + app().key();
    }

    /** None: there is no container. */
    @Override
    public @Nullable String getContainerId() {
        return null;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
