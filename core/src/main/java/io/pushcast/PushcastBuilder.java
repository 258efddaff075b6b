package io.pushcast;

import io.pushcast.classpath.Library;
import io.pushcast.classpath.LibraryVersions;
import io.pushcast.classpath.UnsupportedLibraryException;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.mapping.EventMappings;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.Limits;
import io.pushcast.message.MessageSink;
import io.pushcast.message.SocketId;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.OutboxSink;
import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Pushcast}. Not for use by several threads. */
public final class PushcastBuilder {

    private @Nullable PusherApp app;
    private @Nullable Transport transport;
    private @Nullable String name;
    EventMappings mappings = EventMappings.ofAnnotations();
    private @Nullable JsonCodec json;
    private @Nullable Limits limits;
    private @Nullable EncryptionKeys encryption;
    private @Nullable String eventIds;
    private @Nullable String eventSequence;
    DeliverySettings delivery = DeliverySettings.defaults();
    ResilienceSettings resilience = ResilienceSettings.defaults();
    final List<DeliveryListener> listeners = new ArrayList<>();

    @Nullable
    Executor callbackExecutor;

    @Nullable
    Outbox outbox;

    private Supplier<@Nullable SocketId> currentSocket = () -> null;
    UnaryOperator<MessageSink> sinkWrapper = UnaryOperator.identity();

    PushcastBuilder() {}

    /** The Pusher app that is published to. Required, unless a {@link #transport} is given. */
    public PushcastBuilder app(PusherApp app) {
        this.app = Objects.requireNonNull(app, "app");
        return this;
    }

    /** What sends, in place of Pusher's HTTP client; closed with the publisher. For tests and other servers. */
    public PushcastBuilder transport(Transport transport) {
        this.transport = Objects.requireNonNull(transport, "transport");
        return this;
    }

    /**
     * Names threads, log lines, circuit breaker and retry. Publishers of the same name that share Resilience4j
     * registries share circuit breaker and rate limiter; the retry there is that of the last one built. Default: the id
     * of the app, or {@code pushcast} if a transport not of ours is given.
     */
    public PushcastBuilder name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /** Where events go. Default: what their {@link io.pushcast.mapping.PublishTo} says. */
    public PushcastBuilder mappings(EventMappings mappings) {
        this.mappings = Objects.requireNonNull(mappings, "mappings");
        return this;
    }

    /** What writes payloads. Default: Jackson 3 or else Jackson 2, whichever is on the class path. */
    public PushcastBuilder json(JsonCodec json) {
        this.json = Objects.requireNonNull(json, "json");
        return this;
    }

    /**
     * What the server takes at most. Default: the limits of the {@linkplain PusherApp#server app's server}; with a
     * transport not of ours, {@link Limits#PUSHER}.
     */
    public PushcastBuilder limits(Limits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
        return this;
    }

