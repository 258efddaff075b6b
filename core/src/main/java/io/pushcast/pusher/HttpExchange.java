package io.pushcast.pusher;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.pushcast.transport.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.asynchttpclient.AsyncHandler;
import org.asynchttpclient.HttpResponseBodyPart;
import org.asynchttpclient.HttpResponseStatus;
import org.asynchttpclient.netty.request.NettyRequest;

/** One request under way: collects its answer, and knows whether the server can have seen it. */
final class HttpExchange implements AsyncHandler<ServerResponse> {

    /** More than any answer to a publication says; what comes after it is read and forgotten. */
    static final int MAX_BODY = 1 << 20;

    private final CompletableFuture<ServerResponse> answer = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);

    private final String signature;
    private final BiConsumer<HttpExchange, Boolean> whenOver;
    private final int maxBody;

    private volatile boolean sent;
    private volatile int status;
    private volatile HttpHeaders headers = EmptyHttpHeaders.INSTANCE;

    /**
     * @param signature what signs the request
     * @param maxBody how many bytes of the answer's body are kept
     * @param whenOver is told once that it is over, and whether it had begun
     */
    HttpExchange(String signature, int maxBody, BiConsumer<HttpExchange, Boolean> whenOver) {
        this.signature = signature;
        this.whenOver = whenOver;
        this.maxBody = maxBody;
    }

    /** Completes with the answer, or with an {@link HttpExchangeException}. */
    CompletableFuture<ServerResponse> answer() {
        return answer;
    }

    /** Says that it goes out now; false if it is over already, and so must not. */
    boolean begin() {
        return phase.compareAndSet(Phase.WAITING, Phase.BEGUN);
    }

    /** Gives up: nothing was sent if it still waited, and otherwise nobody knows. */
    void abandon(Throwable cause) {
        Phase last = end();
        if (last != Phase.OVER) {
            Outcome.Kind kind = last == Phase.WAITING ? Outcome.Kind.HELD : Outcome.Kind.UNKNOWN;
            answer.completeExceptionally(new HttpExchangeException(kind, cause));
        }
    }

    /** AsyncHttpClient forgets, and so never closes, a connection that was made when the time was up already. */
    @Override
    // Nobody waits for it.
    @SuppressWarnings("FutureReturnValueIgnored")
    public void onTcpConnectSuccess(InetSocketAddress address, Channel connection) {
        if (phase.get() == Phase.OVER) {
            connection.close();
        }
        CredentialsHandler.sign(connection, signature);
    }

    @Override
    public void onConnectionPooled(Channel connection) {
        CredentialsHandler.sign(connection, signature);
    }

    /**
     * The request is about to go out.
     *
     * @throws IllegalStateException if it is over already: its sender was told that nothing went out, so nothing must
     */
    @Override
    public void onRequestSend(NettyRequest request) {
        onRequestSend(request.getHttpRequest().method());
    }

    void onRequestSend(HttpMethod method) {
        // A proxy is asked with CONNECT first; the server sees nothing of that.
        if (HttpMethod.CONNECT.equals(method)) {
            return;
        }
        if (phase.compareAndExchange(Phase.BEGUN, Phase.SENT) == Phase.OVER) {
            throw new IllegalStateException("The request is over; it comes too late to be sent");
        }
        sent = true;
    }

    @Override
    public State onStatusReceived(HttpResponseStatus received) {
        status = received.getStatusCode();
        return sent ? State.CONTINUE : State.ABORT;
    }

    @Override
    public State onHeadersReceived(HttpHeaders received) {
        headers = received;
        return State.CONTINUE;
    }

    @Override
    public State onBodyPartReceived(HttpResponseBodyPart part) {
        byte[] bytes = part.getBodyPartBytes();
        body.write(bytes, 0, Math.min(bytes.length, maxBody - body.size()));
        return State.CONTINUE;
    }

    @Override
    public ServerResponse onCompleted() {
        ServerResponse received = received();
        if (sent) {
            succeed(received);
        } else {
            fail(new IOException("The proxy refused the connection with status " + status));
        }
        return received;
    }

    @Override
    public void onThrowable(Throwable cause) {
        if (sent && status >= 300) {
            // It said no; that the rest of the answer got lost does not matter.
            succeed(received());
        } else {
            fail(cause);
        }
    }

    private void succeed(ServerResponse received) {
        if (end() != Phase.OVER) {
            answer.complete(received);
        }
    }

    private void fail(Throwable cause) {
        Phase last = end();
        if (last != Phase.OVER) {
            Outcome.Kind kind = last == Phase.SENT ? Outcome.Kind.UNKNOWN : Outcome.Kind.OUTAGE;
            answer.completeExceptionally(new HttpExchangeException(kind, cause));
        }
    }

    /** Ends it, once, and before its answer is known: whoever gets the answer may send again at once. */
    private Phase end() {
        Phase last = phase.getAndSet(Phase.OVER);
        if (last != Phase.OVER) {
            whenOver.accept(this, last != Phase.WAITING);
        }
        return last;
    }

    private ServerResponse received() {
        return new ServerResponse(status, headers, body.toString(StandardCharsets.UTF_8));
    }

    private enum Phase {
        WAITING,
        BEGUN,
        SENT,
        OVER
    }
}
