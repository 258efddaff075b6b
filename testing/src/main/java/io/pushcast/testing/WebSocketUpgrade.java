package io.pushcast.testing;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Turns an HTTP connection into a subscriber's, or tells the client why it can't be one. */
final class WebSocketUpgrade {

    private static final int OLDEST_PROTOCOL = 5;
    private static final int NEWEST_PROTOCOL = 7;

    private final Settings settings;
    private final Connections connections;
    private final WebSocketProtocol protocol;

    WebSocketUpgrade(Settings settings, Connections connections, WebSocketProtocol protocol) {
        this.settings = settings;
        this.connections = connections;
        this.protocol = protocol;
    }

    boolean isWanted(FullHttpRequest request) {
        return request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    void run(ChannelHandlerContext ctx, FullHttpRequest request) {
        int maxFrame = settings.limits().maxRequestBytes();
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        "ws://" + request.headers().get(HttpHeaderNames.HOST), null, false, maxFrame)
                .newHandshaker(request);
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel())
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        QueryStringDecoder address = new QueryStringDecoder(request.uri());
        Connection connection = connections.open(ctx.channel());
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.addLast(new IdleStateHandler(settings.activityTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS));
        pipeline.addLast(new WebSocketFrameAggregator(maxFrame));
        pipeline.addLast(new WebSocketHandler(connection, connections, protocol));
        handshaker.handshake(ctx.channel(), request).addListener(done -> {
            if (done.isSuccess()) {
                greet(connection, address);
            } else {
                connection.closeNow();
            }
        });
        pipeline.remove(ctx.handler());
    }

    private void greet(Connection connection, QueryStringDecoder address) {
        String path = address.path();
        if (!path.startsWith("/app/")) {
            connection.fail(4005, "Path not found: connect to /app/{key}, not to " + path);
            return;
        }
        String key = path.substring("/app/".length());
        if (!key.equals(settings.key())) {
            connection.fail(
                    4001, "App key " + key + " not in this cluster: the key of this server's app is " + settings.key());
            return;
        }
        if (isProtocolFine(connection, address.parameters())) {
            connection.send(Frames.connectionEstablished(connection.socketId(), settings.activityTimeout()));
        }
    }

    private static boolean isProtocolFine(Connection connection, Map<String, List<String>> parameters) {
        List<String> given = parameters.get("protocol");
        if (given == null) {
            connection.fail(4008, "No protocol version supplied: add ?protocol=" + NEWEST_PROTOCOL);
            return false;
        }
        try {
            int version = Integer.parseInt(given.get(0));
            if (version >= OLDEST_PROTOCOL && version <= NEWEST_PROTOCOL) {
                return true;
            }
            connection.fail(
                    4007,
                    "Unsupported protocol version " + version + ": this server speaks " + OLDEST_PROTOCOL + " to "
                            + NEWEST_PROTOCOL);
        } catch (NumberFormatException e) {
            connection.fail(4006, "Invalid version string format: '" + given.get(0) + "' is no number");
        }
        return false;
    }
}
