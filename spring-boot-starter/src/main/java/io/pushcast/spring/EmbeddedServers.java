package io.pushcast.spring;

import io.pushcast.testing.EmbeddedPusher;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.DisposableBean;

/**
 * The servers for development and tests that one application context has started. Contexts of one process share a server with a
 * fixed port, as the contexts of tests do that Spring keeps for later tests; the last of them closes it.
 */
final class EmbeddedServers implements DisposableBean {

    /** By port. */
    private static final Map<Integer, Shared> SHARED = new HashMap<>();

    private final Map<EmbeddedPusher, Integer> started = new HashMap<>();

    /**
     * A server, which this ends.
     *
     * @param port 0 for one that is free
     * @throws PushcastConfigurationException if the port is taken by somebody else
     */
    synchronized EmbeddedPusher start(int port) {
        EmbeddedPusher server = port == 0 ? EmbeddedPusher.start() : shared(port);
        started.put(server, port);
        return server;
    }

    private static EmbeddedPusher shared(int port) {
        synchronized (SHARED) {
            Shared shared = SHARED.computeIfAbsent(port, free -> new Shared(listening(free)));
            shared.users++;
            return shared.server;
        }
    }

    private static EmbeddedPusher listening(int port) {
        try {
            return EmbeddedPusher.builder().port(port).start();
        } catch (UncheckedIOException e) {
            throw new PushcastConfigurationException(
                    "The server for development and tests can't listen on pushcast.embedded.port=" + port + ": "
                            + e.getMessage() + ".",
                    "Stop what has the port, or set another, or 0 for one that is free.",
                    e);
        }
    }

    @Override
    public synchronized void destroy() {
        started.forEach((server, port) -> {
            if (port == 0) {
                server.close();
            } else {
                release(port);
            }
        });
        started.clear();
    }

    private static void release(int port) {
        synchronized (SHARED) {
            Shared shared = SHARED.get(port);
            if (shared != null && --shared.users == 0) {
                SHARED.remove(port);
                shared.server.close();
            }
        }
    }

    private static final class Shared {

        private final EmbeddedPusher server;
        private int users;

        Shared(EmbeddedPusher server) {
            this.server = server;
        }
    }
}
