package io.pushcast.testing.protocol;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subscriber's connection. Used on the server's thread only. */
public final class SubscriberConnection {

    /** More than this waiting for one connection, and it is dropped, so that it can't take the memory of the rest. */
    public static final int MAX_BACKLOG_BYTES = 16 * 1024 * 1024;

    private static final int SECONDS_TO_ANSWER_A_CLOSE = 1;

    private static final Logger LOG = LoggerFactory.getLogger(SubscriberConnection.class);

    private final String socketId;
    private final Channel channel;
    private final RateLimit clientEvents;
    private final ConnectionFaults faults;
    private @Nullable ConnectionUser user;
    private boolean closing;

    SubscriberConnection(String socketId, Channel channel, RateLimit clientEvents, ConnectionFaults faults) {
        this.socketId = socketId;
        this.channel = channel;
        this.clientEvents = clientEvents;
        this.faults = faults;
    }

    public String socketId() {
        return socketId;
    }

    /** The user who signed in on this connection; null if nobody did. */
    @Nullable
    public ConnectionUser user() {
        return user;
    }

    public void signedInAs(ConnectionUser user) {
        this.user = user;
    }

    /** How many events it may send to others. */
    public RateLimit clientEvents() {
        return clientEvents;
    }

    /** What goes wrong here. */
    public ConnectionFaults faults() {
        return faults;
    }

    /** Whether this side has said good-bye: nothing that still comes in counts. */
    public boolean isClosing() {
        return closing;
    }

    /** Sends one text, in the order of the calls, without waiting. */
    public void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for a text already in UTF-8. The array must not be changed afterwards. */
    public void send(byte[] utf8) {
        if (closing || !channel.isActive() || faults.isSilent()) {
            return;
        }
        if (!faults.delay().isZero()) {
            var unused = channel.eventLoop()
                    .schedule(() -> write(utf8), faults.delay().toNanos(), TimeUnit.NANOSECONDS);
            return;
        }
        write(utf8);
    }

    private void write(byte[] utf8) {
        if (closing || !channel.isActive()) {
            return;
        }
        if (!channel.isWritable()) {
            LOG.warn(
                    "Dropped the connection {}: it reads too slowly, more than {} bytes wait for it",
                    socketId,
                    MAX_BACKLOG_BYTES);
            closing = true;
            closeNow();
            return;
        }
        channel.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(utf8)))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /** Tells the client why it must go, then closes. */
    public void fail(int code, String message) {
        send(FrameWriter.error(code, message));
        close(code, message);
    }

    /** Says good-bye and closes as soon as the client has answered, or after a second. */
    public void close(int code, String reason) {
        if (closing) {
            return;
        }
        closing = true;
        // Closing at once could reset the connection before the client has read why.
        channel.writeAndFlush(new CloseWebSocketFrame(code, shortened(reason)))
                .addListener(sent -> closeUnlessAnswered());
    }

    /** Closes at once, so that the client gets an error. */
    public void reset() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        closeNow();
    }

    /** Closes at once, without a word. */
    public void closeNow() {
        var unused = channel.close();
    }

    private void closeUnlessAnswered() {
        var unused = channel.eventLoop().schedule(this::closeNow, SECONDS_TO_ANSWER_A_CLOSE, TimeUnit.SECONDS);
    }

    /** A close frame has room for 123 bytes. */
    private static String shortened(String reason) {
        return reason.length() <= 40 ? reason : reason.substring(0, 40);
    }

    @Override
    public String toString() {
        return "Connection[" + socketId + "]";
    }
}
