package io.pushcast.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the server, with at most one request at a time. Except where it says otherwise, it is used on its event
 * loop only.
 */
final class HttpConnection implements Runnable, ResponseDecoder.Receiver, Connector.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    /** Says that nothing has to happen in time. */
    static final long NEVER = Long.MIN_VALUE;

    private final ConnectionPool pool;
    private final IoThread thread;
    private final ResponseBuilder answer = new ResponseBuilder();

    private Phase phase = Phase.NEW;
    private @Nullable PendingRequest current;
    private @Nullable Connector connector;
    private @Nullable TrackedSocketChannel channel;
    private boolean reusable;

    /** Set by the pool, under its lock: the request to begin with next. */
    private volatile @Nullable PendingRequest assigned;

    /** Read by the pool. */
    private volatile long deadline = NEVER;

    /** Guarded by the pool's lock. */
    long idleSince;

    /** When it was made. */
    final long madeAt = System.nanoTime();

    HttpConnection(ConnectionPool pool, IoThread thread) {
        this.pool = pool;
        this.thread = thread;
    }

    private enum Phase {
        /** Not yet told to connect. */
        NEW,
        /** Not connected; the request waits for that. */
        CONNECTING,
        IDLE,
        /** The request was written, and the answer is not complete. */
        BUSY,
        /** The answer is complete. What else was received with it has still to be looked at. */
        ANSWERED,
        CLOSED
    }

    /** Gives it the next request, which {@link #run} begins. May be called by any thread that holds the pool's lock. */
    void assign(PendingRequest request) {
        assigned = request;
    }

    /** Says when the next request has to be over. May be called by any thread that holds the pool's lock. */
    void limit(long until) {
        deadline = until == NEVER ? until + 1 : until;
    }

    /** When what is under way has to be over; {@link #NEVER} if there is nothing. May be called by any thread. */
    long deadline() {
        return deadline;
    }

    IoThread thread() {
        return thread;
    }

    /** Begins the request that was assigned. */
    @Override
    public void run() {
        PendingRequest next = assigned;
        assigned = null;
        if (next == null) {
            return;
        }
        if (pool.isClosed()) {
            // Told here: the connection itself may have been closed before this request came to it.
            retire();
            tellFailure(next, RequestProgress.WAITING, HttpClient.closedException());
            return;
        }
        current = next;
        if (phase == Phase.NEW) {
            phase = Phase.CONNECTING;
            // Not in the constructor, which runs on the caller's thread: Netty would leave thread-locals there.
            Connector made = pool.connector(thread.loop(), new ResponseDecoder(pool.settings(), this), this);
            connector = made;
            made.connect();
        } else if (phase == Phase.IDLE && isOpen()) {
            if (!write(next)) {
                serveNext();
            }
        } else {
            // The server closed it before the first byte was written, so that another connection may be used.
            current = null;
            retire();
            pool.place(next);
        }
    }

    private boolean isOpen() {
        return channel != null && channel.isActive();
    }

    @Override
    public void onConnected(TrackedSocketChannel connected) {
        channel = connected;
        phase = Phase.IDLE;
        if (!write(Objects.requireNonNull(current, "current"))) {
            serveNext();
        }
    }

    @Override
    public void onNotConnected(Throwable cause) {
        fail(cause);
    }

    /** Writes the request; returns false if it could not be put into bytes, of which its sender is told. */
    private boolean write(PendingRequest next) {
        TrackedSocketChannel socket = Objects.requireNonNull(channel, "channel");
        current = next;
        ByteBuf bytes;
        try {
            bytes = pool.encoder().encode(next.request, thread.head(), thread.body(), socket.alloc());
            answer.expect(next.request.maxResponseBody());
        } catch (RuntimeException | Error e) {
            current = null;
            deadline = NEVER;
            tellFailure(next, RequestProgress.CONNECTING, e);
            return false;
        }
        phase = Phase.BUSY;
        reusable = false;
        socket.expectRequest();
        var unused = socket.writeAndFlush(bytes, socket.voidPromise());
        return true;
    }

    @Override
    public boolean awaitsAnswer() {
        return phase == Phase.BUSY && channel != null && channel.hasBegunRequest();
    }

    @Override
    public void onHead(int status, HttpHeaders headers, boolean mayBeReused) {
        answer.head(status, headers);
        reusable = mayBeReused;
    }

    @Override
    public void onBody(ByteBuf part) {
        answer.body(part);
    }

    @Override
    public void onEnd() {
        phase = Phase.ANSWERED;
        if (channel == null || !channel.hasSentRequest()) {
            // A refusal may come early. The rest of the request is not sent any more.
            reusable = false;
            if (answer.status() < 300) {
                fail(new HttpProtocolException(
                        "The server answered with status " + answer.status() + " before it had the whole request"));
            }
        }
    }

    @Override
    public void onSurplus() {
        reusable = false;
        if (phase != Phase.ANSWERED) {
            fail(new HttpProtocolException("The server sent bytes that belong to no request"));
        }
    }

    @Override
    public void onMalformed(HttpProtocolException cause) {
        fail(cause);
    }

    @Override
    public void onReadComplete() {
        if (phase == Phase.ANSWERED) {
            finish();
        }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        reusable = false;
        if (phase == Phase.ANSWERED) {
            finish();
        } else {
            fail(
                    cause == null
                            ? new IOException("The server closed the connection before its answer was complete")
                            : cause);
        }
    }

    /** The answer is complete, and is told when the connection is already at work for the next request. */
    private void finish() {
        PendingRequest answered = Objects.requireNonNull(current, "current");
        HttpResponse response;
        try {
            response = answer.response();
        } catch (IOException e) {
            reusable = false;
            fail(e);
            return;
        }
        current = null;
        deadline = NEVER;
        if (reusable && isOpen() && pool.isFresh(this)) {
            serveNext();
        } else {
            retire();
        }
        tell(answered, response);
    }

    /** Takes requests from the queue until one is under way. */
    private void serveNext() {
        phase = Phase.IDLE;
        PendingRequest next = pool.release(this);
        while (next != null && !write(next)) {
            next = pool.release(this);
        }
    }

    /** Checks whether the time is up for the request under way. */
    void checkDeadline() {
        long until = deadline;
        if (until != NEVER && System.nanoTime() - until >= 0) {
            fail(new TimeoutException("Request timeout: there was no answer within "
                    + pool.settings().requestTimeout.toMillis() + " ms"));
        }
    }

    /** Ends the connection and the request on it, if there is one. */
    void fail(Throwable cause) {
        if (phase == Phase.CLOSED) {
            return;
        }
        RequestProgress progress = channel != null && phase != Phase.IDLE && channel.hasBegunRequest()
                ? RequestProgress.SENT
                : RequestProgress.CONNECTING;
        PendingRequest failed = current;
        current = null;
        retire();
        if (failed == null) {
            return;
        }
        HttpResponse refusal = progress == RequestProgress.SENT ? refusal() : null;
        if (refusal != null) {
            tell(failed, refusal);
        } else {
            tellFailure(failed, progress, cause);
        }
    }

    /** It said no; that the rest of the answer got lost does not matter. */
    private @Nullable HttpResponse refusal() {
        try {
            return answer.status() >= 300 ? answer.response() : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Closes the connection, and gives its place to others. */
    private void retire() {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.CLOSED;
        deadline = NEVER;
        if (connector != null) {
            connector.abandon();
        }
        pool.remove(this);
    }

    private static void tell(PendingRequest request, HttpResponse response) {
        try {
            request.listener.onResponse(response);
        } catch (RuntimeException | Error e) {
            LOG.error("A listener failed when it was told an answer", e);
        }
    }

    static void tellFailure(PendingRequest request, RequestProgress progress, Throwable cause) {
        try {
            request.listener.onFailure(progress, cause);
        } catch (RuntimeException | Error e) {
            LOG.error("A listener failed when it was told a failure", e);
        }
    }
}
