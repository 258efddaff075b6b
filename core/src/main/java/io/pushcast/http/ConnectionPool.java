package io.pushcast.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one server. Requests that find none wait in order, without a thread. Safe for use by several threads;
 * no listener is called, and nothing written, under its lock.
 */
final class ConnectionPool {

    /** As many as keep one busy core supplied; each of them serves many connections. */
    private static final int IO_THREADS = Math.min(2, Runtime.getRuntime().availableProcessors());

    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long SHORTEST_TICK = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_TICK = TimeUnit.MILLISECONDS.toNanos(200);

    private final HttpClientSettings settings;
    private final RequestEncoder encoder;
    private final OwnThreads threads = new OwnThreads();
    private final HostResolver resolver;
    private final @Nullable SSLContext tls;
    private final List<IoThread> ioThreads = new ArrayList<>();
    private final long requestNanos;
    private final long keepAliveNanos;
    private final long ttlNanos;
    private final long tick;

    private final Object lock = new Object();
    private final Set<HttpConnection> connections = new LinkedHashSet<>();
    /** The one that was used last is at the end. */
    private final ArrayList<HttpConnection> idle = new ArrayList<>();

    private final ArrayDeque<PendingRequest> waiting = new ArrayDeque<>();
    private boolean sweeping;
    private int nextThread;
    private volatile boolean closed;

    ConnectionPool(HttpClientSettings settings) {
        this.settings = settings;
        this.encoder = new RequestEncoder(settings);
        this.resolver = new HostResolver(settings.proxyHost == null ? settings.host : settings.proxyHost, threads);
        this.tls = settings.tls ? sslContext(settings) : null;
        this.requestNanos = settings.requestTimeout.toNanos();
        this.keepAliveNanos = settings.keepAlive.toNanos();
        this.ttlNanos = settings.connectionTtl.toNanos();
        long shortest = Math.min(requestNanos, keepAliveNanos == 0 ? requestNanos : keepAliveNanos);
        this.tick = Math.max(SHORTEST_TICK, Math.min(LONGEST_TICK, shortest / 16));
        startThreads();
    }

    private static SSLContext sslContext(HttpClientSettings settings) {
        try {
            return settings.sslContext == null ? SSLContext.getDefault() : settings.sslContext;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The JVM's default SSLContext can't be made", e);
        }
    }

