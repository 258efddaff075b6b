package io.pushcast.testing;

import io.pushcast.auth.AuthLimits;
import io.pushcast.message.Limits;
import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.protocol.AppSigner;
import io.pushcast.testing.protocol.ChannelRegistry;
import io.pushcast.testing.protocol.ConnectionRegistry;
import io.pushcast.testing.protocol.ServerSettings;
import io.pushcast.text.LogText;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Pusher server inside this JVM, for development and tests. Never for production: it has no TLS, keeps everything in
 * memory, serves one app, and nobody has hardened it.
 *
 * <p>It speaks Pusher's HTTP API and its WebSocket protocol (versions 5 to 7), so that the official clients work against
 * it unchanged, and it verifies what a real server verifies: the signature, MD5 and age of requests, the limits and names
 * of events, and the signatures of subscriptions. What a real server refuses is refused here too, with a status and a
 * sentence that says why.
 *
 * <pre>{@code
 * try (EmbeddedPusher server = EmbeddedPusher.start()) {
 *     // publish with the credentials of server.app(), connect with server.key() to ws://server.host():server.port()
 *     assertThat(server.events()).containsExactly(new RecordedEvent("orders", "order-placed", "{}", null));
 * }
 * }</pre>
 *
 * <p>A client of pusher-js connects with {@code new Pusher(key, {wsHost: host, wsPort: port, forceTLS: false,
 * enabledTransports: ['ws'], cluster: ''})}.
 *
 * <p>It listens on 127.0.0.1 unless {@link Builder#host} says otherwise. All its work is done on one daemon thread of its
 * own, but for the sending of {@linkplain Webhooks webhooks}, which the JDK's HTTP client does on threads that all servers of
 * the JVM share. Safe for use by several threads.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/">Pusher's HTTP API</a>
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/">Pusher's WebSocket
 *     protocol</a>
 */
public final class EmbeddedPusher implements Recording, AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String EVERYWHERE = "0.0.0.0";

    private final PusherApp app;
    private final EventRecorder recorder;
    private final NettyServer server = new NettyServer();
    private final ChannelRegistry channels;
    private final ConnectionRegistry connections;
    private final Webhooks webhooks;
    private final FaultInjector faults = new FaultInjector();
    private final SocketFaults socketFaults;

    private EmbeddedPusher(Builder builder, ServerSettings settings) {
        this.recorder = builder.recorder == null ? new EventRecorder(builder.recordAtMost) : builder.recorder;
        WebhookSender sender =
                new WebhookSender(settings.signer(), settings.clock(), server, builder.webhookPost, recorder::add);
        WebhookEvents webhookEvents = new WebhookEvents(server, sender::add);
        this.webhooks = new Webhooks(server, recorder, webhookEvents, sender);
        this.channels = new ChannelRegistry(settings, webhookEvents);
        this.connections = new ConnectionRegistry(settings.clientEventsPerSecond());
        this.socketFaults = new SocketFaults(server, connections, connections.faults());
        this.app = PusherApp.builder()
                .appId(settings.appId())
                .key(settings.key())
                .secret(builder.secret)
                .host(builder.host.equals(EVERYWHERE) ? LOOPBACK : builder.host)
                .port(server.listen(
                        builder.host,
                        builder.port,
                        new ConnectionInitializer(settings, channels, connections, recorder, faults, server)))
                .tls(false)
                .build();
    }

    /**
     * Starts a server on a free port, with a secret of its own; when this returns, it answers.
     *
     * @throws UncheckedIOException if it can't listen
     */
    public static EmbeddedPusher start() {
        return builder().start();
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The app that this server serves, secret included, as Pushcast and server libraries need it to publish. */
    public PusherApp app() {
        return app;
    }

    /** The address at which it is reached, by publishers and by subscribers: 127.0.0.1, or that of {@link Builder#host}. */
    public String host() {
        return app.host();
    }

    /** The port it listens on, for publishers (http) and for subscribers (ws). */
    public int port() {
        return app.port();
    }

    /** The app's key, with which subscribers connect. */
    public String key() {
        return app.key();
    }

    /**
     * The events accepted over HTTP so far, in the order in which they were accepted: at most the newest
     * {@link Builder#recordAtMost}. An event is here before its request is answered, so that whoever has seen the answer
     * finds it. The list is a copy.
     */
    @Override
    public List<RecordedEvent> events() {
        return recorder.events();
    }

    @Override
    public boolean await(Predicate<List<RecordedEvent>> condition, Duration timeout) {
        return recorder.await(condition, timeout);
    }

    /**
     * The requests to the HTTP API so far, taken, refused, and failed by a {@link Fault}, in the order in which they were
     * handled: at most the newest {@link Builder#recordAtMost}. A request is here before its answer is. The list is a copy.
     */
    public List<RecordedRequest> requests() {
        return recorder.requests();
    }

    /**
     * How many connections are subscribed to a channel now; 0 once the server is closed. A test waits for it before it
     * publishes, since events from before a subscription are not delivered to it.
     */
    public int subscribers(String channel) {
        return server.ask(() -> channels.subscribers(channel).size(), 0);
    }

    /** What this server tells the application. At first nothing to nobody. */
    public Webhooks webhooks() {
        return webhooks;
    }

    /** What goes wrong on subscribers' connections, on demand. At first nothing does. */
    public SocketFaults socketFaults() {
        return socketFaults;
    }

    /** What goes wrong with requests to the HTTP API, on demand. At first nothing does. */
    public FaultInjector faults() {
        return faults;
    }

    /**
     * Forgets the events, requests and webhooks recorded so far, and the webhooks still to come of what has happened:
     * those {@linkplain Webhooks#vacatedDelay held back}, to be sent again, or under way. Connections, subscriptions and the
     * addresses of webhooks stay.
     */
    public void forget() {
        webhooks.forgetEvents();
        recorder.forget();
    }

    /**
     * Says good-bye to the subscribers, tells the application nothing more, closes every connection and frees the port before
     * it returns, which takes a moment only. What was recorded can still be read. Closing again does nothing.
     */
    @Override
    public void close() {
        // That all subscribers leave now is nothing to tell of.
        webhooks.none();
        server.close(() -> connections.closeAll(1001, "The server is closing"));
    }

    /** Nobody can guess it. */
    static String generatedSecret() {
        byte[] random = new byte[10];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Where it listens and for which app; without the secret. */
    @Override
    public String toString() {
        return "EmbeddedPusher[" + app + "]";
    }

    /** Builds an {@link EmbeddedPusher}. Not for use by several threads. */
    public static final class Builder {

        private static final Duration DEFAULT_ACTIVITY_TIMEOUT = Duration.ofMinutes(2);
        private static final int DEFAULT_MAX_MEMBERS = 100;
        private static final int DEFAULT_RECORD_AT_MOST = 100_000;
        private static final int DEFAULT_CLIENT_EVENTS_PER_SECOND = 10;
        private static final Duration DEFAULT_CACHE_TIME = Duration.ofMinutes(30);

        private String appId = "1";
        private String key = "embedded";
        private String secret = generatedSecret();
        private String host = LOOPBACK;
        private int port;
        private Limits limits = Limits.PUSHER;
        private AuthLimits authLimits = AuthLimits.PUSHER;
        private int maxMembers = DEFAULT_MAX_MEMBERS;
        private Clock clock = Clock.systemUTC();
        private Duration activityTimeout = DEFAULT_ACTIVITY_TIMEOUT;
        private int recordAtMost = DEFAULT_RECORD_AT_MOST;
        private int clientEventsPerSecond = DEFAULT_CLIENT_EVENTS_PER_SECOND;
        private Duration cacheTime = DEFAULT_CACHE_TIME;
        private boolean subscriptionCounts;
        private Set<String> allowedOrigins = Set.of();
        private WebhookPost webhookPost = new HttpWebhookPost();
        private @Nullable EventRecorder recorder;

        private Builder() {}

        /** The id of the app. Default: {@code 1}. */
        public Builder appId(String appId) {
            this.appId = required("appId", appId);
            return this;
        }

        /** The key of the app. Default: {@code embedded}. */
        public Builder key(String key) {
            this.key = required("key", key);
            return this;
        }

        /** The secret of the app. Default: a new one for each builder. */
        public Builder secret(String secret) {
            this.secret = required("secret", secret);
            return this;
        }

        /**
         * The address to listen on, such as {@code 0.0.0.0} for a phone or a container to reach it; whoever reaches it can
         * try what they like with it. Default: 127.0.0.1, which nobody reaches from outside.
         */
        public Builder host(String host) {
            this.host = required("host", host);
            return this;
        }

        /**
         * The port to listen on, 0–65535. Default, also for 0: a free one.
         *
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder port(int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("The port must be within 0–65535, not " + port);
            }
            this.port = port;
            return this;
        }

        /** What it takes at most of events, and the length of channel names. Default: {@link Limits#PUSHER}. */
        public Builder limits(Limits limits) {
            this.limits = limits;
            return this;
        }

        /**
         * What it takes at most of users and members: the length of their ids, the size of what is told about them, and how
         * many a user watches. Its limits of channel names and of forms mean nothing here. Default: {@link AuthLimits#PUSHER}.
         */
        public Builder authLimits(AuthLimits limits) {
            this.authLimits = limits;
            return this;
        }

        /**
         * How many members a presence channel may have. Default: 100.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxMembers(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("maxMembers must be at least 1, not " + count);
            }
            this.maxMembers = count;
            return this;
        }

        /**
         * The clock that tells how old a signature is and how old what a cache channel keeps, and that the header
         * {@code Date} of answers and the {@code time_ms} of webhooks show. Default: the system's.
         */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * How long a subscriber may be silent before the server pings it; silent for as long again, it is disconnected.
         * Subscribers are told, in whole seconds. Default: two minutes.
         *
         * @throws IllegalArgumentException if it is less than a second
         */
        public Builder activityTimeout(Duration activityTimeout) {
            if (activityTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException(
                        "The activity timeout must be at least a second, not " + activityTimeout);
            }
            this.activityTimeout = activityTimeout;
            return this;
        }

        /**
         * How many events, how many requests and how many attempts of webhooks it remembers: the newest. Of each, those that
         * have 64 Mi characters together at most, so that large payloads don't fill the memory. Default: 100 000 of each.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder recordAtMost(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("recordAtMost must be at least 1, not " + count);
            }
            this.recordAtMost = count;
            return this;
        }

        /**
         * How many events a subscriber may send to others in a second; more are refused with error 4301. Default: 10.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder clientEventsPerSecond(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("clientEventsPerSecond must be at least 1, not " + count);
            }
            this.clientEventsPerSecond = count;
            return this;
        }

        /**
         * How long a cache channel keeps its last event. Default: 30 minutes.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder cacheTime(Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("The cache time must be positive, unlike " + time);
            }
            this.cacheTime = time;
            return this;
        }

        /**
         * Tells the subscribers of a channel, other than a presence channel, and {@linkplain Webhooks the application} how
         * many there are whenever that changes. Default: off, as in a new app at Pusher.
         */
        public Builder subscriptionCounts() {
            this.subscriptionCounts = true;
            return this;
        }

        /**
         * The pages whose scripts may connect, as browsers tell their origin: {@code http://localhost:3000}. Others are told
         * error 4009. A client that tells no origin, as those that are no browser, may connect. Default: none, which lets
         * pages of every origin connect.
         *
         * @throws IllegalArgumentException if one is no origin, which has no path
         */
        public Builder allowedOrigins(String... origins) {
            Set<String> allowed = new LinkedHashSet<>();
            for (String origin : origins) {
                String lowerCase = origin.trim().toLowerCase(Locale.ROOT);
                if (!lowerCase.matches("[a-z][a-z0-9+.-]*://[^/?#@\\s]+")) {
                    throw new IllegalArgumentException(LogText.quoted(origin)
                            + " is no origin; one looks like http://localhost:3000, without a path");
                }
                allowed.add(lowerCase);
            }
            this.allowedOrigins = Collections.unmodifiableSet(allowed);
            return this;
        }

        /** What sends webhooks instead; it is asked to on the server's thread. */
        Builder webhookPost(WebhookPost webhookPost) {
            this.webhookPost = webhookPost;
            return this;
        }

        /** What is told of everything instead, in order, on the server's thread. */
        Builder recorder(EventRecorder recorder) {
            this.recorder = recorder;
            return this;
        }

        /**
         * Starts the server; when this returns, it answers. Can be called again for another server.
         *
         * @throws UncheckedIOException if it can't listen, most often because the port is taken
         */
        public EmbeddedPusher start() {
            return new EmbeddedPusher(
                    this,
                    new ServerSettings(
                            appId,
                            new AppSigner(key, secret),
                            limits,
                            authLimits,
                            maxMembers,
                            clock,
                            activityTimeout,
                            clientEventsPerSecond,
                            cacheTime,
                            subscriptionCounts,
                            allowedOrigins));
        }

        private static String required(String name, @Nullable String value) {
            if (value == null || value.isBlank()) {
                throw new IllegalArgumentException("The " + name + " of the embedded Pusher must not be blank");
            }
            return value.trim();
        }
    }
}
