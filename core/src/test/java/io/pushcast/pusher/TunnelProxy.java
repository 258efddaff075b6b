package io.pushcast.pusher;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that opens tunnels, all to one port of this machine, and remembers how it was asked. */
final class TunnelProxy implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final int target;

    TunnelProxy(int target) throws IOException {
        this.target = target;
        start(() -> {
            while (true) {
                Socket client = listening.accept();
                sockets.add(client);
                start(() -> open(client));
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The head of each request: its first line and its headers. */
    List<String> requests() {
        return requests;
    }

    private void open(Socket client) throws IOException {
        requests.add(readHead(client.getInputStream()));
        Socket server = new Socket("localhost", target);
        sockets.add(server);
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        start(() -> server.getInputStream().transferTo(client.getOutputStream()));
        client.getInputStream().transferTo(server.getOutputStream());
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("The request ended within its head: " + head);
            }
            head.append((char) b);
        }
        return head.toString();
    }

    private static void start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // One of both sides has closed; so is the tunnel.
                    }
                },
                "tunnel-proxy");
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
