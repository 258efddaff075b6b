package io.pushcast.subscribe;

import io.pushcast.http.WebSocket;
import io.pushcast.http.WebSocketClient;
import io.pushcast.http.WebSocketListener;
import io.pushcast.json.JsonReadException;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.SocketId;
import io.pushcast.text.LogText;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one socket, from the attempt to connect to its end: the server's greeting, pings and pongs, errors. For use on the
 * connection's thread only, but for what is written otherwise.
 */
final class ConnectionSession implements WebSocketListener {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionSession.class);

    private final SubscriberContext context;
    private final WebSocketClient client;
    private final ServerConnection owner;
    private @Nullable WebSocket socket;
    private @Nullable SocketId socketId;
    private Duration activityTimeout;
    private long greetedAt;
    private long lastReceived;
    private int errorCode;
    private String errorMessage = "";
    private boolean paused;
    private boolean over;
    private Runnable cancelTimer = () -> {};

    ConnectionSession(SubscriberContext context, WebSocketClient client, ServerConnection owner) {
        this.context = context;
        this.client = client;
        this.owner = owner;
        this.activityTimeout = context.settings().activityTimeout();
    }

    void start() {
        socket = client.connect(context.settings().target(), this);
    }

    /** The id that the server gave; null before its greeting. */
    @Nullable
    SocketId socketId() {
        return socketId;
    }

    boolean isOver() {
        return over;
    }

    /** How long ago the server's greeting came; zero if it has not. */
    Duration greetedFor() {
        return greetedAt == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - greetedAt);
    }

    /** Sends a message of the protocol. Safe for use by several threads. */
    boolean send(String message) {
        WebSocket open = socket;
        return open != null && open.send(message);
    }

    /** Whether the application may send something now. Safe for use by several threads. */
    boolean isWritable() {
        WebSocket open = socket;
        return open != null && open.isWritable();
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        if (paused) {
            opened.pause();
        }
        Duration patience = context.settings().handshakeTimeout();
        timer(client.after(
                patience, () -> end(0, "The server did not greet within " + patience.toMillis() + " ms", true)));
    }

    @Override
    public void onText(String text) {
        if (over) {
            return;
        }
        lastReceived = System.nanoTime();
        Frame frame;
        try {
            frame = Frame.read(context.json(), text);
        } catch (JsonReadException e) {
            unreadable(text, String.valueOf(e.getMessage()));
            return;
        }
        receive(frame);
        owner.pauseIfFull();
    }

    private void unreadable(String text, String why) {
        String reason =
                "The server sent a message of " + text.length() + " characters that is none of the protocol: " + why;
        context.counters().failed.increment();
        context.unreadableLog().warn(LOG, reason, null);
        context.notice(listener -> listener.onUnreadable("", reason));
    }

    private void receive(Frame frame) {
        switch (frame.event()) {
            case "pusher:connection_established" -> greeted(frame.fields(context.json()));
            case "pusher:ping" -> send(Frame.PONG);
            case "pusher:pong" -> {
                // That something came is all that counts.
            }
            case "pusher:error" -> error(frame.fields(context.json()));
            default -> owner.receive(this, frame);
        }
    }

    private void greeted(Map<?, ?> data) {
        if (socketId != null) {
            return;
        }
        try {
            socketId = SocketId.of(String.valueOf(data.get("socket_id")));
        } catch (InvalidMessageException e) {
            end(0, "The server's greeting has no socket id", true);
            return;
        }
        if (data.get("activity_timeout") instanceof Number seconds && seconds.longValue() > 0) {
            activityTimeout = Duration.ofSeconds(Math.min(seconds.longValue(), 3600));
        }
        greetedAt = System.nanoTime();
        watchActivity(activityTimeout);
        owner.greeted(this, Objects.requireNonNull(socketId));
    }

    private void watchActivity(Duration after) {
        timer(client.after(after, this::checkActivity));
    }

    private void checkActivity() {
        Duration idle = Duration.ofNanos(System.nanoTime() - lastReceived);
        Duration left = activityTimeout.minus(idle);
        if (!left.isNegative() && !left.isZero()) {
            watchActivity(left);
        } else if (paused) {
            // Nothing is read, so nothing is known of the server; but it must not take us for dead.
            send(Frame.PING);
            watchActivity(activityTimeout);
        } else {
            ping();
        }
    }

    private void ping() {
        send(Frame.PING);
        Duration patience = context.settings().pongTimeout();
        long asked = System.nanoTime();
        timer(client.after(patience, () -> {
            if (lastReceived - asked < 0 && !paused) {
                end(
                        0,
                        "The server was silent for " + activityTimeout.toMillis()
                                + " ms, and did not answer a ping within " + patience.toMillis() + " ms",
                        true);
            } else {
                checkActivity();
            }
        }));
    }

    private void error(Map<?, ?> data) {
        int code = data.get("code") instanceof Number number ? number.intValue() : 0;
        String message = LogText.line(String.valueOf(data.get("message")));
        if (code != 0) {
            errorCode = code;
            errorMessage = message;
        }
        if (socketId == null && code >= 4000 && code <= 4299) {
            end(code, message, true);
            return;
        }
        String told = code == 0 ? message : message + " (" + code + ")";
        LOG.warn(
                "The server complained to the subscriber {}: {}",
                context.settings().name(),
                told);
        context.notice(listener -> listener.onServerError(told));
    }

    @Override
    public void onClosed(int code, String reason) {
        boolean says = code >= 4000;
        int meant = says || errorCode == 0 ? code : errorCode;
        String why = says || errorCode == 0 ? LogText.line(reason) : errorMessage;
        end(meant, why.isEmpty() ? "The server closed the connection" : why, false);
    }

    @Override
    public void onFailure(Throwable cause) {
        String why = errorCode == 0 ? String.valueOf(LogText.line(describe(cause))) : errorMessage;
        end(errorCode, why, false);
    }

    private static String describe(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private void end(int code, String reason, boolean stillOpen) {
        if (over) {
            return;
        }
        leave();
        WebSocket open = socket;
        if (stillOpen && open != null) {
            open.close(1000, "");
        }
        owner.ended(this, code, reason);
    }

    private void leave() {
        over = true;
        cancelTimer.run();
    }

    /** Says good-bye; nobody is told of the end. */
    void close() {
        if (!over) {
            leave();
            WebSocket open = socket;
            if (open != null) {
                open.close(1000, "");
            }
        }
    }

    /** Reads nothing more for now. */
    void pause() {
        paused = true;
        WebSocket open = socket;
        if (open != null) {
            open.pause();
        }
    }

    void resume() {
        paused = false;
        lastReceived = System.nanoTime();
        WebSocket open = socket;
        if (open != null) {
            open.resume();
        }
    }

    private void timer(Runnable cancel) {
        cancelTimer.run();
        cancelTimer = cancel;
    }
}
