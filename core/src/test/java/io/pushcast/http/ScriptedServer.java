package io.pushcast.http;

import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A server on plain sockets that answers each request as the test says, byte by byte. */
final class ScriptedServer implements AutoCloseable {

    private final ServerSocket listening;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger closedByClient = new AtomicInteger();
    private final Script script;
    private volatile String greeting = "";

    ScriptedServer(Script script) throws IOException {
        this(ServerSocketFactory.getDefault(), script);
    }

    ScriptedServer(ServerSocketFactory factory, Script script) throws IOException {
        this.script = script;
        this.listening = factory.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        start(() -> {
            while (true) {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                start(() -> serve(socket));
            }
        });
    }

    interface Script {
        void answer(Request request, Connection connection) throws Exception;
    }

    /**
     * A request as it came; the body is left to the script if the target asks for that.
     *
     * @param head the first line and the headers
     */
    record Request(String head, byte[] body) {

        String target() {
            return head.split(" ")[1];
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    record Connection(Socket socket) {

        void write(String bytes) throws IOException {
            write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        }

        void write(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        /** Sends a FIN: nothing more will come from here. */
        void end() throws IOException {
            socket.shutdownOutput();
        }

        /** Hands on what comes from either side until one of both ends. */
        void tunnelTo(Socket target) throws IOException {
            start(() -> target.getInputStream().transferTo(socket.getOutputStream()));
            socket.getInputStream().transferTo(target.getOutputStream());
        }

        /** Reads until the client closes its side. */
        void awaitClose() {
            try {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // Closed by a reset, which is an end too.
            }
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    List<Request> requests() {
        return requests;
    }

    /** From now on, says this on each new connection, before any request. */
    void greet(String bytes) {
        greeting = bytes;
    }

    int connections() {
        return sockets.size();
    }

    int closedByClient() {
        return closedByClient.get();
    }

    void awaitClosedByClient(int connections) {
        await().until(() -> closedByClient.get() >= connections);
    }

    /** Says something on each connection that is open, asked or not. */
    void writeToAll(String bytes) throws IOException {
        for (Socket socket : sockets) {
            new Connection(socket).write(bytes);
        }
    }

    private void serve(Socket socket) throws Exception {
        try (socket) {
            InputStream in = socket.getInputStream();
            new Connection(socket).write(greeting);
            while (!socket.isClosed()) {
                String head = readHead(in);
                byte[] body = head.contains(" /unread") ? new byte[0] : in.readNBytes(contentLength(head));
                Request request = new Request(head, body);
                requests.add(request);
                script.answer(request, new Connection(socket));
            }
        } finally {
            closedByClient.incrementAndGet();
        }
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException();
            }
            head.append((char) b);
        }
        return head.toString();
    }

    private static int contentLength(String head) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
            }
        }
        return 0;
    }

    private static void start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (Exception e) {
                        // The connection or the test is over.
                    }
                },
                "scripted-server");
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
        void run() throws Exception;
    }
}
