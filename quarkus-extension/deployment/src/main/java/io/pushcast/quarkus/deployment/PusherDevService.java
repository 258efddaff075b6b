package io.pushcast.quarkus.deployment;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.EmbeddedPusher;
import io.quarkus.deployment.builditem.Startable;
import org.jspecify.annotations.Nullable;

/** A Pusher server inside the JVM, which Quarkus starts and stops. */
final class PusherDevService implements Startable {

    private final int port;
    private @Nullable EmbeddedPusher server;

    /** On a port, or on a free one if that is 0. */
    PusherDevService(int port) {
        this.port = port;
    }

    @Override
    public void start() {
        server = EmbeddedPusher.builder().port(port).start();
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
