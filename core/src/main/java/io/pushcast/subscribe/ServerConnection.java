package io.pushcast.subscribe;

import io.pushcast.http.WebSocketClient;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.subscribe.SubscriberStatus.ConnectionState;
import io.pushcast.text.LogText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that is made again whenever it is lost, and the channels that are subscribed to on it. For use on the connection's
 * thread only, but for what tells how it is.
 */
final class ServerConnection {

    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

    /** A connection that lasts for this long has gone well; before, the next pause is longer. */
    private static final Duration GONE_WELL = Duration.ofSeconds(5);

    private final SubscriberContext context;
    private final WebSocketClient client;
    private final boolean signsIn;
    private final Runnable pauseIfFull;
    private final ReconnectSchedule schedule;
    private final SubscriptionRequests requests;
    private final Map<String, ChannelSubscription> subscriptions = new LinkedHashMap<>();
    private boolean everGreeted;
    private boolean paused;
    private volatile @Nullable ConnectionSession session;
    private volatile @Nullable SocketId socketId;
    private volatile ConnectionState state = ConnectionState.NEW;
    private volatile String reason = "";
    private volatile long disconnectedAt = System.nanoTime();

    ServerConnection(SubscriberContext context, WebSocketClient client, boolean signsIn, Runnable pauseIfFull) {
        this.context = context;
        this.client = client;
        this.signsIn = signsIn;
        this.pauseIfFull = pauseIfFull;
        this.schedule = context.newSchedule();
        this.requests = new SubscriptionRequests(context, client);
    }

    void add(ChannelSubscription subscription) {
        subscriptions.put(subscription.channel().value(), subscription);
        if (state == ConnectionState.CONNECTED) {
            requests.add(subscription);
        }
    }

    boolean has(ChannelSubscription subscription) {
        return subscriptions.get(subscription.channel().value()) == subscription;
    }

    void remove(ChannelSubscription subscription) {
        subscriptions.remove(subscription.channel().value());
        requests.remove(subscription);
    }

    boolean hasRoom() {
        return subscriptions.size() < context.settings().maxChannelsPerConnection();
    }

    /** Connects, unless it does so already. */
    void start() {
        if (state == ConnectionState.NEW || state == ConnectionState.STOPPED) {
            connect();
        }
    }

    private void connect() {
        if (state == ConnectionState.CLOSED) {
            return;
        }
        state = ConnectionState.CONNECTING;
        ConnectionSession made = new ConnectionSession(context, client, this);
        session = made;
        if (paused) {
            made.pause();
        }
        made.start();
    }

    void greeted(ConnectionSession greeted, SocketId id) {
        socketId = id;
        state = ConnectionState.CONNECTED;
        reason = "";
        if (everGreeted) {
            context.counters().reconnects.increment();
        }
        everGreeted = true;
        LOG.info("The subscriber {} is connected, as {}", context.settings().name(), id);
        context.notice(listener -> listener.onConnected(id));
        requests.begin(greeted, List.copyOf(subscriptions.values()), signsIn);
    }

    void receive(ConnectionSession from, Frame frame) {
        String channel = frame.channel();
        if (channel == null) {
            receive(frame);
            return;
        }
        ChannelSubscription subscription = subscriptions.get(channel);
        if (subscription == null) {
            // What was on its way when it was unsubscribed from.
            LOG.debug("Something came on {}, which is not subscribed to", LogText.name(channel));
            return;
        }
        switch (frame.event()) {
            case "pusher_internal:subscription_succeeded" -> requests.succeeded(subscription, frame);
            case "pusher:subscription_error", "pusher_internal:subscription_error" ->
                requests.refused(subscription, frame);
            default -> subscription.receive(frame);
        }
    }

    private void receive(Frame frame) {
        switch (frame.event()) {
            case "pusher:signin_success" -> requests.signedIn(frame);
            case "pusher_internal:watchlist_events" -> watchlist(frame);
            default -> LOG.debug("The server sent {}, which is unknown", LogText.quoted(frame.event()));
        }
    }

    private void watchlist(Frame frame) {
        if (!(frame.fields(context.json()).get("events") instanceof List<?> events)) {
            return;
        }
        for (Object event : events) {
            if (event instanceof Map<?, ?> change && change.get("user_ids") instanceof List<?> ids) {
                boolean online = "online".equals(change.get("name"));
                for (Object id : ids) {
                    context.notice(listener -> listener.onWatchedUser(String.valueOf(id), online));
                }
            }
        }
    }

    void pauseIfFull() {
        pauseIfFull.run();
    }

    void ended(ConnectionSession ended, int code, String why) {
        if (ended != session || state == ConnectionState.CLOSED) {
            return;
        }
        if (state == ConnectionState.CONNECTED) {
            disconnectedAt = System.nanoTime();
        }
        if (ended.greetedFor().compareTo(GONE_WELL) >= 0) {
            schedule.succeeded();
        }
        leave();
        reason = code > 0 ? why + " (" + code + ")" : why;
        if (ReconnectSchedule.isFinal(code)) {
            stop(code, why);
        } else {
            comeBack(code);
        }
    }

    private void leave() {
        session = null;
        socketId = null;
        requests.reset();
        subscriptions.values().forEach(ChannelSubscription::lost);
    }

    private void stop(int code, String why) {
        state = ConnectionState.STOPPED;
        LOG.error(
                "The server refuses the subscriber {} for good: {} ({}). Nothing arrives until that is mended and the"
                        + " subscriber is started again",
                context.settings().name(),
                why,
                code);
        context.notice(listener -> listener.onStopped(code, why));
    }

    private void comeBack(int code) {
        state = ConnectionState.WAITING;
        Duration pause = schedule.next(code);
        String told = reason;
        LOG.warn(
                "The subscriber {} has no connection: {}. It is tried again in {} ms",
                context.settings().name(),
                told,
                pause.toMillis());
        context.notice(listener -> listener.onDisconnected(told, pause));
        client.after(pause, this::connectAfterPause);
    }

    private void connectAfterPause() {
        if (state == ConnectionState.WAITING) {
            connect();
        }
    }

    void pause() {
        paused = true;
        ConnectionSession current = session;
        if (current != null) {
            current.pause();
        }
    }

    void resume() {
        paused = false;
        ConnectionSession current = session;
        if (current != null) {
            current.resume();
        }
    }

    void close() {
        state = ConnectionState.CLOSED;
        ConnectionSession current = session;
        leave();
        if (current != null) {
            current.close();
        }
    }

    /** Sends what the application wants to send; false if it can't be sent now. Safe for use by several threads. */
    boolean sendEvent(ChannelName channel, String event, String payload) {
        ConnectionSession current = session;
        return current != null
                && current.isWritable()
                && current.send(Frame.clientEvent(context.json(), channel.value(), event, payload));
    }

    ConnectionState state() {
        return state;
    }

    String reason() {
        return reason;
    }

    @Nullable
    SocketId socketId() {
        return socketId;
    }

    Duration disconnectedFor() {
        return state == ConnectionState.CONNECTED || state == ConnectionState.NEW
                ? Duration.ZERO
                : Duration.ofNanos(System.nanoTime() - disconnectedAt);
    }
}
