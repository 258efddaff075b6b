package io.pushcast.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the pool of connections when the first request comes, on a thread that ends after it: loading the classes and
 * starting the threads takes a second and more in a JVM that has just started on a busy machine, and whoever sends has other
 * things to do meanwhile, such as to look at deadlines. Requests wait here until the pool is there. Safe for use by several
 * threads.
 */
final class PoolStarter {

    private static final Logger LOG = LoggerFactory.getLogger(HttpClient.class);

    private static final String THREAD = "pushcast-http-init";

    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final HttpClientSettings settings;
    private final Function<HttpClientSettings, ConnectionPool> factory;
    private volatile @Nullable ConnectionPool pool;
    private volatile boolean closed;

    private final Object lock = new Object();

    /** Those that came before the pool was there. Guarded by the lock, as what follows is. */
    private List<PendingRequest> waiting = new ArrayList<>();

    private boolean making;
    private @Nullable Thread maker;

    /** Belongs to the thread that makes the pool; there is one at a time. */
    private boolean failureLogged;

    PoolStarter(HttpClientSettings settings, Function<HttpClientSettings, ConnectionPool> factory) {
        this.settings = settings;
        this.factory = factory;
    }

    boolean isClosed() {
        return closed;
    }

    /** Hands a request to the pool, as soon as there is one. Does not wait for that. */
    void place(PendingRequest request) {
        ConnectionPool ready = pool;
        if (ready == null) {
            ready = poolOrWait(request);
        }
        if (ready != null) {
            ready.place(request);
        }
    }

    /** The pool; null if the request waits for it, or was told that there will be none. */
    private @Nullable ConnectionPool poolOrWait(PendingRequest request) {
        RequestProgress progress = RequestProgress.WAITING;
        Throwable failure;
        synchronized (lock) {
            ConnectionPool ready = pool;
            if (ready != null) {
                return ready;
            }
            if (closed) {
                failure = HttpClient.closedException();
            } else {
                failure = making ? null : startMaking();
                if (failure == null) {
                    waiting.add(request);
                    return null;
                }
                progress = RequestProgress.CONNECTING;
            }
        }
        tellFailure(request, progress, failure);
        return null;
    }

    /** Why there is no thread to make it; null if there is one. */
    private @Nullable Throwable startMaking() {
        // It inherits nothing from a thread that happens to send first, such as an application server's.
        Thread thread = new Thread(null, this::make, THREAD, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(PoolStarter.class.getClassLoader());
        try {
            thread.start();
        } catch (RuntimeException | Error e) {
            // The JVM can't start any more threads.
            return e;
        }
        making = true;
        maker = thread;
        return null;
    }

    private void make() {
        ConnectionPool made;
        try {
            made = factory.apply(settings);
        } catch (RuntimeException | Error e) {
            // An Error too, such as from class paths that do not fit, or when no thread can be started.
            log(e);
            finish(null).forEach(request -> tellFailure(request, RequestProgress.CONNECTING, e));
            return;
        }
        finish(made).forEach(made::place);
        if (closed) {
            made.close();
        }
    }

    /** The requests that have waited for the pool, or for its failure. */
    private List<PendingRequest> finish(@Nullable ConnectionPool made) {
        synchronized (lock) {
            making = false;
            pool = made;
            return takeWaiting();
        }
    }

    private List<PendingRequest> takeWaiting() {
        List<PendingRequest> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
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

    /** Closes the pool, also one that is being made, and waits for the threads to end. */
    void close() {
        List<PendingRequest> left;
        Thread lastMaker;
        synchronized (lock) {
            closed = true;
            left = takeWaiting();
            lastMaker = maker;
        }
        for (PendingRequest request : left) {
            tellFailure(request, RequestProgress.WAITING, HttpClient.closedException());
        }
        if (lastMaker != null) {
            awaitEnd(lastMaker);
        }
        ConnectionPool made = pool;
        if (made != null) {
            made.close();
        }
    }

    private static void awaitEnd(Thread thread) {
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, CLOSE_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
