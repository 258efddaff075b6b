package io.pushcast.testing;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** Draws the fault of each request when its head arrives, and meets those that let no body be read. */
final class FaultHandler extends ChannelInboundHandlerAdapter {

    private final FaultInjector faults;
    private final HttpApi api;
    private @Nullable Fault current;
    private boolean reset;

    FaultHandler(FaultInjector faults, HttpApi api) {
        this.faults = faults;
        this.api = api;
    }

    /** The fault of the request that is being read, or has just been; null if it has none. */
    @Nullable
    Fault current() {
        return current;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            current = WebSocketUpgrade.isWanted(request) ? null : faults.draw();
            if (current != null && current.ending() == Fault.Ending.RESET_UNREAD) {
                api.unread(request.method().name(), request.uri(), current);
                reset = true;
                reset(ctx);
            }
        }
        if (reset && (message instanceof HttpRequest || message instanceof HttpContent)) {
            ReferenceCountUtil.release(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    /** Closes a connection so that the other side sees a reset, not an end. */
    static void reset(ChannelHandlerContext ctx) {
        ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        var unused = ctx.close();
    }
}
