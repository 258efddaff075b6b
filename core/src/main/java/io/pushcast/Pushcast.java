package io.pushcast;

import io.pushcast.channels.ChannelQueries;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.Route;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.DeliveryStatus;
import io.pushcast.message.Limits;
import io.pushcast.message.MessageSink;
import io.pushcast.message.SocketId;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.OutboxSink;
import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Publishes domain events to one Pusher app. One instance serves a whole application: it holds threads, connections and a
 * buffer until it is closed. Safe for use by several threads.
 *
 * <pre>{@code
 * try (Pushcast pushcast = Pushcast.builder()
 *         .app(PusherApp.builder().appId("…").key("…").secret("…").cluster("eu").build())
 *         .build()) {
 *     pushcast.publish(new OrderPlaced("o-1", "c-7", new BigDecimal("19.90")));
 * }
 * }</pre>
 *
 * <p><b>Order.</b> Messages with the same ordering key are accepted by Pusher in publish order, also through retries.
 * <b>At least once, while it lives.</b> A message is sent until it is accepted, rejected for good, or past its
 * deadline; a lost answer makes a duplicate, byte for byte the same. <b>Bounded.</b> The buffer has a limit, and
 * nothing is dropped silently. See {@link DeliverySettings} and {@link ResilienceSettings}.
 */
public final class Pushcast implements EventPublisher, AutoCloseable {

    /** Of the time that {@link #close} may take, the outbox has a quarter to itself, and not more than this. */
    private static final Duration LONGEST_OUTBOX_CLOSE = Duration.ofSeconds(5);

    private final EventMappings mappings;
    private final MessageFactory messages;
    private final DeliverySettings delivery;
    private final AppPipeline lane;
    private final @Nullable OutboxSink outbox;
    private final MessageSink sink;
    private final @Nullable PusherTransport server;
    private final JsonCodec json;

    private Pushcast(Builder builder) {
        this.mappings = builder.mappings;
        this.delivery = builder.delivery;
        this.json = builder.codec();
        this.messages = builder.messages(json);
        Transport sender = builder.sender();
        this.server = sender instanceof PusherTransport pusher ? pusher : null;
        this.lane = lane(builder, sender);
        this.outbox = builder.outboxSink();
        try {
            this.sink = builder.sinkWrapper.apply(outbox == null ? lane.engine() : outbox);
            if (outbox != null) {
                outbox.start(lane.name(), builder.appId(sender), lane.engine()::accept);
            }
        } catch (Throwable t) {
            lane.close(Duration.ZERO);
            throw t;
        }
    }

    private static AppPipeline lane(Builder builder, Transport sender) {
        OutboxSink outboxSink = builder.outboxSink();
        try {
            return new AppPipeline(
                    builder.name(sender),
                    sender,
                    builder.resilience,
                    builder.outbox == null ? builder.delivery : AppPipeline.bounded(builder.delivery),
                    builder.limits(),
                    CompositeDeliveryListener.of(builder.listeners),
                    builder.callbackExecutor,
                    outboxSink == null ? () -> Duration.ZERO : outboxSink::pause);
        } catch (Throwable t) {
            // Its connections have begun to live already.
            sender.close();
            throw t;
        }
    }

    /** A builder; an {@link Builder#app} is all it needs. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public CompletionStage<Delivery> publish(Object event, PublishOptions options) {
        return publish(mappings.routesOf(event), options);
    }

    @Override
    public Publication to(String channel, String... more) {
        return publication(Route.to(channel, more));
    }

    @Override
    public Publication toUser(String userId) {
        return publication(Route.to(List.of(ChannelName.ofUser(userId))));
    }

    private Publication publication(Route route) {
        return new Publication(route, (complete, options) -> publish(List.of(complete), options));
    }

    /** Nothing is sent before all of it is known to be right. */
    private CompletionStage<Delivery> publish(List<Route> routes, PublishOptions options) {
        List<ChannelMessage> all = messages.of(routes, options);
        if (all.size() == 1) {
            return sink.accept(all.get(0));
        }
        List<CompletionStage<Delivery>> deliveries = new ArrayList<>(all.size());
        for (ChannelMessage message : all) {
            deliveries.add(sink.accept(message));
        }
        return DeliveryAggregator.all(deliveries);
    }

