package io.pushcast.testing;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleStateEvent;
import io.pushcast.testing.protocol.ConnectionRegistry;
import io.pushcast.testing.protocol.FrameWriter;
import io.pushcast.testing.protocol.SubscriberConnection;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads frames off a subscriber's connection, and notices when it falls silent or goes away. */
final class WebSocketHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketHandler.class);

    private final SubscriberConnection connection;
    private final ConnectionRegistry connections;
    private final WebSocketProtocol protocol;

    WebSocketHandler(SubscriberConnection connection, ConnectionRegistry connections, WebSocketProtocol protocol) {
        this.connection = connection;
        this.connections = connections;
        this.protocol = protocol;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (connection.faults().isSilent()) {
            return;
        }
        if (frame instanceof CloseWebSocketFrame close) {
            answer(ctx, close);
        } else if (connection.isClosing()) {
            return;
        } else if (frame instanceof TextWebSocketFrame text) {
            protocol.received(connection, text.text());
        } else if (frame instanceof PingWebSocketFrame ping) {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()))
                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        } else if (!(frame instanceof PongWebSocketFrame)) {
            connection.send(FrameWriter.error(null, "Binary frames are not supported: send JSON as text"));
        }
    }

    private void answer(ChannelHandlerContext ctx, CloseWebSocketFrame close) {
        if (connection.isClosing()) {
            connection.closeNow();
        } else {
            ctx.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof IdleStateEvent idle) {
            fellSilent(idle.isFirst());
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    private void fellSilent(boolean isFirstTime) {
        if (connection.faults().isSilent()) {
            return;
        }
        if (isFirstTime) {
            connection.send(FrameWriter.PING);
        } else {
            connection.close(4201, "Pong reply not received in time");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        connections.remove(connection);
        protocol.closed(connection);
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause instanceof CodecException) {
            LOG.debug("The connection {} broke", connection.socketId(), cause);
        } else {
            LOG.error(
                    "A message on {} could not be handled; this is a bug in the embedded Pusher",
                    connection.socketId(),
                    cause);
        }
        connection.closeNow();
    }
}
