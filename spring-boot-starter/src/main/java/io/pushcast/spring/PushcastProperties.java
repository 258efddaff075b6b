package io.pushcast.spring;

import io.pushcast.delivery.OverflowPolicy;
import io.pushcast.pusher.ServerProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties {@code pushcast.*}. {@link #toString()} shows neither the secret nor the URL, which contains it.
 *
 * @param enabled Whether events are published. If not, there are no beans of Pushcast at all.
 * @param events Which types of events are known, and looked at when the application starts.
 * @param url The Pusher app as one URL, https://key:secret@host[:port]/apps/id, in place of the other properties.
 * @param appId The id of the Pusher app.
 * @param key The key of the Pusher app. It is public: clients connect with it.
 * @param secret The secret of the Pusher app. Keep it out of files that are checked in.
 * @param cluster The cluster of Pusher's that serves the app, such as eu. Either this or a host.
 * @param host The host of a server that speaks Pusher's protocol. Either this or a cluster.
 * @param port The port of the server's HTTP API. By default 443 with TLS and 80 without.
 * @param tls Whether requests go over TLS. Turn it off only for a server on your own machine.
 * @param pathPrefix What stands before /apps in the server's paths, such as /realtime.
 * @param server Which server serves the app; says what it takes, as far as pushcast.limits doesn't.
 * @param apps Further Pusher apps, by name. Their publishers are beans with the name as qualifier.
 * @param embedded The server that is started in development and tests if no app is configured.
 * @param delivery How messages are buffered, batched and given up.
 * @param retry How failures are met.
 * @param limits What the server takes at most.
 * @param http How the server is spoken to.
 * @param ssl Whom to trust over TLS.
 * @param health When messages count as late.
 */
@ConfigurationProperties("pushcast")
public record PushcastProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue Events events,
        @Nullable String url,
        @Nullable String appId,
        @Nullable String key,
        @Nullable String secret,
        @Nullable String cluster,
        @Nullable String host,
        @Nullable Integer port,
        @Nullable Boolean tls,
        @Nullable String pathPrefix,
        @DefaultValue("pusher") ServerProfile server,
        @DefaultValue Map<String, App> apps,
        @DefaultValue Embedded embedded,
        @DefaultValue Delivery delivery,
        @DefaultValue Retry retry,
        @DefaultValue Limits limits,
        @DefaultValue Http http,
        @DefaultValue Ssl ssl,
        @DefaultValue Health health) {

    /** The app that is named by the properties directly below {@code pushcast}. */
    App app() {
        return new App(url, appId, key, secret, cluster, host, port, tls, pathPrefix, server);
    }

    /**
     * A Pusher app. {@link #toString()} shows neither the secret nor the URL, which contains it.
     *
     * @param url The Pusher app as one URL, https://key:secret@host[:port]/apps/id, in place of the other properties.
     * @param appId The id of the Pusher app.
     * @param key The key of the Pusher app. It is public: clients connect with it.
     * @param secret The secret of the Pusher app. Keep it out of files that are checked in.
     * @param cluster The cluster of Pusher's that serves the app, such as eu. Either this or a host.
     * @param host The host of a server that speaks Pusher's protocol. Either this or a cluster.
     * @param port The port of the server's HTTP API. By default 443 with TLS and 80 without.
     * @param tls Whether requests go over TLS. Turn it off only for a server on your own machine.
     * @param pathPrefix What stands before /apps in the server's paths, such as /realtime.
     * @param server Which server serves the app; says what it takes, as far as pushcast.limits doesn't.
     */
    public record App(
            @Nullable String url,
            @Nullable String appId,
            @Nullable String key,
            @Nullable String secret,
            @Nullable String cluster,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable Boolean tls,
            @Nullable String pathPrefix,
            @DefaultValue("pusher") ServerProfile server) {

        @Override
        public String toString() {
            return "App[url=" + masked(url) + ", appId=" + appId + ", key=" + key + ", secret=" + masked(secret)
                    + ", cluster=" + cluster + ", host=" + host + ", port=" + port + ", tls=" + tls + ", pathPrefix="
                    + pathPrefix + ", server=" + server + "]";
        }
    }

    /**
     * The server that is started in development and tests if no app is configured and pushcast-testing is there.
     *
     * @param enabled Whether it is started.
     * @param port Its port. 0 for one that is free.
     */
    public record Embedded(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("0") int port) {}

    /**
     * Which types of events are known, and looked at when the application starts.
     *
     * @param verify Whether types annotated with @PublishTo are checked at the start, so that a wrong template ends it.
     * @param packages Where to look for such types. By default in the packages of the application.
     */
    public record Events(
            @DefaultValue("true") boolean verify,
            @DefaultValue List<String> packages) {}

    /**
     * How messages are buffered, batched and given up; see {@link io.pushcast.delivery.DeliverySettings}.
     *
     * @param linger How long a message may wait for others to share its request, while another one is under way.
     * @param deliveryTimeout How long a delivery may take before it fails.
     * @param maxBlock How long publishing may wait for room in a full buffer. Event loops never wait.
     * @param closeTimeout How long the application waits at its end for what is still to be delivered.
     * @param bufferSize How much the buffer holds.
     * @param bufferMessages How many messages the buffer holds, those under way included.
     * @param maxInFlight How many requests may be under way at a time.
     * @param overflowPolicy What is done when the buffer is full.
     */
    public record Delivery(
            @DefaultValue("5ms") Duration linger,
            @DefaultValue("2m") Duration deliveryTimeout,
            @DefaultValue("5s") Duration maxBlock,
            @DefaultValue("10s") Duration closeTimeout,
            @DefaultValue("32MB") DataSize bufferSize,
            @DefaultValue("100000") int bufferMessages,
            @DefaultValue("8") int maxInFlight,
            @DefaultValue("block") OverflowPolicy overflowPolicy) {}

    /**
     * How failures are met; see {@link io.pushcast.resilience.ResilienceSettings}.
     *
     * @param initialBackoff The most that the first retry waits. Each further one may wait twice as long.
     * @param maxBackoff The most that any retry waits, unless the server asks for more.
     * @param maxAttempts How often a message is sent alone. By default only the delivery timeout ends it.
     * @param suspension The longest pause after the server refused the app itself, confirmed by two different messages.
     */
    public record Retry(
            @DefaultValue("100ms") Duration initialBackoff,
            @DefaultValue("10s") Duration maxBackoff,
            @Nullable Integer maxAttempts,
            @DefaultValue("60s") Duration suspension) {}

    /**
     * What the server takes at most, by default as servers of its kind do; see {@link io.pushcast.message.Limits} and
     * {@link io.pushcast.auth.AuthLimits}.
     *
     * @param maxPayloadBytes Bytes of one payload, as UTF-8 after JSON encoding.
     * @param maxChannelsPerMessage Channels of one request. Messages to more channels are split.
     * @param maxBatchSize Messages of one batch. 1 turns batches off.
     * @param maxRequestBytes Bytes of the body of one request. Batches are kept within it.
     * @param maxChannelNameLength Characters of a channel name.
     * @param maxEventNameLength Characters of an event name.
     * @param maxUserIdLength Characters of the id of a presence channel's member.
     * @param maxUserInfoBytes Bytes of what a presence channel shows of a member, as UTF-8 after JSON encoding.
     */
    public record Limits(
            @Nullable Integer maxPayloadBytes,
            @Nullable Integer maxChannelsPerMessage,
            @Nullable Integer maxBatchSize,
            @Nullable Integer maxRequestBytes,
            @Nullable Integer maxChannelNameLength,
            @Nullable Integer maxEventNameLength,
            @Nullable Integer maxUserIdLength,
            @Nullable Integer maxUserInfoBytes) {}

    /**
     * How the server is spoken to; see {@link io.pushcast.pusher.PusherTransport}.
     *
     * @param requestTimeout How long one request may take.
     * @param connectTimeout How long it may take to make a connection.
     * @param maxConnections How many connections there may be at a time.
     * @param acceptAnySuccess Whether every answer with a status from 200 to 299 counts as acceptance, whatever its body is; for servers that do not answer with JSON.
     * @param proxy The HTTP proxy to go through.
     */
    public record Http(
            @DefaultValue("10s") Duration requestTimeout,
            @DefaultValue("5s") Duration connectTimeout,
            @DefaultValue("16") int maxConnections,
            @DefaultValue("false") boolean acceptAnySuccess,
            @DefaultValue Proxy proxy) {}

    /**
     * The HTTP proxy to go through, by a tunnel if the app has TLS. {@link #toString()} does not show the password.
     *
     * @param host The host of the proxy. By default there is none.
     * @param port The port of the proxy.
     * @param username The name by which the proxy knows the application.
     * @param password The password for the proxy.
     */
    public record Proxy(
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String username,
            @Nullable String password) {

        @Override
        public String toString() {
            return "Proxy[host=" + host + ", port=" + port + ", username=" + username + ", password=" + masked(password)
                    + "]";
        }
    }

    /**
     * Whom to trust over TLS, and which certificate to show.
     *
     * @param bundle The name of the SSL bundle (spring.ssl.bundle) to use. By default what the JVM trusts.
     */
    public record Ssl(@Nullable String bundle) {}

    /**
     * When messages count as late; see {@link io.pushcast.health.HealthState}.
     *
     * @param maxWait How long a message may wait, in the buffer or the outbox, until the health says so.
     */
    public record Health(@DefaultValue("60s") Duration maxWait) {}

    @Override
    public String toString() {
        return "PushcastProperties[enabled=" + enabled + ", events=" + events + ", url=" + masked(url) + ", appId="
                + appId + ", key=" + key
                + ", secret=" + masked(secret) + ", cluster=" + cluster + ", host=" + host + ", port=" + port + ", tls="
                + tls + ", pathPrefix=" + pathPrefix + ", server=" + server + ", apps=" + apps + ", embedded="
                + embedded + ", delivery=" + delivery + ", retry="
                + retry + ", limits="
                + limits + ", http=" + http + ", ssl=" + ssl + ", health=" + health + "]";
    }

    private static @Nullable String masked(@Nullable String value) {
        return value == null ? null : "******";
    }
}