    /** Makes the event loops, and starts their threads now, so that none is made by a thread that holds the lock. */
    private void startThreads() {
        try {
            // Not on the caller's thread: Netty would leave thread-locals there, and with them its class loader.
            threads.runApart(() -> {
                EventLoops loops = new EventLoops(threads::start);
                for (int i = 0; i < IO_THREADS; i++) {
                    IoThread made = new IoThread(loops.make(threads::start));
                    ioThreads.add(made);
                    made.loop().execute(() -> {});
                }
            });
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    HttpClientSettings settings() {
        return settings;
    }

    RequestEncoder encoder() {
        return encoder;
    }

    Connector connector(EventLoop loop, ChannelHandler decoder, Connector.Listener listener) {
        return new Connector(settings, tls, resolver, loop, decoder, listener);
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether a connection is young enough for another request. */
    boolean isFresh(HttpConnection connection) {
        return keepAliveNanos > 0 && System.nanoTime() - connection.madeAt < ttlNanos;
    }

    /** Sends a request on an idle connection or a new one, or has it wait. */
    void place(PendingRequest request) {
        HttpConnection taken = null;
        synchronized (lock) {
            if (!closed) {
                taken = takeIdle();
                if (taken == null && connections.size() >= settings.maxConnections) {
                    waiting.add(request);
                    keepSweeping();
                    return;
                }
                taken = taken == null ? makeConnection() : taken;
                taken.assign(request);
                taken.limit(System.nanoTime() + requestNanos);
            }
        }
        if (taken == null) {
            HttpConnection.tellFailure(request, RequestProgress.WAITING, HttpClient.closedException());
        } else {
            begin(taken, request);
        }
    }

    /** One of the current thread's if there is one, since that one needs not be woken. */
    private @Nullable HttpConnection takeIdle() {
        int last = idle.size() - 1;
        if (last < 0) {
            return null;
        }
        for (int i = last; i >= 0; i--) {
            if (idle.get(i).thread().loop().inEventLoop()) {
                return idle.remove(i);
            }
        }
        return idle.remove(last);
    }

    private HttpConnection makeConnection() {
        HttpConnection made = new HttpConnection(this, ioThreads.get(nextThread));
        nextThread = (nextThread + 1) % ioThreads.size();
        connections.add(made);
        keepSweeping();
        return made;
    }

    private static void begin(HttpConnection connection, PendingRequest request) {
        EventLoop loop = connection.thread().loop();
        if (loop.inEventLoop()) {
            connection.run();
            return;
        }
        try {
            loop.execute(connection);
        } catch (RejectedExecutionException e) {
            HttpConnection.tellFailure(request, RequestProgress.WAITING, HttpClient.closedException());
        }
    }

    /** The connection can take another request: the next that waits, or null; then it is idle from now on. */
    @Nullable
    PendingRequest release(HttpConnection connection) {
        synchronized (lock) {
            PendingRequest next = waiting.poll();
            long now = System.nanoTime();
            if (next != null) {
                connection.limit(now + requestNanos);
            } else {
                connection.idleSince = now;
                idle.add(connection);
            }
            return next;
        }
    }

    /** The connection is closed: the next that waits may make one. */
    void remove(HttpConnection connection) {
        PendingRequest next;
        HttpConnection made;
        synchronized (lock) {
            idle.remove(connection);
            if (!connections.remove(connection) || closed) {
                return;
            }
            next = waiting.poll();
            if (next == null) {
                return;
            }
            made = makeConnection();
            made.assign(next);
            made.limit(System.nanoTime() + requestNanos);
        }
        try {
            // Never at once, or a long queue of requests that fail at once would become a deep stack.
            made.thread().loop().execute(made);
        } catch (RejectedExecutionException e) {
            HttpConnection.tellFailure(next, RequestProgress.WAITING, HttpClient.closedException());
        }
    }

    private void keepSweeping() {
        if (!sweeping && !closed) {
            sweeping = true;
            scheduleSweep();
        }
    }

    private void scheduleSweep() {
        try {
            var unused = ioThreads.get(0).loop().schedule(this::sweep, tick, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile, which ends everything by itself.
            sweeping = false;
        }
    }

    /** Looks at all deadlines at once, which costs a request nothing; goes on as long as there are connections. */
    private void sweep() {
        long now = System.nanoTime();
        List<PendingRequest> expired = new ArrayList<>();
        List<HttpConnection> overdue = new ArrayList<>();
        List<HttpConnection> old = new ArrayList<>();
        synchronized (lock) {
            // Those too that would be over before the next look.
            while (!waiting.isEmpty() && now + tick - waiting.getFirst().arrived > requestNanos) {
                expired.add(waiting.removeFirst());
            }
            for (HttpConnection connection : connections) {
                long deadline = connection.deadline();
                if (deadline != HttpConnection.NEVER && now - deadline >= 0) {
                    overdue.add(connection);
                }
            }
            for (Iterator<HttpConnection> i = idle.iterator(); i.hasNext(); ) {
                HttpConnection connection = i.next();
                if (now - connection.idleSince >= keepAliveNanos || now - connection.madeAt >= ttlNanos) {
                    i.remove();
                    old.add(connection);
                }
            }
            if (connections.isEmpty() && waiting.isEmpty()) {
                sweeping = false;
            } else {
                scheduleSweep();
            }
        }
        for (PendingRequest request : expired) {
            HttpConnection.tellFailure(request, RequestProgress.WAITING, noConnectionException());
        }
        overdue.forEach(connection -> execute(connection, connection::checkDeadline));
        old.forEach(connection -> execute(
                connection, () -> connection.fail(new TimeoutException("The connection was idle for too long"))));
    }

    private static void execute(HttpConnection connection, Runnable task) {
        try {
            connection.thread().loop().execute(task);
        } catch (RejectedExecutionException e) {
            // Its loop has ended, and with it the connection.
        }
    }

    private TimeoutException noConnectionException() {
        return new TimeoutException("None of the " + settings.maxConnections + " connections became free within "
                + settings.requestTimeout.toMillis() + " ms");
    }

    /** Closes all connections, fails what waits and what is under way, and waits for the threads to end. */
    void close() {
        List<PendingRequest> left;
        List<HttpConnection> open;
        synchronized (lock) {
            closed = true;
            left = new ArrayList<>(waiting);
            waiting.clear();
            open = new ArrayList<>(connections);
        }
        for (PendingRequest request : left) {
            HttpConnection.tellFailure(request, RequestProgress.WAITING, HttpClient.closedException());
        }
        for (HttpConnection connection : open) {
            execute(connection, () -> connection.fail(HttpClient.closedException()));
        }
        for (IoThread thread : ioThreads) {
            var unused = thread.loop().shutdownGracefully(0, CLOSE_NANOS, TimeUnit.NANOSECONDS);
        }
        threads.awaitEnd(CLOSE_NANOS);
    }
}