    /**
     * Queries about the channels and users of the app, on the same connections.
     *
     * @throws IllegalStateException if this publisher does not send by a {@link PusherTransport}
     * @throws UnsupportedOperationException if its {@link JsonCodec} can only write
     */
    public ChannelQueries channels() {
        if (server == null) {
            throw new IllegalStateException(
                    "Channels can be asked about only with an app, or a PusherTransport; this publisher sends by a transport"
                            + " of its own");
        }
        return new ChannelQueries(server, json);
    }

    /**
     * Ends all connections of a signed-in user, see {@link ChannelQueries#terminateConnections}.
     *
     * @return completes when the server has taken the order, or exceptionally with a
     *     {@link io.pushcast.channels.ChannelQueryException}
     * @throws io.pushcast.message.InvalidMessageException if the id is empty, or has a slash, or with soketi another
     *     character that has to be escaped in a path
     * @throws IllegalStateException if this publisher does not send by a {@link PusherTransport}
     */
    public CompletionStage<Void> terminateConnections(String userId) {
        return channels().terminateConnections(userId);
    }

    /**
     * Sends what is buffered without waiting for more. With an outbox that delivers in this instance, it waits for everything
     * that was committed before, whichever instance stored it and delivers it; messages of transactions that are still open,
     * and those behind a dead letter that blocks their key, are not waited for. Nothing limits how long that takes while the
     * server is away: see {@link CompletableFuture#orTimeout}.
     *
     * @return completes, on the callback executor, when everything published before has been delivered or has failed, or
     *     this publisher is closed; exceptionally with an {@link io.pushcast.outbox.store.OutboxException} if the outbox's
     *     database can't be asked
     */
    public CompletionStage<Void> flush() {
        CompletableFuture<Void> sent = lane.engine().flush();
        if (outbox == null) {
            return sent;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        // The delivery once more, behind the outbox: it calls back where callbacks are made, once listeners have been
        // told.
        outbox.flush()
                .whenComplete((gone, failure) -> lane.engine().flush(() -> {
                    if (failure == null) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(failure);
                    }
                }));
        return done;
    }

    /**
     * What is under way, for metrics and health checks. Its numbers are those of the moment in which they are asked
     * for.
     */
    public DeliveryStatus status() {
        return lane;
    }

    /**
     * Takes nothing any more, waits until everything published has been delivered or has failed, for the
     * {@linkplain DeliverySettings#closeTimeout close timeout} at most, and frees threads and connections. What is left
     * fails as {@code CLOSED}, or stays in the outbox; each failure is reported. With an outbox, what is published
     * afterwards is stored all the same, and delivered by another instance, or after the next start. So is what waits once the
     * server has taken nothing for a second, no request is under way and none is due. Whoever calls it while another thread
     * does waits as well, unless it is a callback; called again later, it does nothing.
     */
    @Override
    public void close() {
        close(delivery.closeTimeout());
    }

