package io.pushcast.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accepts connections and joins each of them with another. */
final class Relay implements AutoCloseable {

    private final ServerSocket listening;
    private final Target target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** Where to. */
    interface Target {

        /** The other side of a connection, or null to close it. */
        Socket connect(Socket client) throws IOException;
    }

    Relay(ServerSocket listening, Target target) {
        this.listening = listening;
        this.target = target;
        start(() -> {
            while (true) {
                Socket client = listening.accept();
                sockets.add(client);
                start(() -> join(client));
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    private void join(Socket client) throws IOException {
        try (client;
                Socket server = target.connect(client)) {
            if (server != null) {
                sockets.add(server);
                start(() -> {
                    try (client;
                            server) {
                        server.getInputStream().transferTo(client.getOutputStream());
                    }
                });
                client.getInputStream().transferTo(server.getOutputStream());
            }
        }
    }

    private static void start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // One of both sides has closed, which ends the other.
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private interface Task {

        void run() throws IOException;
    }
}
