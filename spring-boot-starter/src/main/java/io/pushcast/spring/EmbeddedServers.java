package io.pushcast.spring;

import io.pushcast.testing.EmbeddedPusher;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * The servers for development and tests that one application context has started. Contexts of one process share a server with a
 * fixed port, as the contexts of tests do that Spring keeps for later tests; the last of them closes it.
 */
final class EmbeddedServers implements DisposableBean {

    /** By port. */
    private static final Map<Integer, Shared> SHARED = new HashMap<>();

    private final Map<EmbeddedPusher, Integer> started = new HashMap<>();
    private final boolean keepsPort;

    /** @param keepsPort whether a free port is that of the server before, if it is free again */
    EmbeddedServers(boolean keepsPort) {
        this.keepsPort = keepsPort;
    }

    private static final Logger log = LoggerFactory.getLogger(EmbeddedServers.class);

    private static final AtomicInteger portOfBefore = new AtomicInteger();

    /**
     * A server, which this ends.
     *
     * @param port 0 for one that is free
     * @throws PushcastConfigurationException if the port is taken by somebody else
     */
    synchronized EmbeddedPusher start(int port) {
        EmbeddedPusher server = port == 0 ? onPortOfBefore() : shared(port);
        started.put(server, port);
        return server;
    }

    /**
     * On a free port; after a restart by the developer tools on that of before, so that pages that are open stay connected. The
     * class outlives the restart, since libraries are not loaded anew.
     */
    private EmbeddedPusher onPortOfBefore() {
        int before = keepsPort ? portOfBefore.get() : 0;
        EmbeddedPusher server;
        try {
            server = EmbeddedPusher.builder().port(before).start();
        } catch (UncheckedIOException e) {
            log.debug("The port {} of the server before is taken, by another context perhaps", before, e);
            server = EmbeddedPusher.start();
        }
        portOfBefore.set(server.port());
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
