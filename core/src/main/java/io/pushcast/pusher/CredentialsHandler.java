package io.pushcast.pusher;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.logging.LoggingHandler;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * Puts into a request, when it is written, what nobody may log: its signature, with which whoever reads it could send the
 * request again for ten minutes, and the password for the proxy. AsyncHttpClient, which logs requests whole, never sees
 * either.
 */
@Sharable
final class CredentialsHandler extends ChannelOutboundHandlerAdapter {

    private static final AttributeKey<String> SIGNATURE = AttributeKey.valueOf(CredentialsHandler.class, "signature");

    private final boolean tunnelled;
    private final @Nullable String proxyAuthorization;

    /**
     * @param tunnelled whether a proxy is only asked for a tunnel, and what goes through that is not for it
     * @param proxyAuthorization the header of that name; null if there is no proxy, or it asks for nothing
     */
    CredentialsHandler(boolean tunnelled, @Nullable String proxyAuthorization) {
        this.tunnelled = tunnelled;
        this.proxyAuthorization = proxyAuthorization;
    }

    /** Prepares a new connection. */
    void install(Channel connection) {
        ChannelPipeline pipeline = connection.pipeline();
        if (pipeline.get(LoggingHandler.class) != null) {
            // AsyncHttpClient's own, which logs every byte on the wire when its log level is TRACE.
            pipeline.remove(LoggingHandler.class);
        }
        pipeline.addLast(this);
    }

    /** Says what signs the next request on a connection; to be said before that is written. */
    static void sign(Channel connection, String signature) {
        connection.attr(SIGNATURE).set(signature);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        Object complete = message instanceof HttpRequest request ? completed(request, context.channel()) : message;
        super.write(context, complete, promise);
    }

    /** A copy with the same body: the original is what AsyncHttpClient logs, also when the answer has come. */
    private HttpRequest completed(HttpRequest request, Channel connection) {
        boolean connect = HttpMethod.CONNECT.equals(request.method());
        String uri = connect
                ? request.uri()
                : request.uri() + "&auth_signature="
                        + connection.attr(SIGNATURE).get();
        HttpHeaders headers = request.headers();
        if (proxyAuthorization != null && tunnelled == connect) {
            headers = headers.copy().set(HttpHeaderNames.PROXY_AUTHORIZATION, proxyAuthorization);
        }
        return request instanceof FullHttpRequest full
                ? new DefaultFullHttpRequest(
                        full.protocolVersion(), full.method(), uri, full.content(), headers, full.trailingHeaders())
                : new DefaultHttpRequest(request.protocolVersion(), request.method(), uri, headers);
    }
}
