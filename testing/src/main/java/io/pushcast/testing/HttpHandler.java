package io.pushcast.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.pushcast.testing.api.ApiRequest;
import io.pushcast.testing.api.HttpAnswer;
import io.pushcast.text.LogText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads requests off a connection and writes the answers; hands the connection over when it becomes a WebSocket. */
final class HttpHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(HttpHandler.class);

    private final HttpApi api;
    private final WebSocketUpgrade upgrade;
    private final Supplier<@Nullable Fault> fault;
    private final Clock clock;

    /** @param fault the fault of the request just read; null if it has none */
    HttpHandler(HttpApi api, WebSocketUpgrade upgrade, Supplier<@Nullable Fault> fault, Clock clock) {
        this.api = api;
        this.upgrade = upgrade;
        this.fault = fault;
        this.clock = clock;
    }

    /** Puts requests together, and answers those that are too large. */
    HttpObjectAggregator aggregator(int maxBytes) {
        return new HttpObjectAggregator(maxBytes) {
            @Override
            protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
                // The rest of the body is still read and thrown away: closing now could reset the connection before
                // the sender has read the answer.
                HttpRequest request = (HttpRequest) oversized;
                write(ctx, request, api.tooLarge(request.method().name(), request.uri()));
            }
        };
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest message) {
        ApiRequest request = read(message);
        Fault injected = fault.get();
        if (request == null) {
            write(ctx, message, HttpAnswer.text(400, "This is no HTTP request, or its address is malformed"));
        } else if (WebSocketUpgrade.isWanted(message)) {
            upgrade(ctx, message, request);
        } else if (injected != null) {
            fail(ctx, message, request, injected);
        } else {
            write(ctx, message, api.answer(request));
        }
    }

    private void fail(ChannelHandlerContext ctx, FullHttpRequest message, ApiRequest request, Fault injected) {
        HttpAnswer answer = api.answer(request, injected);
        boolean keepAlive = HttpUtil.isKeepAlive(message);
        if (injected.ending() == Fault.Ending.RESET) {
            FaultHandler.reset(ctx);
        } else if (answer != null && injected.delay().isZero()) {
            write(ctx, injected.ending(), answer, keepAlive);
        } else if (answer != null) {
            var unused = ctx.executor()
                    .schedule(
                            () -> write(ctx, injected.ending(), answer, keepAlive),
                            injected.delay().toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    private void write(ChannelHandlerContext ctx, Fault.Ending ending, HttpAnswer answer, boolean keepAlive) {
        switch (ending) {
            case ANSWER_THEN_CLOSE -> write(ctx, answer, false, true);
            case ANSWER_THEN_CLOSE_UNANNOUNCED -> write(ctx, answer, keepAlive, true);
            case HALF_AN_ANSWER -> writeHalf(ctx, answer);
            default -> write(ctx, answer, keepAlive, !keepAlive);
        }
    }

    private void writeHalf(ChannelHandlerContext ctx, HttpAnswer answer) {
        FullHttpResponse whole = response(answer);
        ByteBuf body = whole.content();
        var unused = ctx.write(new DefaultHttpResponse(whole.protocolVersion(), whole.status(), whole.headers()));
        ctx.writeAndFlush(new DefaultHttpContent(body.readSlice(body.readableBytes() / 2)))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private void upgrade(ChannelHandlerContext ctx, FullHttpRequest message, ApiRequest request) {
        try {
            upgrade.run(ctx, message, request);
        } catch (WebSocketHandshakeException e) {
            write(ctx, message, HttpAnswer.text(400, "This is no request for a WebSocket: " + e.getMessage()));
        }
    }

    private static @Nullable ApiRequest read(FullHttpRequest message) {
        if (message.decoderResult().isFailure()) {
            return null;
        }
        try {
            return ApiRequest.of(message);
        } catch (IllegalArgumentException e) {
            LOG.debug("Malformed address {}", LogText.quoted(message.uri()), e);
            return null;
        }
    }

    private void write(ChannelHandlerContext ctx, HttpRequest request, HttpAnswer answer) {
        boolean keepAlive =
                HttpUtil.isKeepAlive(request) && !request.decoderResult().isFailure();
        write(ctx, answer, keepAlive, !keepAlive);
    }

    private void write(ChannelHandlerContext ctx, HttpAnswer answer, boolean saysKeepAlive, boolean closes) {
        FullHttpResponse response = response(answer);
        HttpUtil.setKeepAlive(response, saysKeepAlive);
        var written = ctx.writeAndFlush(response);
        if (closes) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private FullHttpResponse response(HttpAnswer answer) {
        ByteBuf body = Unpooled.copiedBuffer(answer.body(), StandardCharsets.UTF_8);
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.DATE, DateFormatter.format(Date.from(clock.instant())));
        answer.headers().forEach((name, value) -> response.headers().set(name, value));
        return response;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause instanceof CodecException) {
            LOG.debug("An HTTP connection broke, in the middle of a request or between two", cause);
            var unused = ctx.close();
            return;
        }
        LOG.error("A request could not be answered; this is a bug in the embedded Pusher", cause);
        FullHttpResponse response = response(HttpAnswer.text(500, "The embedded Pusher failed: " + cause));
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
