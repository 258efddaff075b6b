package io.pushcast.subscribe;

import io.pushcast.http.WebSocketClient;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.SocketId;
import io.pushcast.text.LogText;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the events of channels, as long as it runs.
 *
 * <pre>{@code
 * Subscriber subscriber = Subscriber.builder().app(app)
 *         .on("private-stock.eu", StockChanged.class, (event, received) -> cache.put(event))
 *         .onGap(gap -> reload(gap.channel()))
 *         .build();
 * subscriber.start();
 * }</pre>
 *
 * <p><b>Promised:</b> what is published to a channel after its subscription was confirmed, and arrives on the connection, reaches
 * the handlers in the order in which it came, one event of a channel at a time, channels beside each other. Memory is bounded: when
 * too much waits for handlers, nothing more is read from the socket, on no channel. The connection is made again for ever, with
 * pauses of full jitter, unless the server says that it is of no use (close code 4000–4099): that is logged as an error and told to
 * the listeners. A subscription that is lost or refused is told and tried again.
 *
 * <p><b>Not promised:</b> what is published while the connection is down. {@link Gap.Cause#RECONNECTED} tells when that may be so.
 *
 * <p>Safe for use by several threads.
 */
public final class Subscriber implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

    private static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final SubscriberContext context;
    private final Status status = new Status();
    private final Map<String, ChannelSubscription> subscriptions = new LinkedHashMap<>();
    private final List<ServerConnection> connections = new CopyOnWriteArrayList<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private @Nullable WebSocketClient client;
    private volatile boolean started;
    private volatile boolean closed;

    /** For use on the client's thread only. */
    private boolean paused;

    Subscriber(SubscriberBuilder builder) {
        this.context = new SubscriberContext(builder.settings(), this::resumeLater);
        builder.registrations().forEach(registration -> registration.accept(this));
    }

    /** A builder with the defaults. */
    public static SubscriberBuilder builder() {
        return new SubscriberBuilder();
    }

    /**
     * Connects and subscribes, without waiting for it; {@link #awaitSubscribed} waits. After the server has ended the connection for
     * good, it connects again; while it runs, it does nothing.
     *
     * @throws IllegalStateException if it is closed
     */
    public void start() {
        WebSocketClient made = null;
        WebSocketClient running;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("The subscriber "
                        + context.settings().name() + " is closed and can't be started again; build another one");
            }
            if (client == null) {
                made = new WebSocketClient(
                        context.settings().http(), context.settings().maxMessageBytes());
                client = made;
            }
            running = client;
        }
        if (made != null) {
            if (!started) {
                started = true;
                context.listeners().tellStarted(status);
            }
            List<ChannelSubscription> all = all();
            running.execute(() -> assignAll(running, all));
        } else {
            running.execute(() -> connections.forEach(ServerConnection::start));
        }
    }

    private synchronized List<ChannelSubscription> all() {
        return List.copyOf(subscriptions.values());
    }

    private void assignAll(WebSocketClient running, List<ChannelSubscription> all) {
        all.forEach(subscription -> assign(running, subscription));
        if (connections.isEmpty()) {
            // Also without a channel, so that a user signs in and status() tells whether the server is there.
            addConnection(running);
        }
    }

    /** On the client's thread. */
    private void assign(WebSocketClient running, ChannelSubscription subscription) {
        if (closed || connections.stream().anyMatch(one -> one.has(subscription))) {
            return;
        }
        ServerConnection roomy = connections.stream()
                .filter(ServerConnection::hasRoom)
                .findFirst()
                .orElseGet(() -> addConnection(running));
        roomy.add(subscription);
    }

    private ServerConnection addConnection(WebSocketClient running) {
        boolean signsIn = context.settings().signIn() && connections.isEmpty();
        ServerConnection added = new ServerConnection(context, running, signsIn, this::pauseIfFull);
        connections.add(added);
        if (paused) {
            added.pause();
        }
        added.start();
        return added;
    }

    private void pauseIfFull() {
        if (!paused && context.buffer().isFull()) {
            paused = true;
            connections.forEach(ServerConnection::pause);
            context.buffer().reportWhenRoomy();
        }
    }

    private void resumeLater() {
        WebSocketClient running;
        synchronized (this) {
            running = client;
        }
        if (running != null) {
            running.execute(() -> {
                paused = false;
                connections.forEach(ServerConnection::resume);
            });
        }
    }

    /**
     * Calls a handler for the events of this type on a channel, which is subscribed to if it is not yet. Which names these events
     * have, the type's {@link io.pushcast.mapping.PublishTo} says, or else its own name: {@code order-placed} for {@code OrderPlaced}.
     *
     * @throws InvalidMessageException if the channel's name is none
     */
    public <T> Subscriber on(String channel, Class<T> type, EventHandler<? super T> handler) {
        Handlers.Typed typed = Handlers.Typed.of(type, handler);
        ChannelSubscription subscription = subscription(channel);
        SubscriberBuilder.namesOf(type).forEach(name -> subscription.handlers().add(name, typed));
        subscribe(subscription);
        return this;
    }

    /**
     * Calls a handler for the events of this name on a channel, which is subscribed to if it is not yet.
     *
     * @throws InvalidMessageException if the channel's name is none
     */
    public <T> Subscriber on(String channel, String event, Class<T> type, EventHandler<? super T> handler) {
        return onType(channel, event, type, handler);
    }

    /**
     * As {@link #on(String, String, Class, EventHandler)}, for a type with parameters, such as {@code List<Order>}. The handler must
     * take what is read as that type.
     */
    public Subscriber onType(String channel, String event, Type type, EventHandler<?> handler) {
        ChannelSubscription subscription = subscription(channel);
        subscription.handlers().add(event, Handlers.Typed.of(type, handler));
        subscribe(subscription);
        return this;
    }

    /**
     * Calls a handler for the events of this name on a channel, without reading their payloads.
     *
     * @throws InvalidMessageException if the channel's name is none
     */
    public Subscriber on(String channel, String event, ReceivedHandler handler) {
        ChannelSubscription subscription = subscription(channel);
        subscription.handlers().add(event, Handlers.Typed.raw(handler));
        subscribe(subscription);
        return this;
    }

    /**
     * Calls a handler for all events on a channel, whatever their names, without reading their payloads.
     *
     * @throws InvalidMessageException if the channel's name is none
     */
    public Subscriber onAll(String channel, ReceivedHandler handler) {
        ChannelSubscription subscription = subscription(channel);
        subscription.handlers().addForAll(Handlers.Typed.raw(handler));
        subscribe(subscription);
        return this;
    }

    /**
     * Tells a handler who is on a presence channel, which is subscribed to if it is not yet.
     *
     * @throws InvalidMessageException if the channel's name is none
     * @throws IllegalArgumentException if it is no presence channel
     */
    public Subscriber onPresence(String channel, PresenceHandler handler) {
        SubscriberBuilder.requirePresence(channel);
        ChannelSubscription subscription = subscription(channel);
        subscription.handlers().addPresence(handler);
        subscription.tellMembersTo(handler);
        subscribe(subscription);
        return this;
    }

    private ChannelSubscription subscription(String channel) {
        ChannelName name = ChannelName.of(channel);
        context.settings().requireReadable(name);
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException(
                        "The subscriber " + context.settings().name() + " is closed");
            }
            return subscriptions.computeIfAbsent(channel, unknown -> new ChannelSubscription(name, context));
        }
    }

    private void subscribe(ChannelSubscription subscription) {
        WebSocketClient running;
        synchronized (this) {
            running = client;
        }
        if (running != null) {
            running.execute(() -> {
                if (isWanted(subscription)) {
                    assign(running, subscription);
                }
            });
        }
    }

    private synchronized boolean isWanted(ChannelSubscription subscription) {
        return subscriptions.get(subscription.channel().value()) == subscription;
    }

    /**
     * Unsubscribes from a channel and forgets its handlers. They may still be called for what has arrived before. Does nothing if
     * the channel is not subscribed to.
     */
    public void unsubscribe(String channel) {
        ChannelSubscription gone;
        WebSocketClient running;
        synchronized (this) {
            gone = subscriptions.remove(channel);
            running = client;
        }
        if (gone != null && running != null) {
            running.execute(
                    () -> connections.stream().filter(one -> one.has(gone)).forEach(one -> one.remove(gone)));
        }
    }

    /**
     * Sends an event to the other subscribers of a private or presence channel that is subscribed to. The server passes on a few of
     * them a second (Pusher: 10).
     *
     * @param event the name, which starts with {@code client-}
     * @param payload is written as JSON
     * @return false if nothing was sent, since the channel is not subscribed to at the moment or the connection is congested
     * @throws IllegalArgumentException if the name does not start so, or the channel is of another kind
     */
    public boolean send(String channel, String event, @Nullable Object payload) {
        ChannelName name = ChannelName.of(channel);
        if (!name.type().needsAuthorization() || name.type().isEncrypted()) {
            throw new IllegalArgumentException(
                    LogText.name(channel)
                            + " is no channel for client events; they go to private and presence channels that are not encrypted");
        }
        if (!event.startsWith("client-")) {
            throw new IllegalArgumentException(
                    "The name of a client event starts with client-, unlike " + LogText.quoted(event));
        }
        ChannelSubscription subscription;
        synchronized (this) {
            subscription = subscriptions.get(channel);
        }
        if (subscription == null || subscription.state() != SubscriptionState.SUBSCRIBED) {
            return false;
        }
        String json = context.json().write(payload);
        return connections.stream()
                .filter(one -> one.has(subscription))
                .anyMatch(one -> one.sendEvent(name, event, json));
    }

    /**
     * The id of the connection on which a channel is subscribed to; empty while there is none. What is published with this connection
     * excluded does not come back to this subscriber.
     */
    public Optional<SocketId> socketId(String channel) {
        ChannelSubscription subscription;
        synchronized (this) {
            subscription = subscriptions.get(channel);
        }
        return subscription == null
                ? Optional.empty()
                : connections.stream()
                        .filter(one -> one.has(subscription))
                        .map(ServerConnection::socketId)
                        .findFirst();
    }

    /** What it is doing and has done. */
    public SubscriberStatus status() {
        return status;
    }

    /**
     * Waits until all channels are subscribed to.
     *
     * @return false if they are not after this time, or the subscriber was closed meanwhile
     */
    public boolean awaitSubscribed(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (context.subscribed()) {
            while (!closed && !isSubscribed()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(context.subscribed(), left);
            }
        }
        return !closed;
    }

    private boolean isSubscribed() {
        return all().stream().allMatch(one -> one.state() == SubscriptionState.SUBSCRIBED);
    }

    /**
     * Closes the connection at once, and waits until the handlers are done with what has arrived, or this time is over. It can be
     * started again; its channels and handlers stay. Does nothing if it does not run.
     *
     * @param timeout for how long it waits for handlers; may be zero
     * @return false if they are not done, and go on
     */
    public boolean stop(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        WebSocketClient running;
        synchronized (this) {
            running = client;
            client = null;
        }
        if (running != null) {
            disconnect(running);
            running.close();
        }
        return drain(deadline);
    }

    private void disconnect(WebSocketClient running) {
        CompletableFuture<@Nullable Void> disconnected = new CompletableFuture<>();
        running.execute(() -> {
            connections.forEach(ServerConnection::close);
            connections.clear();
            paused = false;
            disconnected.complete(null);
        });
        if (!running.inThread()) {
            await(disconnected, Duration.ofSeconds(5));
        }
    }

    private boolean drain(long deadline) {
        List<CompletableFuture<@Nullable Void>> drained = new ArrayList<>();
        all().forEach(one -> drained.add(one.drained()));
        drained.add(context.notices().drained());
        return await(
                CompletableFuture.allOf(drained.toArray(CompletableFuture[]::new)),
                Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }

    /** As {@link #close(Duration)}, with ten seconds. */
    @Override
    public void close() {
        close(DEFAULT_CLOSE_TIMEOUT);
    }

    /**
     * Closes the connection at once, and waits until the handlers are done with what has arrived. What they have not begun by the
     * end of this time is told to the listeners as {@linkplain SubscriberListener#onDropped dropped}; what they are doing then is
     * interrupted, if it is on threads of the subscriber's own. Called by a handler, it does not wait for that one. Closing again
     * waits for the first call to end.
     *
     * @param timeout for how long it waits; may be zero
     */
    public void close(Duration timeout) {
        boolean first;
        synchronized (this) {
            first = !closed;
            closed = true;
        }
        synchronized (context.subscribed()) {
            context.subscribed().notifyAll();
        }
        if (!first) {
            await(ended, timeout);
            return;
        }
        try {
            end(timeout);
        } finally {
            ended.complete(null);
        }
    }

    private void end(Duration timeout) {
        boolean done = stop(timeout);
        if (!done) {
            context.drop();
            all().forEach(ChannelSubscription::dropRest);
            context.notices().runRest();
        }
        context.threads().close(!done);
        LOG.debug("The subscriber {} is closed", context.settings().name());
        context.listeners().tell(listener -> listener.onClosed(status));
    }

    private static boolean await(CompletableFuture<?> future, Duration timeout) {
        try {
            future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "Subscriber[" + LogText.name(context.settings().name()) + "]";
    }

    /** Puts together what the parts tell. */
    private final class Status implements SubscriberStatus {

        @Override
        public String name() {
            return context.settings().name();
        }

        @Override
        public ConnectionState connection() {
            if (closed) {
                return ConnectionState.CLOSED;
            }
            return connections.stream()
                    .map(ServerConnection::state)
                    .max((one, other) -> Integer.compare(badness(one), badness(other)))
                    .orElse(ConnectionState.NEW);
        }

        private static int badness(ConnectionState state) {
            return switch (state) {
                case CONNECTED -> 0;
                case NEW, CONNECTING -> 1;
                case WAITING -> 2;
                case STOPPED -> 3;
                case CLOSED -> 4;
            };
        }

        @Override
        public String reason() {
            return connections.stream()
                    .map(ServerConnection::reason)
                    .filter(reason -> !reason.isEmpty())
                    .findFirst()
                    .orElse("");
        }

        @Override
        public Duration disconnectedFor() {
            return connections.stream()
                    .map(ServerConnection::disconnectedFor)
                    .max(Duration::compareTo)
                    .orElse(Duration.ZERO);
        }

        @Override
        public Map<ChannelName, SubscriptionState> subscriptions() {
            Map<ChannelName, SubscriptionState> states = new LinkedHashMap<>();
            all().forEach(one -> states.put(one.channel(), one.state()));
            return states;
        }

        @Override
        public long received() {
            return context.counters().received.sum();
        }

        @Override
        public long handled() {
            return context.counters().handled.sum();
        }

        @Override
        public long failed() {
            return context.counters().failed.sum();
        }

        @Override
        public long duplicates() {
            return context.counters().duplicates.sum();
        }

        @Override
        public long unhandled() {
            return context.counters().unhandled.sum();
        }

        @Override
        public long gaps() {
            return context.counters().gaps.sum();
        }

        @Override
        public long reconnects() {
            return context.counters().reconnects.sum();
        }

        @Override
        public int bufferedEvents() {
            return context.buffer().events();
        }

        @Override
        public long bufferedBytes() {
            return context.buffer().bytes();
        }

        @Override
        public Duration oldestAge() {
            long now = System.nanoTime();
            return Duration.ofNanos(
                    all().stream().mapToLong(one -> one.oldestNanos(now)).max().orElse(0));
        }

        @Override
        public String toString() {
            return "SubscriberStatus[" + name() + ", " + connection() + "]";
        }
    }
}
