package io.pushcast.testing;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.timeout.IdleStateHandler;
import io.pushcast.testing.api.ApiRequest;
import io.pushcast.testing.protocol.ConnectionRegistry;
import io.pushcast.testing.protocol.FrameWriter;
import io.pushcast.testing.protocol.ServerSettings;
import io.pushcast.testing.protocol.SubscriberConnection;
import io.pushcast.text.LogText;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Turns an HTTP connection into a subscriber's, or tells the client why it can't be one. */
final class WebSocketUpgrade {

    private static final String PATH = "/app/";
    private static final int OLDEST_PROTOCOL = 5;
    private static final int NEWEST_PROTOCOL = 7;

    private final ServerSettings settings;
    private final ConnectionRegistry connections;
    private final WebSocketProtocol protocol;
    private final EventRecorder recorder;

    WebSocketUpgrade(
            ServerSettings settings,
            ConnectionRegistry connections,
            WebSocketProtocol protocol,
            EventRecorder recorder) {
        this.settings = settings;
        this.connections = connections;
        this.protocol = protocol;
        this.recorder = recorder;
    }

    static boolean isWanted(HttpRequest message) {
        return message.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    /**
     * Makes the connection a WebSocket, then says hello, or why not: clients understand errors only inside a WebSocket.
     *
     * @throws WebSocketHandshakeException if this is no proper request for a WebSocket
     */
    void run(ChannelHandlerContext ctx, FullHttpRequest message, ApiRequest request) {
        if (!message.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13", true)) {
            throw new WebSocketHandshakeException("the version of WebSockets must be 13");
        }
        int maxFrame = settings.limits().maxRequestBytes();
        String origin = message.headers().get(HttpHeaderNames.ORIGIN);
        String url = "ws://" + message.headers().get(HttpHeaderNames.HOST) + message.uri();
        ChannelFuture shaken =
                new WebSocketServerHandshaker13(url, null, false, maxFrame).handshake(ctx.channel(), message);
        SubscriberConnection connection = connections.open(ctx.channel());
        ctx.pipeline()
                .addLast(new IdleStateHandler(settings.activityTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                .addLast(new WebSocketFrameAggregator(maxFrame))
                .addLast(new WebSocketHandler(connection, connections, protocol))
                .remove(ctx.handler());
        shaken.addListener(done -> {
            if (done.isSuccess()) {
                greet(connection, request, origin);
            } else {
                connection.closeNow();
            }
        });
    }

    /** Browsers always tell the origin of the page, and a page can't change it; other clients tell none. */
    private boolean isAllowed(@Nullable String origin) {
        return origin == null
                || settings.allowedOrigins().isEmpty()
                || settings.allowedOrigins().contains(origin.toLowerCase(Locale.ROOT));
    }

    private void greet(SubscriberConnection connection, ApiRequest request, @Nullable String origin) {
        int refused = connection.faults().refusalCode();
        if (refused != 0) {
            fail(connection, refused, "An injected fault: error " + refused);
            return;
        }
        if (!isAllowed(origin)) {
            fail(
                    connection,
                    4009,
                    "Origin not allowed: pages of " + LogText.quoted(origin) + " may not connect, but those of "
                            + settings.allowedOrigins());
            return;
        }
        String path = request.path();
        if (!path.startsWith(PATH)) {
            fail(connection, 4005, "Path not found: connect to " + PATH + "{key}, not to " + LogText.quoted(path));
            return;
        }
        String key = path.substring(PATH.length());
        if (!key.equals(settings.key())) {
            fail(
                    connection,
                    4001,
                    "App key " + LogText.name(key) + " not in this cluster: the key of this server's app is "
                            + settings.key());
            return;
        }
        if (speaksOurProtocol(connection, request.parameter("protocol"))) {
            connection.send(FrameWriter.connectionEstablished(connection.socketId(), settings.activityTimeout()));
        }
    }

    private boolean speaksOurProtocol(SubscriberConnection connection, @Nullable String given) {
        if (given == null) {
            fail(connection, 4008, "No protocol version supplied: add ?protocol=" + NEWEST_PROTOCOL);
            return false;
        }
        if (!given.matches("\\d{1,9}")) {
            fail(connection, 4006, "Invalid version string format: " + LogText.quoted(given) + " is no number");
            return false;
        }
        int version = Integer.parseInt(given);
        if (version < OLDEST_PROTOCOL || version > NEWEST_PROTOCOL) {
            fail(
                    connection,
                    4007,
                    "Unsupported protocol version " + version + ": this server speaks " + OLDEST_PROTOCOL + " to "
                            + NEWEST_PROTOCOL);
            return false;
        }
        return true;
    }

    private void fail(SubscriberConnection connection, int code, String why) {
        recorder.refused("connection " + connection.socketId(), why);
        connection.fail(code, why);
    }
}