    /**
     * Encrypts what is published to encrypted channels ({@code private-encrypted-…}), once, when it is published:
     * what is buffered, stored and shown to listeners is encrypted already. Subscribers get their channel's secret
     * from {@link io.pushcast.auth.ChannelAuthEndpoint}, which needs the same keys. Default: no keys, and
     * publishing to an encrypted channel is an error.
     */
    public PushcastBuilder encryption(EncryptionKeys keys) {
        this.encryption = Objects.requireNonNull(keys, "keys");
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
    public PushcastBuilder eventIds(String field) {
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
    public PushcastBuilder eventSequence(String field) {
        this.eventSequence = EventFields.checkedName(field);
        return this;
    }

    /** How messages are buffered, batched and given up. Default: {@link DeliverySettings#defaults}. */
    public PushcastBuilder delivery(DeliverySettings delivery) {
        this.delivery = Objects.requireNonNull(delivery, "delivery");
        return this;
    }

    /** How failures are met. Default: {@link ResilienceSettings#defaults}. */
    public PushcastBuilder resilience(ResilienceSettings resilience) {
        this.resilience = Objects.requireNonNull(resilience, "resilience");
        return this;
    }

    /** Is told what becomes of every message and request. May be given several times. */
    public PushcastBuilder listener(DeliveryListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Runs listeners and completes stages, one at a time and in the order of the outcomes; never shut down by us. A
     * callback must not wait for a publication or {@link Pushcast#flush flush} of this publisher, whose outcome would have
     * to be told after it: {@code join} and {@code get} throw {@link IllegalStateException} there. Outcomes that wait for a
     * slow callback delay no delivery, but are no part of the buffer and have no limit of their own.
     * Default: one daemon thread of our own, which also stands in for an executor that takes nothing.
     */
    public PushcastBuilder callbackExecutor(Executor executor) {
        this.callbackExecutor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Stores messages in the application's transactions, and delivers them after the commit. Buffer limits, overflow
     * policy and delivery timeout of {@link #delivery} have no meaning then: the outbox holds what is not delivered.
     */
    public PushcastBuilder outbox(Outbox outbox) {
        this.outbox = Objects.requireNonNull(outbox, "outbox");
        return this;
    }

    /**
     * Says which subscriber's connection the calling thread works for, so that what goes
     * {@linkplain PublishOptions#toOthers to others} leaves it out: in a web application, the one that the client named
     * with its request. It is asked by {@code publish}, in that thread, at most once, and only for what goes to others;
     * the message keeps the answer, however late it is delivered. Null means that there is none, so that everybody
     * sees the message; what it throws comes out of {@code publish}. Default: there is none.
     */
    public PushcastBuilder currentSocket(Supplier<@Nullable SocketId> currentSocket) {
        this.currentSocket = Objects.requireNonNull(currentSocket, "currentSocket");
        return this;
    }

    /**
     * Puts a stage between publishing and delivery, such as one that waits for a transaction. It gets messages with
     * their final payload, in publish order. May be called several times: the last stage gets them first.
     */
    public PushcastBuilder wrapSink(UnaryOperator<MessageSink> wrapper) {
        Objects.requireNonNull(wrapper, "wrapper");
        UnaryOperator<MessageSink> inner = sinkWrapper;
        this.sinkWrapper = sink -> wrapper.apply(inner.apply(sink));
        return this;
    }

    /**
     * Starts a publisher.
     *
     * @throws IllegalStateException if neither an app nor a transport is given, or both are, or no JSON library is
     *     found
     * @throws UnsupportedLibraryException if a library on the class path is too old; it names all that are, with the versions
     *     that are needed
     * @throws IllegalArgumentException if event ids and sequences are to be written under the same field
     */
    public Pushcast build() {
        return new Pushcast(this);
    }

    @Nullable
    OutboxSink outboxSink() {
        return outbox == null ? null : OutboxSink.of(outbox);
    }

    /** The codec; all libraries that the publisher needs are checked by now, so that one error names all that are too old. */
    JsonCodec codec() {
        Library[] used = app == null
                ? new Library[] {Library.SLF4J, Library.GSON, Library.RESILIENCE4J}
                : new Library[] {Library.SLF4J, Library.GSON, Library.RESILIENCE4J, Library.NETTY};
        JsonCodec found;
        try {
            found = json == null ? JsonCodec.detect() : json;
        } catch (UnsupportedLibraryException e) {
            throw LibraryVersions.with(e, used);
        }
        LibraryVersions.require(used);
        return found;
    }

    Limits limits() {
        if (limits != null) {
            return limits;
        }
        PusherApp served = transport instanceof PusherTransport pusher ? pusher.app() : app;
        return served == null ? Limits.PUSHER : served.server().limits();
    }

    MessageFactory messages(JsonCodec codec) {
        boolean plain = eventIds == null && eventSequence == null;
        return new MessageFactory(
                codec,
                limits(),
                encryption,
                plain ? null : new EventFields(eventIds, eventSequence),
                new MessageIds(),
                currentSocket);
    }

    String name(Transport sender) {
        if (name != null) {
            return name;
        }
        return sender instanceof PusherTransport pusher ? pusher.app().appId() : "pushcast";
    }

    /** What the rows of an outbox say whom they are for. */
    String appId(Transport sender) {
        PusherApp served = sender instanceof PusherTransport pusher ? pusher.app() : app;
        return served == null ? "default" : served.appId();
    }

    Transport sender() {
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
