package io.pushcast.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that opens tunnels ({@code CONNECT}) for one user, and remembers how it was asked. */
public final class TunnelProxy implements AutoCloseable {

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final String credentials;
    private final Relay relay;

    /** For a user with this name and password, on a free port. */
    public TunnelProxy(String user, String password) throws IOException {
        this(user, password, 0);
    }

    /** For a user with this name and password. */
    public TunnelProxy(String user, String password, int port) throws IOException {
        this.credentials = "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(US_ASCII));
        this.relay = new Relay(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), this::open);
    }

    /** Its port. */
    public int port() {
        return relay.port();
    }

    /** The head of each request: its first line and its headers. */
    public List<String> requests() {
        return requests;
    }

    private Socket open(Socket client) throws IOException {
        String head = readHead(client.getInputStream());
        requests.add(head);
        if (!head.contains(credentials)) {
            client.getOutputStream()
                    .write("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"
                            .getBytes(US_ASCII));
            return null;
        }
        String address = head.substring("CONNECT ".length(), head.indexOf(" HTTP/1.1"));
        int colon = address.lastIndexOf(':');
        Socket server = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
        return server;
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

    @Override
    public void close() {
        try {
            relay.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
