package io.pushcast.pusher;

import com.pusher.rest.PusherAbstract;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.asynchttpclient.RequestBuilder;
import org.asynchttpclient.uri.Uri;
import org.jspecify.annotations.Nullable;

/**
 * The official client, on connections of our own and with full answers.
 *
 * <p>{@code get} and {@code post} are overridden for what the official ones can't do: to sign by the server's clock
 * rather than the machine's, and to leave a path prefix out of what is signed. A body that is bytes already is not made
 * into text and back. Safe for use by several threads.
 */
final class PusherClient extends PusherAbstract<CompletableFuture<ServerResponse>> implements AutoCloseable {

    /** How many bytes may tell the state of an app, with a hundred thousand channels and more. */
    private static final int MAX_STATE = 16 << 20;

    private final PusherApp app;
    private final RequestSigner signer;
    private final ServerClock clock;
    private final HttpConnections connections;
    private final HttpHeaders headers;
    private final int port;

    PusherClient(PusherApp app, RequestSigner signer, ServerClock clock, HttpConnections connections, String library) {
        super(app.appId(), app.key(), app.secret());
        this.app = app;
        this.signer = signer;
        this.clock = clock;
        this.connections = connections;
        this.headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set("X-Pusher-Library", library);
        // A port that goes without saying is left out, or a proxy finds that the URL and the Host header differ.
        this.port = app.port() == (app.tls() ? 443 : 80) ? -1 : app.port();
        setHost(app.host() + ":" + app.port());
        setEncrypted(app.tls());
    }

    @Override
    public CompletableFuture<ServerResponse> get(String path, Map<String, String> parameters) {
        RequestSigner.Target target = sign("GET", path, null, parameters);
        return connections.exchange(request("GET", target), target.signature(), MAX_STATE);
    }

    @Override
    public CompletableFuture<ServerResponse> post(String path, String body) {
        return post(path, Unpooled.wrappedBuffer(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Posts this body, which must not change any more; it is released when it has been sent. */
    CompletableFuture<ServerResponse> post(String path, ByteBuf body) {
        return post(path, body, null);
    }

    /**
     * As {@link #post(String, ByteBuf)}.
     *
     * @param idempotencyKey tells the server what it has had already; null for a server that does not know such keys
     */
    CompletableFuture<ServerResponse> post(String path, ByteBuf body, @Nullable String idempotencyKey) {
        RequestSigner.Target target = sign("POST", path, body, Map.of());
        RequestBuilder request = request("POST", target).setBody(body);
        if (idempotencyKey != null) {
            // A copy: all requests share the others.
            request.setHeaders(headers.copy().set(IdempotencyKey.HEADER, idempotencyKey));
        }
        return connections.exchange(request, target.signature(), HttpExchange.MAX_BODY);
    }

    private RequestSigner.Target sign(
            String method, String path, @Nullable ByteBuf body, Map<String, String> parameters) {
        return signer.sign(method, pathOf(path), body, parameters, clock.now().getEpochSecond());
    }

    @Override
    protected CompletableFuture<ServerResponse> doGet(URI uri) {
        throw neverCalled();
    }

    @Override
    protected CompletableFuture<ServerResponse> doPost(URI uri, String body) {
        throw neverCalled();
    }

    private static UnsupportedOperationException neverCalled() {
        return new UnsupportedOperationException("Only get and post call it in the official client, not those here");
    }

    private RequestBuilder request(String method, RequestSigner.Target target) {
        // Host and port from the app: java.net.URI sees none in a name with an underscore.
        Uri uri = new Uri(scheme, null, app.host(), port, target.path(), target.query(), null);
        return new RequestBuilder(method, true).setUri(uri).setHeaders(headers);
    }

    private String pathOf(String path) {
        return "/apps/" + app.appId() + path;
    }

    @Override
    public void close() {
        connections.close();
    }
}
