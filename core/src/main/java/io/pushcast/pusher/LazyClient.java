package io.pushcast.pusher;

import io.pushcast.transport.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client, which the first request makes: Netty's threads, classes and memory cost the start of an application more than
 * everything else here together, and one that never publishes does without. It is made once, by the thread that asks first;
 * others that ask meanwhile wait. What could not be made is tried again by the next request. Safe for use by several threads.
 */
final class LazyClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LazyClient.class);

    private final Supplier<PusherClient> factory;
    private volatile @Nullable PusherClient client;
    private volatile boolean closed;

    LazyClient(Supplier<PusherClient> factory) {
        this.factory = factory;
    }

    /**
     * Has the client make a request.
     *
     * @return the request's future; or one that has failed already, with an {@link HttpExchangeException}: {@code HELD} if this
     *     was closed before there was a client, {@code OUTAGE} if there can't be one
     */
    CompletableFuture<ServerResponse> ask(Function<PusherClient, CompletableFuture<ServerResponse>> request) {
        PusherClient made = client;
        if (made == null) {
            try {
                made = make();
            } catch (HttpExchangeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
        return request.apply(made);
    }

    private synchronized PusherClient make() throws HttpExchangeException {
        PusherClient made = client;
        if (made != null) {
            return made;
        }
        if (closed) {
            throw new HttpExchangeException(Outcome.Kind.HELD, HttpConnections.closedException());
        }
        try {
            made = factory.get();
        } catch (RuntimeException | Error e) {
            // An Error too, such as from class paths that do not fit, or when no thread can be started.
            LOG.error("The HTTP client can't be made, so that nothing is sent", e);
            throw new HttpExchangeException(Outcome.Kind.OUTAGE, e);
        }
        client = made;
        return made;
    }

    /** Closes the client, if there is one; from now on none is made. */
    @Override
    public synchronized void close() {
        closed = true;
        PusherClient made = client;
        if (made != null) {
            made.close();
        }
    }

    boolean isClosed() {
        return closed;
    }
}
