package io.pushcast.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes WebSocket connections (RFC 6455) to one server, as an {@link HttpClient} makes its connections: with the same timeouts,
 * over TLS, through a proxy. Text messages only; no extensions; no {@code Origin}. Nothing is reconnected.
 *
 * <p>All connections are served by one thread, which is started with the client. It can be used for other work that belongs to
 * them, {@linkplain #execute at once} or {@linkplain #after later}, which then needs no locks. Safe for use by several threads.
 */
public final class WebSocketClient implements Executor, AutoCloseable {

    /** The largest message that is taken unless another limit is given: 1 MiB. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 20;

    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final HttpClientSettings settings;
    private final int maxMessageBytes;
    private final OwnThreads threads = new OwnThreads();
    private final HostResolver resolver;
    private final @Nullable SSLContext tls;
    private final Set<WebSocketConnection> connections = ConcurrentHashMap.newKeySet();
    private final EventLoop loop;
    private volatile boolean closed;

    /**
     * A client, whose thread runs from now on until it is closed.
     *
     * @param settings where to connect to; {@code connectTimeout} limits each step of making a connection, {@code
     *     requestTimeout} all of them together with the handshake; {@code maxConnections}, {@code keepAlive} and {@code
     *     connectionTtl} mean nothing here
     * @param maxMessageBytes how many bytes a message may have; a larger one ends the connection. At least 1 KiB
     * @throws IllegalArgumentException if the limit is too small
     */
    public WebSocketClient(HttpClientSettings settings, int maxMessageBytes) {
        if (maxMessageBytes < 1 << 10) {
            throw new IllegalArgumentException("maxMessageBytes must be at least 1024, not " + maxMessageBytes);
        }
        this.settings = settings;
        this.maxMessageBytes = maxMessageBytes;
        this.resolver = new HostResolver(settings.proxyHost == null ? settings.host : settings.proxyHost, threads);
        this.tls = settings.tls ? sslContext(settings) : null;
        this.loop = startThread();
    }

    private static SSLContext sslContext(HttpClientSettings settings) {
        try {
            return settings.sslContext == null ? SSLContext.getDefault() : settings.sslContext;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The JVM's default SSLContext can't be made", e);
        }
    }

    private EventLoop startThread() {
        List<EventLoop> made = new ArrayList<>();
        // Not on the caller's thread: Netty would leave thread-locals there, and with them its class loader.
        threads.runApart(() -> made.add(new EventLoops(threads::start).make(threads::start)));
        EventLoop started = made.get(0);
        started.execute(() -> {});
        return started;
    }

    /**
     * Begins to connect.
     *
     * @param target the path and the query, beginning with a slash
     * @param listener is told what becomes of it; not before this method has returned, if it is called on the client's thread
     * @throws IllegalArgumentException if the target is none
     */
    public WebSocket connect(String target, WebSocketListener listener) {
        checkTarget(target);
        WebSocketConnection connection = new WebSocketConnection(this, target, listener);
        connections.add(connection);
        if (closed) {
            connections.remove(connection);
            listener.onFailure(closedException());
        } else {
            execute(connection::connect);
        }
        return connection;
    }

    private static void checkTarget(String target) {
        boolean bad = !target.startsWith("/");
        for (int i = 0; i < target.length(); i++) {
            bad |= target.charAt(i) <= ' ' || target.charAt(i) >= 0x7f;
        }
        if (bad) {
            throw new IllegalArgumentException("The target of a WebSocket must begin with a slash and be ASCII without"
                    + " spaces and control characters");
        }
    }

    HttpClientSettings settings() {
        return settings;
    }

    EventLoop loop() {
        return loop;
    }

    int maxMessageBytes() {
        return maxMessageBytes;
    }

    Connector connector(ChannelHandler last, Connector.Listener listener) {
        return Connector.alwaysByTunnel(settings, tls, resolver, loop, last, listener);
    }

    void remove(WebSocketConnection connection) {
        connections.remove(connection);
    }

    static IllegalStateException closedException() {
        return new IllegalStateException("The WebSocket client is closed");
    }

    /** Whether the current thread is the client's. */
    public boolean inThread() {
        return loop.inEventLoop();
    }

    /** Does something on the client's thread, after what was given to it before; nothing once the client is closed. */
    @Override
    public void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // Closed, and all connections with it: nothing is left that it could be done for.
        }
    }

    /**
     * Does something later on the client's thread; nothing if the client is closed by then.
     *
     * @return calls it off, if it has not begun
     */
    public Runnable after(Duration delay, Runnable task) {
        try {
            var scheduled = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }

    /**
     * Closes the connections at once; their listeners are told. Returns when the client's threads have ended, after 5 s at
     * the latest. Called on one of those threads, it does not wait. Closing again does nothing but wait.
     */
    @Override
    public void close() {
        closed = true;
        for (WebSocketConnection connection : connections) {
            execute(() -> connection.fail(closedException()));
        }
        var unused = loop.shutdownGracefully(0, CLOSE_NANOS, TimeUnit.NANOSECONDS);
        threads.awaitEnd(CLOSE_NANOS);
    }

    @Override
    public String toString() {
        return "WebSocketClient[" + settings + "]";
    }
}
