package io.pushcast.subscribe;

import io.pushcast.auth.PresenceMember;
import io.pushcast.auth.SignedInUser;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.http.HttpClientSettings;
import io.pushcast.http.WebSocketClient;
import io.pushcast.json.JsonCodec;
import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.PublishTo;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.pusher.PusherApp;
import io.pushcast.text.LogText;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Subscriber}. Required is {@link #app}, or {@link #server} with an {@link #authorizer}. Not for use by several
 * threads.
 */
public final class SubscriberBuilder {

    /** How many events may wait for handlers, unless {@link #buffer} says otherwise. */
    public static final int DEFAULT_BUFFER_EVENTS = 10_000;

    /** How many bytes of events may wait for handlers, unless {@link #buffer} says otherwise: 32 MiB. */
    public static final long DEFAULT_BUFFER_BYTES = 32L << 20;

    private static final int PROTOCOL = 7;

    private final List<Consumer<Subscriber>> registrations = new ArrayList<>();
    private final List<SubscriberListener> listeners = new ArrayList<>();
    private final List<Consumer<Gap>> gapHandlers = new ArrayList<>();
    private final Set<ChannelName> channels = new LinkedHashSet<>();
    private @Nullable PusherApp app;
    private @Nullable URI server;
    private @Nullable String key;
    private @Nullable String name;
    private @Nullable SubscriptionAuthorizer authorizer;
    private @Nullable EncryptionKeys encryption;
    private @Nullable PresenceMember member;
    private @Nullable SignedInUser user;
    private boolean signIn;
    private @Nullable JsonCodec json;
    private @Nullable Executor executor;
    private @Nullable String idField;
    private @Nullable String sequenceField;
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration handshakeTimeout = Duration.ofSeconds(10);
    private Duration activityTimeout = Duration.ofMinutes(2);
    private Duration pongTimeout = Duration.ofSeconds(30);
    private Duration subscribeTimeout = Duration.ofSeconds(10);
    private Duration firstPause = Duration.ofSeconds(1);
    private Duration longestPause = Duration.ofSeconds(30);
    private int maxSubscribesInFlight = 50;
    private int maxChannelsPerConnection = Integer.MAX_VALUE;
    private int maxEvents = DEFAULT_BUFFER_EVENTS;
    private long maxBytes = DEFAULT_BUFFER_BYTES;
    private int maxMessageBytes = WebSocketClient.DEFAULT_MAX_MESSAGE_BYTES;
    private int maxLargePayload = 8 << 20;
    private @Nullable SSLContext sslContext;
    private @Nullable String proxyHost;
    private int proxyPort;
    private @Nullable String proxyUser;
    private @Nullable String proxyPassword;

    SubscriberBuilder() {}

    /** The app whose channels are subscribed to. Its secret signs the subscriptions, unless there is an {@link #authorizer}. */
    public SubscriberBuilder app(PusherApp app) {
        this.app = Objects.requireNonNull(app, "app");
        return this;
    }

    /**
     * The address for subscribers and the key of an app whose secret is not known here: {@code wss://ws-eu.pusher.com}. With it, an
     * {@link #authorizer} is required for all channels that are not public. Instead of {@link #app}; or beside it, where a server has
     * its subscribers come by another address than its publishers.
     *
     * @throws IllegalArgumentException if it does not begin with {@code ws://} or {@code wss://}, or has no host
     */
    public SubscriberBuilder server(URI address, String key) {
        boolean known = "ws".equalsIgnoreCase(address.getScheme()) || "wss".equalsIgnoreCase(address.getScheme());
        if (!known || address.getHost() == null) {
            throw new IllegalArgumentException(LogText.quoted(String.valueOf(address))
                    + " is no address for subscribers; one looks like wss://ws-eu.pusher.com");
        }
        this.server = address;
        this.key = Objects.requireNonNull(key, "key");
        return this;
    }

    /** The name of this subscriber in logs, threads and metrics. Default: the app's id, or its key. */
    public SubscriberBuilder name(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("The name of a subscriber must not be blank");
        }
        this.name = name;
        return this;
    }

    /** Authorises subscriptions instead of the app's secret. Default: the secret. */
    public SubscriberBuilder authorizer(SubscriptionAuthorizer authorizer) {
        this.authorizer = Objects.requireNonNull(authorizer, "authorizer");
        return this;
    }

    /** The keys of encrypted channels. Required for these, unless an {@link #authorizer} tells their secrets. */
    public SubscriberBuilder encryption(EncryptionKeys keys) {
        this.encryption = Objects.requireNonNull(keys, "keys");
        return this;
    }

    /**
     * As whom presence channels are joined; all members see it. Default: a member with a random id, {@code subscriber-…}, about whom
     * nothing else is told.
     */
    public SubscriberBuilder presenceMember(PresenceMember member) {
        this.member = Objects.requireNonNull(member, "member");
        return this;
    }

    /** Signs in as this user, so that what is sent to the user arrives on {@link ChannelName#ofUser}. Default: nobody signs in. */
    public SubscriberBuilder signIn(SignedInUser user) {
        this.user = Objects.requireNonNull(user, "user");
        this.signIn = true;
        return this;
    }

    /** Signs in as the user whom the {@link #authorizer} names. Default: nobody signs in. */
    public SubscriberBuilder signIn() {
        this.signIn = true;
        return this;
    }

    /** As {@link Subscriber#on(String, Class, EventHandler)}, from the start. */
    public <T> SubscriberBuilder on(String channel, Class<T> type, EventHandler<? super T> handler) {
        return add(channel, subscriber -> subscriber.on(channel, type, handler));
    }

    /** As {@link Subscriber#on(String, String, Class, EventHandler)}, from the start. */
    public <T> SubscriberBuilder on(String channel, String event, Class<T> type, EventHandler<? super T> handler) {
        return add(channel, subscriber -> subscriber.on(channel, event, type, handler));
    }

    /** As {@link Subscriber#onType}, from the start. */
    public SubscriberBuilder onType(String channel, String event, Type type, EventHandler<?> handler) {
        return add(channel, subscriber -> subscriber.onType(channel, event, type, handler));
    }

    /** As {@link Subscriber#on(String, String, ReceivedHandler)}, from the start. */
    public SubscriberBuilder on(String channel, String event, ReceivedHandler handler) {
        return add(channel, subscriber -> subscriber.on(channel, event, handler));
    }

    /** As {@link Subscriber#onAll}, from the start. */
    public SubscriberBuilder onAll(String channel, ReceivedHandler handler) {
        return add(channel, subscriber -> subscriber.onAll(channel, handler));
    }

    /** As {@link Subscriber#onPresence}, from the start. */
    public SubscriberBuilder onPresence(String channel, PresenceHandler handler) {
        requirePresence(channel);
        return add(channel, subscriber -> subscriber.onPresence(channel, handler));
    }

    private SubscriberBuilder add(String channel, Consumer<Subscriber> registration) {
        channels.add(checkedChannel(channel));
        registrations.add(registration);
        return this;
    }

    /** Pusher has neither wildcards nor templates, and a name with one would wait for ever. */
    static ChannelName checkedChannel(String channel) {
        try {
            return ChannelName.of(channel);
        } catch (InvalidMessageException e) {
            if (channel.indexOf('*') >= 0 || channel.indexOf('{') >= 0) {
                throw new InvalidMessageException(LogText.quoted(channel)
                        + " is a pattern, and Pusher has no wildcards: a subscriber names each channel whole. Publish what a"
                        + " service wants to follow to a channel of its own");
            }
            throw e;
        }
    }

    static void requirePresence(String channel) {
        if (!checkedChannel(channel).type().isPresence()) {
            throw new IllegalArgumentException(
                    LogText.name(channel) + " has no members; presence channels are those that start with presence-");
        }
    }

    /** The names under which events of a type are published. */
    static Set<String> namesOf(Class<?> type) {
        Set<String> names = new LinkedHashSet<>();
        for (PublishTo annotation : EventMappings.ofAnnotations().annotationsOf(type)) {
            names.add(annotation.event().isEmpty() ? EventMappings.defaultName(type) : annotation.event());
        }
        return names.isEmpty() ? Set.of(EventMappings.defaultName(type)) : names;
    }

    /** Is told when events are missing on a channel, or may be, in order with its events. May be called several times. */
    public SubscriberBuilder onGap(Consumer<Gap> handler) {
        gapHandlers.add(Objects.requireNonNull(handler, "handler"));
        return this;
    }

    /** Is told what happens. May be called several times. */
    public SubscriberBuilder listener(SubscriberListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * The field of payloads in which the publisher writes the id of a message ({@code eventIds}): what has arrived before is dropped,
     * out of the last 10 000 of a channel. Default: none, so that duplicates are not known.
     */
    public SubscriberBuilder eventIds(String field) {
        this.idField = Objects.requireNonNull(field, "field");
        return this;
    }

    /**
     * The field of payloads in which the publisher writes the number of a message ({@code eventSequence}): what is missing is told as a
     * {@link Gap}, and what has arrived before is dropped. Default: none.
     */
    public SubscriberBuilder eventSequence(String field) {
        this.sequenceField = Objects.requireNonNull(field, "field");
        return this;
    }

    /** Reads and writes JSON; it must be able to read. Default: {@link JsonCodec#detect()}. */
    public SubscriberBuilder json(JsonCodec json) {
        this.json = Objects.requireNonNull(json, "json");
        return this;
    }

    /**
     * Where handlers and listeners are called, as many at a time as channels have something to do. Default: threads of the subscriber's
     * own, virtual ones from Java 21 on.
     */
    public SubscriberBuilder executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /** How long the server may take to accept a connection, and as long again for a proxy and for TLS. Default: 5 s. */
    public SubscriberBuilder connectTimeout(Duration timeout) {
        this.connectTimeout = positive("connectTimeout", timeout);
        return this;
    }

    /** How long it may take to open a WebSocket, all steps included, and as long again until Pusher's greeting. Default: 10 s. */
    public SubscriberBuilder handshakeTimeout(Duration timeout) {
        this.handshakeTimeout = positive("handshakeTimeout", timeout);
        return this;
    }

    /** After how much silence the server is asked whether it is there; what the server says wins. Default: 2 min. */
    public SubscriberBuilder activityTimeout(Duration timeout) {
        this.activityTimeout = positive("activityTimeout", timeout);
        return this;
    }

    /** How long the server may take to answer that; then the connection is made anew. Default: 30 s. */
    public SubscriberBuilder pongTimeout(Duration timeout) {
        this.pongTimeout = positive("pongTimeout", timeout);
        return this;
    }

    /** How long a subscription may take, its authorisation included; then it counts as refused. Default: 10 s. */
    public SubscriberBuilder subscribeTimeout(Duration timeout) {
        this.subscribeTimeout = positive("subscribeTimeout", timeout);
        return this;
    }

    /**
     * The pauses between attempts to connect, and to subscribe to one channel: each a random time below a limit, which doubles from
     * the first to the longest. Default: 1 s and 30 s.
     *
     * @throws IllegalArgumentException if one is not positive, or the first is longer
     */
    public SubscriberBuilder pauses(Duration first, Duration longest) {
        positive("the first pause", first);
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "The longest pause must not be shorter than the first, " + first + ", as " + longest + " is");
        }
        this.firstPause = first;
        this.longestPause = longest;
        return this;
    }

    /** How many subscriptions the server is asked for at a time, on one connection. Default: 50. At least 1. */
    public SubscriberBuilder maxSubscribesInFlight(int count) {
        this.maxSubscribesInFlight = atLeast(1, "maxSubscribesInFlight", count);
        return this;
    }

    /**
     * How many channels one connection has, where the server limits them; for more there are more connections. Default: no limit. At
     * least 1.
     */
    public SubscriberBuilder maxChannelsPerConnection(int count) {
        this.maxChannelsPerConnection = atLeast(1, "maxChannelsPerConnection", count);
        return this;
    }

    /**
     * How much may wait for handlers; then nothing more is read from the server, until half of it is handled. One large socket read, 64
     * KiB, may go beyond. Default: 10 000 events and 32 MiB.
     *
     * @param events at least 1
     * @param bytes at least 1
     */
    public SubscriberBuilder buffer(int events, long bytes) {
        this.maxEvents = atLeast(1, "the buffer's number of events", events);
        if (bytes < 1) {
            throw new IllegalArgumentException("The buffer's bytes must be at least 1, not " + bytes);
        }
        this.maxBytes = bytes;
        return this;
    }

    /** How many bytes one message of the server may have; a larger one ends the connection. Default: 1 MiB. At least 1 KiB. */
    public SubscriberBuilder maxMessageBytes(int bytes) {
        this.maxMessageBytes = atLeast(1 << 10, "maxMessageBytes", bytes);
        return this;
    }

    /**
     * How many characters a payload may have that comes in parts, and bytes one that comes compressed; all that are incomplete have
     * twice as many on a channel. Default: 8 Mi. At least 1 Ki.
     */
    public SubscriberBuilder maxLargePayload(int characters) {
        this.maxLargePayload = atLeast(1 << 10, "maxLargePayload", characters);
        return this;
    }

    /** Whom to trust over TLS. The name in the server's certificate is checked in any case. Default: the JVM's. */
    public SubscriberBuilder sslContext(SSLContext sslContext) {
        this.sslContext = Objects.requireNonNull(sslContext, "sslContext");
        return this;
    }

    /** The HTTP proxy to go through, which is asked for a tunnel. Default: none. */
    public SubscriberBuilder proxy(String host, int port) {
        this.proxyHost = Objects.requireNonNull(host, "host");
        this.proxyPort = port;
        return this;
    }

    /** The credentials for the proxy (Basic authentication). Default: none. */
    public SubscriberBuilder proxyCredentials(String user, String password) {
        this.proxyUser = Objects.requireNonNull(user, "user");
        this.proxyPassword = Objects.requireNonNull(password, "password");
        return this;
    }

    private static Duration positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
        return value;
    }

    private static int atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
        return value;
    }

    /**
     * The subscriber, which does nothing until it is {@linkplain Subscriber#start started}.
     *
     * @throws IllegalArgumentException if something required is missing, or does not fit a channel that has a handler
     */
    public Subscriber build() {
        return new Subscriber(this);
    }

    List<Consumer<Subscriber>> registrations() {
        return registrations;
    }

    SubscriberSettings settings() {
        JsonCodec codec = json == null ? JsonCodec.detect() : json;
        requireReader(codec);
        SubscriberSettings settings = new SubscriberSettings(
                name(),
                http(),
                target(),
                codec,
                authorizer(codec),
                authorizer != null,
                app != null || authorizer != null,
                signIn,
                encryption,
                executor,
                List.copyOf(listeners),
                List.copyOf(gapHandlers),
                idField,
                sequenceField,
                handshakeTimeout,
                activityTimeout,
                pongTimeout,
                subscribeTimeout,
                firstPause,
                longestPause,
                maxSubscribesInFlight,
                maxChannelsPerConnection,
                maxEvents,
                maxBytes,
                maxMessageBytes,
                maxLargePayload);
        channels.forEach(settings::requireReadable);
        return settings;
    }

    private static void requireReader(JsonCodec codec) {
        try {
            codec.read("{}");
        } catch (UnsupportedOperationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private String name() {
        if (name != null) {
            return name;
        }
        return app != null ? app.appId() : key();
    }

    private String key() {
        if (key != null) {
            return key;
        }
        if (app == null) {
            throw new IllegalArgumentException(
                    "The subscriber lacks an app: give app(…), or the server's address and the app's key");
        }
        return app.key();
    }

    private HttpClientSettings http() {
        String usedKey = key();
        HttpClientSettings.Builder settings;
        if (server != null) {
            boolean tls = "wss".equalsIgnoreCase(server.getScheme());
            int port = server.getPort() > 0 ? server.getPort() : tls ? 443 : 80;
            settings = HttpClientSettings.builder(server.getHost(), port, tls);
        } else {
            PusherApp used = Objects.requireNonNull(app, usedKey);
            settings = HttpClientSettings.builder(used.webSocketHost(), used.port(), used.tls());
        }
        settings.connectTimeout(connectTimeout).requestTimeout(handshakeTimeout).sslContext(sslContext);
        if (proxyHost != null) {
            settings.proxy(proxyHost, proxyPort);
        }
        if (proxyUser != null && proxyPassword != null) {
            settings.proxyCredentials(proxyUser, proxyPassword);
        }
        return settings.build();
    }

    private String target() {
        String prefix = server != null ? server.getRawPath() : app != null ? app.pathPrefix() : "";
        String start = prefix == null ? "" : prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return start + "/app/" + URLEncoder.encode(key(), StandardCharsets.UTF_8) + "?protocol=" + PROTOCOL
                + "&client=pushcast&version=" + version() + "&flash=false";
    }

    private static String version() {
        String version = SubscriberBuilder.class.getPackage().getImplementationVersion();
        return version == null || version.isBlank()
                ? "development"
                : URLEncoder.encode(version, StandardCharsets.UTF_8);
    }

    private SubscriptionAuthorizer authorizer(JsonCodec codec) {
        if (authorizer != null) {
            return authorizer;
        }
        if (signIn && user == null) {
            throw new IllegalArgumentException(
                    "The subscriber is to sign in, but nobody says as whom: give signIn(user), or an"
                            + " authorizer that names the user");
        }
        if (app == null) {
            return (socketId, channel) -> {
                throw new IllegalStateException("There is neither an app's secret nor an authorizer");
            };
        }
        PresenceMember as = member == null ? PresenceMember.of("subscriber-" + randomId()) : member;
        return new AppAuthorizer(app, codec, as, user);
    }

    private static String randomId() {
        return Long.toString(new SecureRandom().nextLong() >>> 1, 36);
    }
}