    /**
     * As {@link #close()}, with a timeout of its own.
     *
     * @param timeout how long to wait for what is still to be delivered and told; zero does not wait
     */
    public void close(Duration timeout) {
        OutboxSink stored = outbox;
        if (stored == null) {
            lane.close(timeout);
            return;
        }
        long start = System.nanoTime();
        Duration kept = shorter(timeout.dividedBy(4), LONGEST_OUTBOX_CLOSE);
        lane.closeKept(
                timeout.minus(kept),
                stored::drain,
                () -> stored.close(shorter(timeout.minusNanos(System.nanoTime() - start), LONGEST_OUTBOX_CLOSE)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Builds a {@link Pushcast}. Not for use by several threads. */
    public static final class Builder {

        private @Nullable PusherApp app;
        private @Nullable Transport transport;
        private @Nullable String name;
        private EventMappings mappings = EventMappings.ofAnnotations();
        private @Nullable JsonCodec json;
        private @Nullable Limits limits;
        private @Nullable EncryptionKeys encryption;
        private @Nullable String eventIds;
        private @Nullable String eventSequence;
        private DeliverySettings delivery = DeliverySettings.defaults();
        private ResilienceSettings resilience = ResilienceSettings.defaults();
        private final List<DeliveryListener> listeners = new ArrayList<>();
        private @Nullable Executor callbackExecutor;
        private @Nullable Outbox outbox;
        private Supplier<@Nullable SocketId> currentSocket = () -> null;
        private UnaryOperator<MessageSink> sinkWrapper = UnaryOperator.identity();

        private Builder() {}

        /** The Pusher app that is published to. Required, unless a {@link #transport} is given. */
        public Builder app(PusherApp app) {
            this.app = app;
            return this;
        }

        /** What sends, in place of Pusher's HTTP client; closed with the publisher. For tests and other servers. */
        public Builder transport(Transport transport) {
            this.transport = transport;
            return this;
        }

        /**
         * Names threads, log lines, circuit breaker and retry. Publishers of the same name that share Resilience4j
         * registries share circuit breaker and rate limiter; the retry there is that of the last one built. Default: the id
         * of the app, or {@code pushcast} if a transport not of ours is given.
         */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** Where events go. Default: what their {@link io.pushcast.mapping.PublishTo} says. */
        public Builder mappings(EventMappings mappings) {
            this.mappings = mappings;
            return this;
        }

        /** What writes payloads. Default: Jackson 3 or else Jackson 2, whichever is on the class path. */
        public Builder json(JsonCodec json) {
            this.json = json;
            return this;
        }

        /**
         * What the server takes at most. Default: the limits of the {@linkplain PusherApp#server app's server}; with a
         * transport not of ours, {@link Limits#PUSHER}.
         */
        public Builder limits(Limits limits) {
            this.limits = limits;
            return this;
        }

        /**
         * Encrypts what is published to encrypted channels ({@code private-encrypted-…}), once, when it is published:
         * what is buffered, stored and shown to listeners is encrypted already. Subscribers get their channel's secret
         * from {@link io.pushcast.auth.ChannelAuthEndpoint}, which needs the same keys. Default: no keys, and
         * publishing to an encrypted channel is an error.
         */
        public Builder encryption(EncryptionKeys keys) {
            this.encryption = keys;
            return this;
        }

        /**
         * Writes the message's id into the payload, under this field, so that subscribers can drop duplicates: a message
         * that arrives twice has the same id both times. Messages of other publications, routes and, where there are
         * encrypted channels, other messages of the same route have other ids.
         *
         * <p>An id is a number that goes up with every message of this publisher, behind a random text: whoever gets
         * two of them sees how much was published between.
         *
         * <p>Every payload must then be a JSON object without a field of that name; else {@code publish} throws
         * {@link io.pushcast.message.InvalidMessageException}. The field counts for the payload's size. Default: none.
         *
         * @param field such as {@code _id}; letters, digits, {@code _ $ -}
         * @throws IllegalArgumentException if it is no such name
         */
        public Builder eventIds(String field) {
            this.eventIds = EventFields.checkedName(field);
            return this;
        }

        /**
         * Writes a number into the payload, under this field, so that subscribers can see gaps:
         * {@code {"stream":"1k3x9.2","number":7}}. The numbers of a stream are 1, 2, 3 and so on, in the order of
         * publishing. A stream is what this publisher publishes with one ordering key to the same channels, under
         * whatever name, so that who subscribes to one of them and binds to all events gets all its numbers. A message
         * without order ({@link io.pushcast.message.OrderingKey#NONE}) gets no number.
         *
         * <p>A subscriber remembers the last number of each stream; when one is left out, it loads the state anew. A
         * stream that it does not know is a new beginning and no gap: another publisher, the same after a restart, or
         * one that had forgotten the stream (it remembers the 10 000 used last). What a gap need not mean is a loss:
         *
         * <ul>
         *   <li>Numbers are given by {@code publish}. A transaction that rolls back leaves a gap, and one that commits
         *       late delivers its numbers late.
         *   <li>Threads that publish to one stream at the same time, with nothing between them that keeps an order, may
         *       deliver 2 before 1: the number is given a moment before the message takes its place in the buffer.
         *       Nothing is lost then, but a subscriber sees a gap at 2 and something old at 1. Publish a stream from
         *       one thread at a time, under a lock for instance, if reloading for nothing is expensive.
         *   <li>A connection that was {@linkplain PublishOptions#excluding(String) excluded} does not get the number.
         * </ul>
         *
         * <p>Every payload must then be a JSON object without a field of that name; else {@code publish} throws
         * {@link io.pushcast.message.InvalidMessageException}. The field counts for the payload's size. Default: none.
         *
         * @param field such as {@code _seq}; letters, digits, {@code _ $ -}
         * @throws IllegalArgumentException if it is no such name
         */
        public Builder eventSequence(String field) {
            this.eventSequence = EventFields.checkedName(field);
            return this;
        }

        /** How messages are buffered, batched and given up. Default: {@link DeliverySettings#defaults}. */
        public Builder delivery(DeliverySettings delivery) {
            this.delivery = delivery;
            return this;
        }

        /** How failures are met. Default: {@link ResilienceSettings#defaults}. */
        public Builder resilience(ResilienceSettings resilience) {
            this.resilience = resilience;
            return this;
        }

        /** Is told what becomes of every message and request. May be given several times. */
        public Builder listener(DeliveryListener listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * Runs listeners and completes stages, one at a time and in the order of the outcomes; never shut down by us. A
         * callback must not wait for another publication, whose outcome would have to be told after it. Outcomes that
         * wait for a slow callback delay no delivery, but are no part of the buffer and have no limit of their own.
         * Default: one daemon thread of our own, which also stands in for an executor that takes nothing.
         */
        public Builder callbackExecutor(Executor executor) {
            this.callbackExecutor = executor;
            return this;
        }

        /**
         * Stores messages in the application's transactions, and delivers them after the commit. Buffer limits, overflow
         * policy and delivery timeout of {@link #delivery} have no meaning then: the outbox holds what is not delivered.
         */
        public Builder outbox(Outbox outbox) {
            this.outbox = outbox;
            return this;
        }

        /**
         * Says which subscriber's connection the calling thread works for, so that what goes
         * {@linkplain PublishOptions#toOthers to others} leaves it out: in a web application, the one that the client named
         * with its request. It is asked by {@code publish}, in that thread, at most once, and only for what goes to others;
         * the message keeps the answer, however late it is delivered. Null means that there is none, so that everybody
         * sees the message; what it throws comes out of {@code publish}. Default: there is none.
         */
        public Builder currentSocket(Supplier<@Nullable SocketId> currentSocket) {
            this.currentSocket = currentSocket;
            return this;
        }

        /**
         * Puts a stage between publishing and delivery, such as one that waits for a transaction. It gets messages with
         * their final payload, in publish order. May be called several times: the last stage gets them first.
         */
        public Builder wrapSink(UnaryOperator<MessageSink> wrapper) {
            UnaryOperator<MessageSink> inner = sinkWrapper;
            this.sinkWrapper = sink -> wrapper.apply(inner.apply(sink));
            return this;
        }

        /**
         * Starts a publisher.
         *
         * @throws IllegalStateException if neither an app nor a transport is given, or both are, or no JSON library is
         *     found
         * @throws IllegalArgumentException if event ids and sequences are to be written under the same field
         */
        public Pushcast build() {
            return new Pushcast(this);
        }

        private @Nullable OutboxSink outboxSink() {
            return outbox == null ? null : OutboxSink.of(outbox);
        }

        private JsonCodec codec() {
            return json == null ? JsonCodec.detect() : json;
        }

        private Limits limits() {
            if (limits != null) {
                return limits;
            }
            PusherApp served = transport instanceof PusherTransport pusher ? pusher.app() : app;
            return served == null ? Limits.PUSHER : served.server().limits();
        }

        private MessageFactory messages(JsonCodec codec) {
            boolean plain = eventIds == null && eventSequence == null;
            return new MessageFactory(
                    codec,
                    limits(),
                    encryption,
                    plain ? null : new EventFields(eventIds, eventSequence),
                    new MessageIds(),
                    currentSocket);
        }

        private String name(Transport sender) {
            if (name != null) {
                return name;
            }
            return sender instanceof PusherTransport pusher ? pusher.app().appId() : "pushcast";
        }

        /** What the rows of an outbox say whom they are for. */
        private String appId(Transport sender) {
            PusherApp served = sender instanceof PusherTransport pusher ? pusher.app() : app;
            return served == null ? "default" : served.appId();
        }

        private Transport sender() {
            if (app != null && transport != null) {
                throw new IllegalStateException("Both an app and a transport are given; a publisher has one of them");
            }
            if (transport != null) {
                return transport;
            }
            if (app == null) {
                throw new IllegalStateException("No Pusher app is given. Call app(PusherApp.builder().appId(…).key(…)"
                        + ".secret(…).cluster(…).build()), or app(PusherApp.fromUrl(…))");
            }
            return PusherTransport.create(app);
        }
    }
}
