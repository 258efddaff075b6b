package io.pushcast.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes answers, one to each request, and is strict: interim answers are read past; a byte that belongs to no answer, or
 * an answer whose end is in doubt, makes the connection unusable.
 */
final class ResponseDecoder extends HttpResponseDecoder {

    private static final int LONGEST_LINE = 8 << 10;

    private final Receiver receiver;
    private boolean interim;

    ResponseDecoder(HttpClientSettings settings, Receiver receiver) {
        super(config(settings));
        this.receiver = receiver;
    }

    static HttpDecoderConfig config(HttpClientSettings settings) {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(Math.min(LONGEST_LINE, settings.maxHeaderBytes))
                .setMaxHeaderSize(settings.maxHeaderBytes)
                .setMaxChunkSize(64 << 10)
                .setTrailersFactory(IgnoredTrailers.INSTANCE)
                .setAllowDuplicateContentLengths(true);
    }

    /** What the connection is told. */
    interface Receiver {

        /** Whether a request was sent whose answer is not complete yet. */
        boolean awaitsAnswer();

        /** The head of the answer. */
        void onHead(int status, HttpHeaders headers, boolean reusable);

        /** A part of its body. */
        void onBody(ByteBuf part);

        /** The answer is complete. */
        void onEnd();

        /** The bytes read so far have been dealt with. */
        void onReadComplete();

        /** There are bytes that belong to no answer. */
        void onSurplus();

        /** What was received can't be an answer. */
        void onMalformed(HttpProtocolException cause);

        /** The connection is gone. */
        void onClosed(@Nullable Throwable cause);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (!receiver.awaitsAnswer()) {
            if (in.isReadable()) {
                in.skipBytes(in.readableBytes());
                receiver.onSurplus();
            }
            return;
        }
        super.decode(context, in, out);
        take(out);
    }

    @Override
    protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        super.decodeLast(context, in, out);
        take(out);
    }

    private void take(List<Object> out) {
        for (int i = 0; i < out.size(); i++) {
            Object message = out.get(i);
            try {
                if (receiver.awaitsAnswer() && message instanceof HttpObject part) {
                    take(part);
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }
        out.clear();
    }

    private void take(HttpObject message) {
        Throwable failure = message.decoderResult().cause();
        if (failure instanceof PrematureChannelClosureException) {
            receiver.onClosed(null);
            return;
        }
        if (failure != null) {
            receiver.onMalformed(new HttpProtocolException("The answer is not HTTP/1.1: " + failure.getMessage()));
            return;
        }
        if (message instanceof HttpResponse head) {
            takeHead(head);
        }
        // Not "else": a message may be both, and after a bad head nothing is awaited any more.
        if (message instanceof HttpContent content && receiver.awaitsAnswer()) {
            takeContent(content);
        }
    }

    private void takeHead(HttpResponse head) {
        int status = head.status().code();
        interim = status < 200;
        String fault = faultOf(head, status);
        if (fault != null) {
            receiver.onMalformed(new HttpProtocolException(fault));
        } else if (!interim) {
            receiver.onHead(status, head.headers(), isReusable(head));
        }
    }

    private static @Nullable String faultOf(HttpResponse head, int status) {
        HttpVersion version = head.protocolVersion();
        if (version.majorVersion() != 1 || !version.protocolName().equals("HTTP")) {
            return "The answer's version is " + version + " instead of HTTP/1.1";
        }
        if (status == 101) {
            return "The server switches protocols (status 101), which it was not asked to";
        }
        if (status < 100 || status > 999) {
            return "The answer has the status " + status + ", which is none";
        }
        if (head.headers().get(HttpHeaderNames.TRANSFER_ENCODING) == null) {
            return null;
        }
        if (version.minorVersion() == 0) {
            return "The answer has a Transfer-Encoding, which HTTP/1.0 does not know";
        }
        List<String> encodings = head.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return encodings.size() == 1 && encodings.get(0).trim().equalsIgnoreCase("chunked")
                ? null
                : "The answer's Transfer-Encoding is " + encodings + "; only chunked is known";
    }

    /** Whether the connection may be used after this answer. */
    private static boolean isReusable(HttpResponse head) {
        HttpHeaders headers = head.headers();
        boolean byDefault = head.protocolVersion().isKeepAliveDefault();
        if (headers.get(HttpHeaderNames.CONNECTION) == null) {
            return byDefault;
        }
        return !headers.containsValue(HttpHeaderNames.CONNECTION, "close", true)
                && (byDefault || headers.containsValue(HttpHeaderNames.CONNECTION, "keep-alive", true));
    }

    private void takeContent(HttpContent content) {
        if (!interim) {
            receiver.onBody(content.content());
        }
        if (content instanceof LastHttpContent) {
            if (!interim) {
                receiver.onEnd();
            }
            interim = false;
        }
    }

    /** Two lengths: whoever believes the wrong one takes a part of this answer for the next. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("it has both a Content-Length and a Transfer-Encoding");
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        super.channelReadComplete(context);
        receiver.onReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        receiver.onClosed(null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        receiver.onClosed(cause);
    }
}
