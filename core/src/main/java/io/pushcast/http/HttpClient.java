package io.pushcast.http;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to one server, on a bounded number of connections that are kept for the next request.
 *
 * <p>Each request is sent once: nothing is resent, and no redirect is followed. A connection serves one request at a time;
 * requests that find none wait in order, without a thread. What is received must be exactly one answer to each request:
 * anything else closes the connection, so that an answer is never taken for that of another request.
 *
 * <p>Threads and connections are made by the first request, on the thread that sends it. Safe for use by several threads.
 */
public final class HttpClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpClient.class);

    private final HttpClientSettings settings;
    private final Function<HttpClientSettings, ConnectionPool> factory;
    private final Object making = new Object();
    private volatile @Nullable ConnectionPool pool;
    private volatile boolean closed;
    private boolean failureLogged;

    /** A client, which does nothing until the first request. */
    public HttpClient(HttpClientSettings settings) {
        this(settings, ConnectionPool::new);
    }

    HttpClient(HttpClientSettings settings, Function<HttpClientSettings, ConnectionPool> factory) {
        this.settings = settings;
        this.factory = factory;
    }

    /**
     * Sends a request as soon as a connection is ready for it.
     *
     * @param listener is told what becomes of it, perhaps before this method returns
     */
    public void send(HttpRequest request, ResponseListener listener) {
        PendingRequest pending = new PendingRequest(request, listener);
        ConnectionPool made = pool;
        if (made == null) {
            made = make(pending);
        }
        if (made != null) {
            made.place(pending);
        }
    }

    /** Makes the pool, or returns null and tells why there is none. */
    private @Nullable ConnectionPool make(PendingRequest pending) {
        RequestProgress progress = RequestProgress.WAITING;
        Throwable failure;
        synchronized (making) {
            ConnectionPool made = pool;
            if (made != null) {
                return made;
            }
            if (closed) {
                failure = closedException();
            } else {
                try {
                    made = factory.apply(settings);
                    pool = made;
                    return made;
                } catch (RuntimeException | Error e) {
                    // An Error too, such as from class paths that do not fit, or when no thread can be started.
                    progress = RequestProgress.CONNECTING;
                    failure = e;
                    log(e);
                }
            }
        }
        tellFailure(pending, progress, failure);
        return null;
    }

    private void log(Throwable failure) {
        if (failureLogged) {
            LOG.debug("The HTTP client still can't be made", failure);
        } else {
            LOG.error("The HTTP client can't be made, so that nothing is sent", failure);
            failureLogged = true;
        }
    }

    // Not through HttpConnection, whose class may be what can't be loaded.
    private static void tellFailure(PendingRequest pending, RequestProgress progress, Throwable failure) {
        try {
            pending.listener.onFailure(progress, failure);
        } catch (RuntimeException | Error e) {
            LOG.error("A listener failed when it was told a failure", e);
        }
    }

    static IllegalStateException closedException() {
        return new IllegalStateException("The HTTP client is closed");
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Closes the connections at once. Requests that wait, or come later, fail as {@link RequestProgress#WAITING}; those under
     * way as far as they had come. Returns when the client's threads have ended; after 5 s at the latest, such as when the
     * operating system does not come back from a name lookup. Called on one of those threads, as by a listener, it does
     * not wait. Closing again does nothing but wait.
     */
    @Override
    public void close() {
        ConnectionPool made;
        synchronized (making) {
            closed = true;
            made = pool;
        }
        if (made != null) {
            made.close();
        }
    }

    @Override
    public String toString() {
        return "HttpClient[" + settings + "]";
    }
}
