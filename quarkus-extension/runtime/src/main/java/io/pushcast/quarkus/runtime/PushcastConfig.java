package io.pushcast.quarkus.runtime;

import io.pushcast.auth.AuthFormat;
import io.pushcast.delivery.OverflowPolicy;
import io.pushcast.pusher.ServerProfile;
import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Pushcast: the Pusher app that is published to, and how. */
@ConfigMapping(prefix = "quarkus.pushcast")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface PushcastConfig {

    /** Whether events are published. If not, there are publishers that do nothing, and the endpoints answer 404. */
    @WithDefault("true")
    boolean enabled();

    /**
     * The Pusher app in one URL, such as `https://key:secret@api-eu.pusher.com/apps/123`, the form of the `PUSHER_URL` that
     * hosting platforms set. In place of `app-id`, `key`, `secret`, `cluster`, `host`, `port`, `tls` and `path-prefix`.
     */
    Optional<String> url();

    /** The id under which the server knows the app. */
    Optional<String> appId();

    /** The app's key, which is public: clients connect with it. */
    Optional<String> key();

    /** The app's secret, with which requests and subscriptions are signed. */
    Optional<String> secret();

    /** Pusher's cluster that serves the app, such as `eu`. Either this or a host. */
    Optional<String> cluster();

    /** The host of a server that speaks Pusher's protocol, instead of a cluster of Pusher's. */
    Optional<String> host();

    /** The port of the server's HTTP API. */
    @ConfigDocDefault("443 with TLS, 80 without")
    OptionalInt port();

    /** Whether requests go over TLS. Turn it off only for a server on your own machine. */
    @ConfigDocDefault("true")
    Optional<Boolean> tls();

    /** What stands before `/apps` in the server's paths, such as `/realtime`. */
    Optional<String> pathPrefix();

    /**
     * Which server serves the app: `pusher`, `soketi`, `reverb`, `sockudo` or `poxa`. Says what it takes, as far as `limits`
     * doesn't.
     */
    @WithDefault("pusher")
    ServerProfile server();

    /**
     * The name of the TLS configuration (`quarkus.tls."name"`) that says whom to trust, and which certificate to show. For all apps.
     */
    @ConfigDocDefault("what the JVM trusts")
    Optional<String> tlsConfigurationName();

    /**
     * The name of the proxy configuration (`quarkus.proxy."name"`) to go through, by a tunnel if the app has TLS; `none` for no proxy.
     * For all apps.
     */
    @ConfigDocDefault("that of `quarkus.proxy.host`, if it is set")
    Optional<String> proxyConfigurationName();

    /**
     * Further Pusher apps, by name. Their publishers are beans with the name as qualifier: `@Named("eu") Pushcast`.
     */
    @ConfigDocMapKey("name")
    Map<String, AppConfig> apps();

    /** How clients ask the endpoints that authorise subscriptions and sign users in. */
    AuthConfig auth();

    /** What the endpoint that takes webhooks accepts. */
    WebhookConfig webhook();

    /** How messages are buffered, batched and given up. */
    DeliveryConfig delivery();

    /** How failures are met. */
    RetryConfig retry();

    /** What the server takes at most, where it is set up otherwise than servers of its kind are by default. */
    LimitsConfig limits();

    /** How the server is spoken to. */
    HttpConfig http();

    /** How messages are stored and delivered from there, if `quarkus.pushcast.outbox.enabled` is true. */
    OutboxConfig outbox();

    /** How events are received, by methods with `@Subscribe`. */
    SubscriberConfig subscriber();

    /** The health checks, in applications with SmallRye Health. */
    HealthConfig health();

    /** A Pusher app. */
    interface AppConfig {

        /**
         * The Pusher app in one URL, such as `https://key:secret@api-eu.pusher.com/apps/123`, the form of the `PUSHER_URL` that
         * hosting platforms set. In place of `app-id`, `key`, `secret`, `cluster`, `host`, `port`, `tls` and `path-prefix`.
         */
        Optional<String> url();

        /** The id under which the server knows the app. */
        Optional<String> appId();

        /** The app's key, which is public: clients connect with it. */
        Optional<String> key();

        /** The app's secret, with which requests and subscriptions are signed. */
        Optional<String> secret();

        /** Pusher's cluster that serves the app, such as `eu`. Either this or a host. */
        Optional<String> cluster();

        /** The host of a server that speaks Pusher's protocol, instead of a cluster of Pusher's. */
        Optional<String> host();

        /** The port of the server's HTTP API. */
        @ConfigDocDefault("443 with TLS, 80 without")
        OptionalInt port();

        /** Whether requests go over TLS. Turn it off only for a server on your own machine. */
        @ConfigDocDefault("true")
        Optional<Boolean> tls();

        /** What stands before `/apps` in the server's paths, such as `/realtime`. */
        Optional<String> pathPrefix();

        /**
         * Which server serves the app: `pusher`, `soketi`, `reverb`, `sockudo` or `poxa`. Says what it takes, as far as `limits`
         * doesn't.
         */
        @WithDefault("pusher")
        ServerProfile server();
    }

    /** How clients ask the endpoints that authorise subscriptions and sign users in. */
    interface AuthConfig {

        /** In which formats clients may ask: `form` and `json` by POST, `query` by GET. */
        @WithDefault("form,json")
        List<AuthFormat> forms();
    }

    /** What the endpoint that takes webhooks accepts. */
    interface WebhookConfig {

        /** How large the body of a webhook may be. */
        @WithDefault("1M")
        MemorySize maxSize();

        /** How old a webhook may be. Pusher sends one again for five minutes if it is not answered. */
        @WithDefault("10m")
        Duration replayWindow();

        /** Whether a webhook that observers have heard of is dropped when it comes again, to the same instance. */
        @WithDefault("false")
        boolean dropRepeats();
    }

    /** How messages are buffered, batched and given up. */
    interface DeliveryConfig {

        /**
         * How long a message may wait for others to share its request, while another request is under way. When none is, a
         * message goes at once.
         */
        @ConfigDocDefault("5ms")
        Optional<Duration> linger();

        /** How long, from publishing, a delivery may take before it fails. */
        @ConfigDocDefault("2m")
        Optional<Duration> deliveryTimeout();

        /**
         * How long publishing may wait for room in a full buffer, and a transaction after its commit for that of all its events.
         * An event loop never waits.
         */
        @ConfigDocDefault("5s")
        Optional<Duration> maxBlock();

        /** How long the application's shutdown waits for what is still to be delivered. */
        @ConfigDocDefault("10s")
        Optional<Duration> closeTimeout();

        /** The size of the buffer. */
        @ConfigDocDefault("32M")
        Optional<MemorySize> bufferSize();

        /** The messages that the buffer holds, those under way included. */
        @ConfigDocDefault("100000")
        OptionalInt bufferMessages();

        /** The requests that may be under way at a time. */
        @ConfigDocDefault("8")
        OptionalInt maxInFlight();

        /** What is done when the buffer is full. */
        @ConfigDocDefault("block")
        Optional<OverflowPolicy> overflowPolicy();
    }

    /** How failures are met. */
    interface RetryConfig {

        /**
         * The most that the first retry waits; each further one may wait twice as long as the one before. The actual wait is
         * drawn evenly between nothing and that.
         */
        @ConfigDocDefault("100ms")
        Optional<Duration> initialBackoff();

        /** The most that any retry waits, unless the server asks for more. */
        @ConfigDocDefault("10s")
        Optional<Duration> maxBackoff();

        /** How often a message is sent alone, the first time included; what happens to a batch does not count. */
        @ConfigDocDefault("no limit but the delivery timeout")
        OptionalInt maxAttempts();

        /** The longest pause after the server refused the app itself, confirmed by two different messages. */
        @ConfigDocDefault("60s")
        Optional<Duration> suspension();
    }

    /** What the server takes at most, where it is set up otherwise than servers of its kind are by default. */
    interface LimitsConfig {

        /** Bytes of one payload, as UTF-8 after JSON encoding. */
        @ConfigDocDefault("10240")
        OptionalInt maxPayloadBytes();

        /** Channels of one request; messages to more are split. */
        @ConfigDocDefault("100")
        OptionalInt maxChannelsPerMessage();

        /** Messages of one batch; 1 turns batching off, for servers that don't know batches. */
        @ConfigDocDefault("10")
        OptionalInt maxBatchSize();

        /** Bytes of the body of one request. */
        @ConfigDocDefault("1048576")
        OptionalInt maxRequestBytes();

        /** Characters of a channel's name. */
        @ConfigDocDefault("164")
        OptionalInt maxChannelNameLength();

        /** Characters of an event's name. */
        @ConfigDocDefault("200")
        OptionalInt maxEventNameLength();

        /** Characters of the id of a presence channel's member. */
        @ConfigDocDefault("128")
        OptionalInt maxUserIdLength();

        /** Bytes of what a presence channel shows of a member, as UTF-8 after JSON encoding. */
        @ConfigDocDefault("1024")
        OptionalInt maxUserInfoBytes();
    }

    /** How the server is spoken to. */
    interface HttpConfig {

        /** How long one request may take. */
        @ConfigDocDefault("10s")
        Optional<Duration> requestTimeout();

        /** How long it may take to make a connection. */
        @ConfigDocDefault("5s")
        Optional<Duration> connectTimeout();

        /** How many connections there may be at a time. */
        @ConfigDocDefault("16")
        OptionalInt maxConnections();

        /**
         * Whether every answer with a status from 200 to 299 counts as acceptance, whatever its body is; for servers that do not
         * answer with JSON.
         */
        @WithDefault("false")
        boolean acceptAnySuccess();
    }

    /** The health checks, in applications with SmallRye Health. */
    interface HealthConfig {

        /** How long a message may wait, in the buffer or the outbox, until the wellness check is down. */
        @WithDefault("60s")
        Duration maxWait();
    }
}
