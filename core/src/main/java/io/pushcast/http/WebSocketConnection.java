package io.pushcast.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one WebSocket connection, reads its frames, and ends it. Its state is used on the client's thread only. */
final class WebSocketConnection extends SimpleChannelInboundHandler<Object> implements WebSocket, Connector.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

    private static final int MAX_HANDSHAKE_BODY = 8 << 10;
    private static final int SECONDS_TO_ANSWER_A_CLOSE = 1;
    private static final int NO_CODE = 1005;

    private final WebSocketClient client;
    private final String target;
    private final WebSocketListener listener;
    private @Nullable Connector connector;
    private @Nullable Future<?> handshakeTimeout;
    private @Nullable WebSocketClientHandshaker13 handshaker;
    private @Nullable CloseWebSocketFrame goodBye;
    private int sentCode = NO_CODE;
    private boolean over;

    /** Set once the connection is made; read by all threads. */
    private volatile @Nullable Channel channel;

    private volatile boolean open;
    private volatile boolean paused;

    WebSocketConnection(WebSocketClient client, String target, WebSocketListener listener) {
        this.client = client;
        this.target = target;
        this.listener = listener;
    }

    void connect() {
        if (over) {
            return;
        }
        long millis = client.settings().requestTimeout.toMillis();
        handshakeTimeout = client.loop()
                .schedule(
                        () -> fail(
                                new TimeoutException("The server did not open a WebSocket within " + millis + " ms")),
                        millis,
                        TimeUnit.MILLISECONDS);
        Connector made = client.connector(this, this);
        connector = made;
        made.connect();
    }

    @Override
    public void onNotConnected(Throwable cause) {
        fail(cause);
    }

    @Override
    public void onConnected(TrackedSocketChannel connected) {
        channel = connected;
        ChannelPipeline pipeline = connected.pipeline();
        String self = pipeline.context(this).name();
        pipeline.addBefore(self, "http", new HttpClientCodec(4 << 10, client.settings().maxHeaderBytes, 8 << 10));
        pipeline.addBefore(self, "handshake", new HttpObjectAggregator(MAX_HANDSHAKE_BODY));
        Handshaker made = new Handshaker(client, target);
        handshaker = made;
        made.handshake(connected).addListener(sent -> {
            if (!sent.isSuccess()) {
                fail(sent.cause());
            }
        });
    }

    /** Without an {@code Origin}, which tells a server that a page in a browser connects. */
    private static final class Handshaker extends WebSocketClientHandshaker13 {

        Handshaker(WebSocketClient client, String target) {
            super(
                    URI.create((client.settings().tls ? "wss://" : "ws://")
                            + Origin.authority(client.settings())
                            + target),
                    WebSocketVersion.V13,
                    null,
                    false,
                    headers(client.settings()),
                    client.maxMessageBytes(),
                    true,
                    false);
        }

        private static HttpHeaders headers(HttpClientSettings settings) {
            HttpHeaders headers = new DefaultHttpHeaders();
            settings.headers.forEach(headers::set);
            return headers;
        }

        @Override
        protected FullHttpRequest newHandshakeRequest() {
            FullHttpRequest request = super.newHandshakeRequest();
            request.headers().remove(HttpHeaderNames.ORIGIN);
            return request;
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object message) throws CharacterCodingException {
        if (over) {
            return;
        }
        if (message instanceof FullHttpResponse response) {
            shakeHands(context, response);
        } else if (message instanceof TextWebSocketFrame frame) {
            if (goodBye == null) {
                listener.onText(text(frame.content()));
            }
        } else if (message instanceof PingWebSocketFrame ping) {
            var unused =
                    context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        } else if (message instanceof CloseWebSocketFrame close) {
            receivedClose(context, close);
        } else if (message instanceof WebSocketFrame && !(message instanceof PongWebSocketFrame)) {
            sayGoodBye(1003, "Text only");
            fail(new HttpProtocolException("The server sent a binary message; only text is understood"));
        }
    }

    private void shakeHands(ChannelHandlerContext context, FullHttpResponse response) {
        WebSocketClientHandshaker13 shaking = handshaker;
        if (shaking == null || open) {
            fail(new HttpProtocolException("The server answered a handshake that was over"));
            return;
        }
        if (response.status().code() != 101) {
            fail(new HttpProtocolException("The server opened no WebSocket, but answered with status "
                    + response.status().code()));
            return;
        }
        try {
            shaking.finishHandshake(context.channel(), response);
        } catch (WebSocketHandshakeException e) {
            fail(new HttpProtocolException("The server's handshake is none: " + e.getMessage()));
            return;
        }
        context.pipeline().addBefore(context.name(), "frames", new WebSocketFrameAggregator(client.maxMessageBytes()));
        cancelTimeout();
        open = true;
        listener.onOpen(this);
    }

    /** @throws CharacterCodingException if the bytes are no UTF-8 */
    private static String text(ByteBuf bytes) throws CharacterCodingException {
        String text = bytes.toString(StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            // Either somebody wrote that very character, or it stands for something that is none.
            ByteBuffer copy = ByteBuffer.allocate(bytes.readableBytes());
            bytes.getBytes(bytes.readerIndex(), copy);
            var unused = StandardCharsets.UTF_8.newDecoder().decode(copy.flip());
        }
        return text;
    }

    private void receivedClose(ChannelHandlerContext context, CloseWebSocketFrame close) {
        int code = close.statusCode() < 0 ? NO_CODE : close.statusCode();
        String reason = close.reasonText() == null ? "" : close.reasonText();
        if (goodBye == null) {
            var unused = context.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
        } else {
            var unused = context.close();
        }
        end(() -> listener.onClosed(code, reason));
    }

    @Override
    public boolean send(String text) {
        Channel connected = channel;
        if (!open || connected == null) {
            return false;
        }
        var unused = connected.writeAndFlush(new TextWebSocketFrame(text));
        return true;
    }

    @Override
    public boolean isWritable() {
        Channel connected = channel;
        return open && connected != null && connected.isWritable();
    }

    @Override
    public void pause() {
        setPaused(true);
    }

    @Override
    public void resume() {
        setPaused(false);
    }

    private void setPaused(boolean wanted) {
        paused = wanted;
        if (client.inThread()) {
            applyPaused();
        } else {
            client.execute(this::applyPaused);
        }
    }

    private void applyPaused() {
        Channel connected = channel;
        if (connected != null) {
            connected.config().setAutoRead(!paused);
        }
    }

    @Override
    public void close(int code, String reason) {
        client.execute(() -> {
            if (over) {
                return;
            }
            if (!open) {
                fail(new IOException("The connection was closed before it was open"));
                return;
            }
            if (goodBye == null) {
                resume();
                sayGoodBye(code, reason);
                var unused = client.loop().schedule(this::closeUnanswered, SECONDS_TO_ANSWER_A_CLOSE, TimeUnit.SECONDS);
            }
        });
    }

    private void sayGoodBye(int code, String reason) {
        Channel connected = channel;
        if (goodBye == null && connected != null) {
            CloseWebSocketFrame frame = new CloseWebSocketFrame(code, reason);
            goodBye = frame;
            sentCode = code;
            var unused = connected.writeAndFlush(frame);
        }
    }

    private void closeUnanswered() {
        int code = sentCode;
        if (!over) {
            closeChannel();
            end(() -> listener.onClosed(code, ""));
        }
    }

    @Override
    public void abort() {
        client.execute(() -> {
            closeChannel();
            end(() -> {});
        });
    }

    /** Ends it with this failure, unless it is over. */
    void fail(Throwable cause) {
        if (!over) {
            closeChannel();
            end(() -> listener.onFailure(cause));
        }
    }

    private void closeChannel() {
        Connector connecting = connector;
        Channel connected = channel;
        if (connected != null) {
            var unused = connected.close();
        } else if (connecting != null) {
            connecting.abandon();
        }
    }

    private void end(Runnable telling) {
        if (over) {
            return;
        }
        over = true;
        open = false;
        cancelTimeout();
        client.remove(this);
        try {
            telling.run();
        } catch (RuntimeException e) {
            LOG.error("A listener failed when it was told the end of a WebSocket", e);
        }
    }

    private void cancelTimeout() {
        Future<?> timeout = handshakeTimeout;
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        if (channel != null) {
            int code = sentCode;
            if (goodBye != null) {
                end(() -> listener.onClosed(code, ""));
            } else {
                fail(new IOException("The server closed the connection without a word"));
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (channel == null) {
            // While it is made, its end is told by who makes it.
            return;
        }
        if (cause instanceof CharacterCodingException) {
            sayGoodBye(1007, "Not UTF-8");
            fail(new HttpProtocolException("The server sent text that is not UTF-8"));
        } else if (cause instanceof TooLongFrameException) {
            sayGoodBye(1009, "Too long");
            fail(new HttpProtocolException(
                    "The server sent a message of more than " + client.maxMessageBytes() + " bytes"));
        } else if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            fail(new HttpProtocolException("The server sent a frame that is none ("
                    + corrupted.closeStatus().code() + "): " + cause.getMessage()));
        } else {
            fail(cause);
        }
    }
}
