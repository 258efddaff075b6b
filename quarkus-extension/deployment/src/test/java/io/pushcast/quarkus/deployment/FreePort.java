package io.pushcast.quarkus.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

/** Ports for servers of tests, whose classes are loaded twice: by JUnit, and for the application. Both mean the same one. */
public final class FreePort {

    private FreePort() {}

    public static int of(String name) {
        return Integer.parseInt(System.getProperties()
                .computeIfAbsent("pushcast.test.port." + name, key -> free())
                .toString());
    }

    private static String free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return String.valueOf(socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
