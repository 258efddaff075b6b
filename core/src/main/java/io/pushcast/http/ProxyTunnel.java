package io.pushcast.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a proxy for a tunnel to the server (CONNECT), and goes when the tunnel is open. */
final class ProxyTunnel extends HttpResponseDecoder {

    private final HttpClientSettings settings;
    private final Listener listener;
    private int status;
    private boolean over;

    ProxyTunnel(HttpClientSettings settings, Listener listener) {
        super(ResponseDecoder.config(settings));
        this.settings = settings;
        this.listener = listener;
    }

    /** Is told once what became of it; null if the tunnel is open. */
    interface Listener {
        void onTunnel(@Nullable Throwable failure);
    }

    /** Sends the request, on a connection to the proxy. */
    void open(ChannelHandlerContext context) {
        String authority = Origin.tunnel(settings);
        String authorization = Origin.proxyAuthorization(settings);
        String head = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n"
                + (authorization == null ? "" : "Proxy-Authorization: " + authorization + "\r\n") + "\r\n";
        ByteBuf request = ByteBufUtil.writeAscii(context.alloc(), head);
        var unused = context.writeAndFlush(request, context.voidPromise());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (over) {
            in.skipBytes(in.readableBytes());
            return;
        }
        super.decode(context, in, out);
        for (Object message : out) {
            if (!over && message instanceof HttpObject part) {
                take(part, in.isReadable());
            }
            ReferenceCountUtil.release(message);
        }
        out.clear();
    }

    private void take(HttpObject part, boolean moreBytes) {
        Throwable failure = part.decoderResult().cause();
        if (failure != null) {
            tell(new HttpProtocolException("The proxy's answer is not HTTP/1.1: " + failure.getMessage()));
            return;
        }
        if (part instanceof HttpResponse head) {
            status = head.status().code();
            if (status == 101 || status >= 300) {
                tell(new IOException("The proxy refused the connection with status " + status));
                return;
            }
        }
        if (part instanceof LastHttpContent && status >= 200) {
            tell(moreBytes ? new HttpProtocolException("The proxy sent bytes before the tunnel was used") : null);
        }
    }

    /** The answer that opens a tunnel has no body, whatever it says. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return true;
    }

    private void tell(@Nullable Throwable failure) {
        if (!over) {
            over = true;
            listener.onTunnel(failure);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        tell(new IOException("The proxy closed the connection instead of opening a tunnel"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        tell(cause);
    }
}
