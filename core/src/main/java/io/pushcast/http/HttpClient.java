package io.pushcast.http;

import java.util.function.Function;

/**
 * Sends requests to one server, on a bounded number of connections that are kept for the next request.
 *
 * <p>Each request is sent once: nothing is resent, and no redirect is followed. A connection serves one request at a time;
 * requests that find none wait in order, without a thread. What is received must be exactly one answer to each request:
 * anything else closes the connection, so that an answer is never taken for that of another request.
 *
 * <p>Threads and connections are made when the first request comes, on a thread of the client's own, for which nobody waits. Safe
 * for use by several threads.
 */
public final class HttpClient implements AutoCloseable {

    private final HttpClientSettings settings;
    private final PoolStarter starter;

    /** A client, which does nothing until the first request. */
    public HttpClient(HttpClientSettings settings) {
        this(settings, ConnectionPool::new);
    }

    HttpClient(HttpClientSettings settings, Function<HttpClientSettings, ConnectionPool> factory) {
        this.settings = settings;
        this.starter = new PoolStarter(settings, factory);
    }

    /**
     * Sends a request as soon as a connection is ready for it.
     *
     * @param listener is told what becomes of it, perhaps before this method returns
     */
    public void send(HttpRequest request, ResponseListener listener) {
        starter.place(new PendingRequest(request, listener));
    }

    static IllegalStateException closedException() {
        return new IllegalStateException("The HTTP client is closed");
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return starter.isClosed();
    }

    /**
     * Closes the connections at once. Requests that wait, or come later, fail as {@link RequestProgress#WAITING}; those under
     * way as far as they had come. Returns when the client's threads have ended; after 5 s at the latest, such as when the
     * operating system does not come back from a name lookup. Called on one of those threads, as by a listener, it does
     * not wait. Closing again does nothing but wait.
     */
    @Override
    public void close() {
        starter.close();
    }

    @Override
    public String toString() {
        return "HttpClient[" + settings + "]";
    }
}
