package io.pushcast.testing;

import io.pushcast.testing.protocol.ConnectionFaults;
import io.pushcast.testing.protocol.ConnectionFaults.SubscriptionFault;
import io.pushcast.testing.protocol.ConnectionRegistry;
import io.pushcast.testing.protocol.FrameWriter;
import java.time.Duration;

/**
 * What goes wrong on the connections of subscribers to an {@link EmbeddedPusher}, on demand: {@code
 * server.socketFaults().close(4200, "Please come back")}. At first nothing does. When a method returns, it has taken effect. Safe
 * for use by several threads.
 */
public final class SocketFaults {

    private final NettyServer server;
    private final ConnectionRegistry connections;
    private final ConnectionFaults faults;

    SocketFaults(NettyServer server, ConnectionRegistry connections, ConnectionFaults faults) {
        this.server = server;
        this.connections = connections;
        this.faults = faults;
    }

    /** Closes all connections with this code, such as 4200. */
    public SocketFaults close(int code, String reason) {
        server.run(() -> connections.all().forEach(one -> one.close(code, reason)));
        return this;
    }

    /** Ends all connections at once, without saying good-bye. */
    public SocketFaults cut() {
        server.run(() -> connections.all().forEach(one -> one.closeNow()));
        return this;
    }

    /** Resets all connections: what is under way is lost, and the client gets an error. */
    public SocketFaults reset() {
        server.run(() -> connections.all().forEach(one -> one.reset()));
        return this;
    }

    /** Sends an error to all connections, which stay open. */
    public SocketFaults error(int code, String message) {
        return send(FrameWriter.error(code, message));
    }

    /** Sends this text to all connections, whatever it is. */
    public SocketFaults send(String text) {
        server.run(() -> connections.all().forEach(one -> one.send(text)));
        return this;
    }

    /** Reads nothing and sends nothing from now on, on no connection, old or new, and closes none: as if the network swallowed all. */
    public SocketFaults silence() {
        server.run(() -> faults.silent(true));
        return this;
    }

    /**
     * Sends everything so much later.
     *
     * @throws IllegalArgumentException if the delay is negative
     */
    public SocketFaults slow(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("The delay must not be negative, unlike " + delay);
        }
        server.run(() -> faults.delay(delay));
        return this;
    }

    /** Refuses new connections with this error, and closes them with the same code. */
    public SocketFaults refuseConnections(int code) {
        server.run(() -> faults.refusalCode(code));
        return this;
    }

    /** Refuses so many of the next subscriptions to a channel with this status. */
    public SocketFaults refuseSubscriptions(String channel, int times, int status) {
        return add(channel, times, new SubscriptionFault(SubscriptionFault.Kind.REFUSED, status, Duration.ZERO));
    }

    /** Does not answer so many of the next subscriptions to a channel, and does not subscribe. */
    public SocketFaults ignoreSubscriptions(String channel, int times) {
        return add(channel, times, new SubscriptionFault(SubscriptionFault.Kind.IGNORED, 0, Duration.ZERO));
    }

    /** Subscribes so much later for so many of the next subscriptions to a channel. */
    public SocketFaults delaySubscriptions(String channel, int times, Duration delay) {
        return add(channel, times, new SubscriptionFault(SubscriptionFault.Kind.LATE, 0, delay));
    }

    private SocketFaults add(String channel, int times, SubscriptionFault fault) {
        if (times < 1) {
            throw new IllegalArgumentException(
                    "The number of subscriptions that fail must be at least 1, not " + times);
        }
        server.run(() -> faults.add(channel, times, fault));
        return this;
    }

    /** Nothing goes wrong any more, with what comes from now on. */
    public SocketFaults none() {
        server.run(faults::clear);
        return this;
    }

    /** How many connections there are now; 0 once the server is closed. */
    public int connections() {
        return server.ask(() -> connections.all().size(), 0);
    }
}
