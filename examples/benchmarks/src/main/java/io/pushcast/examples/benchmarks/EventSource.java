package io.pushcast.examples.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server for subscribers on plain sockets: it greets, confirms every subscription, and sends what it is told as fast as the socket
 * takes it.
 */
final class EventSource implements AutoCloseable {

    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
    private static final Pattern CHANNEL = Pattern.compile("\"channel\":\"([^\"]+)\"");

    private final ServerSocket listening;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    EventSource() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(() -> {
            while (true) {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                start(() -> serve(socket));
            }
        });
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // The connection or the measurement is over.
                    }
                },
                "event-source");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** What a server sends for an event, in a frame. */
    static byte[] event(String channel, String event, String json) {
        return frame("{\"event\":\"" + event + "\",\"channel\":\"" + channel + "\",\"data\":\""
                + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
    }

    private static byte[] frame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x81);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else {
            frame.write(126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** Sends bytes to all connections, and waits until their sockets have taken them. */
    void send(byte[] bytes) throws IOException {
        for (Socket socket : sockets) {
            if (!socket.isClosed()) {
                write(socket, bytes);
            }
        }
    }

    private static void write(Socket socket, byte[] bytes) throws IOException {
        synchronized (socket) {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }
    }

    private void serve(Socket socket) throws IOException {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            write(socket, handshake(readHead(in)).getBytes(StandardCharsets.US_ASCII));
            write(
                    socket,
                    frame(
                            "{\"event\":\"pusher:connection_established\",\"data\":\"{\\\"socket_id\\\":\\\"1.1\\\",\\\"activity_timeout\\\":120}\"}"));
            while (true) {
                String message = readFrame(in);
                Matcher channel = CHANNEL.matcher(message);
                if (message.contains("pusher:subscribe") && channel.find()) {
                    write(
                            socket,
                            frame("{\"event\":\"pusher_internal:subscription_succeeded\",\"channel\":\""
                                    + channel.group(1) + "\",\"data\":\"{}\"}"));
                } else if (message.contains("pusher:ping")) {
                    write(socket, frame("{\"event\":\"pusher:pong\",\"data\":\"{}\"}"));
                }
            }
        } finally {
            sockets.remove(socket);
        }
    }

    private static String readHead(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private static String handshake(String head) {
        Matcher key = KEY.matcher(head);
        if (!key.find()) {
            throw new IllegalStateException("This is no handshake: " + head);
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key.group(1) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                            .getBytes(StandardCharsets.US_ASCII));
            return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                    + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has SHA-1", e);
        }
    }

    private static String readFrame(DataInputStream in) throws IOException {
        in.readUnsignedByte();
        int length = in.readUnsignedByte() & 0x7f;
        length = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return new String(payload, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
