package io.pushcast.pusher;

import io.pushcast.text.EncodableText;
import io.pushcast.text.LogText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Pusher application: its id, key and secret, and the server that serves it. Immutable and safe for use by several
 * threads. {@link #toString()} does not show the secret.
 *
 * <p>TLS is used unless turned off, and always towards hosts of pusher.com. The server is either a cluster of Pusher's or the
 * host of a compatible server.
 *
 * <p>Id, key, secret, cluster and host are {@linkplain #trimmed trimmed}. What can't be one is refused, with what would be
 * right: a host with {@code https://}, a port or a path, a cluster {@code api-eu}, a key between quotes, the text {@code null}.
 */
public final class PusherApp {

    private static final Logger LOG = LoggerFactory.getLogger(PusherApp.class);

    private static final Pattern CLUSTER = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    /** A label of a host name has 63 characters at most, "api-" included. */
    private static final int LONGEST_CLUSTER = 59;

    private static final Pattern HOST_OF_CLUSTER = Pattern.compile("api(?:-([a-z0-9-]+))?\\.pusher(?:app)?\\.com");
    private static final Pattern HOST_PREFIX = Pattern.compile("(?:api|ws|sockjs)-(.+)");
    private static final List<String> PUSHERS_DOMAINS = List.of("pusher.com", "pusherapp.com");
    private static final String FIRST_CLUSTER = "mt1";
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final String appId;
    private final String key;
    private final String secret;
    private final String host;
    private final int port;
    private final boolean tls;
    private final String pathPrefix;
    private final ServerProfile server;

    private PusherApp(Builder builder) {
        List<String> missing = new ArrayList<>();
        this.appId = required("appId", builder.appId, missing);
        this.key = required("key", builder.key, missing);
        this.secret = required("secret", builder.secret, missing);
        String cluster = trimmed(builder.cluster);
        String otherHost = trimmed(builder.host);
        if (cluster.isEmpty() && otherHost.isEmpty()) {
            missing.add("cluster (or host)");
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("The Pusher app lacks " + String.join(", ", missing)
                    + "; they are on the page 'App Keys' of the app in Pusher's dashboard");
        }
        SettingText.checkCredential("id", appId, false);
        SettingText.checkCredential("key", key, false);
        SettingText.checkCredential("secret", secret, true);
        if (appId.equals(".") || appId.equals("..")) {
            throw new IllegalArgumentException("The id of the Pusher app is " + LogText.quoted(appId)
                    + ", which means a folder in a URL; give the app_id that Pusher's dashboard shows");
        }
        if (appId.indexOf('/') >= 0) {
            throw new IllegalArgumentException("The id of the Pusher app has a slash, unlike any: "
                    + LogText.quoted(appId) + "; a server's path prefix is a setting of its own");
        }
        if (!cluster.isEmpty() && !otherHost.isEmpty()) {
            throw new IllegalArgumentException("The Pusher app has both the cluster " + LogText.quoted(cluster)
                    + " and the host " + LogText.quoted(otherHost) + "; give one of them");
        }
        this.host = otherHost.isEmpty() ? hostOfCluster(cluster) : withoutRoot(HostName.read(otherHost));
        boolean upgraded = !builder.tls && isPushers(host);
        this.tls = builder.tls || upgraded;
        this.port = builder.port == 0 || (upgraded && builder.port == HTTP_PORT)
                ? (tls ? HTTPS_PORT : HTTP_PORT)
                : builder.port;
        this.pathPrefix = builder.pathPrefix;
        this.server = builder.server;
        if (!cluster.isEmpty() && !server.equals(ServerProfile.PUSHER)) {
            throw new IllegalArgumentException("The Pusher app has the cluster '" + cluster
                    + "', which is Pusher's own, and the server " + server + "; give the host of that server");
        }
        checkServer();
        if (upgraded) {
            LOG.warn(
                    "The Pusher app {} is set to plain HTTP at {}; TLS is used all the same, since what it publishes could"
                            + " be read on its way. Write https:// in its URL, or turn tls on",
                    LogText.name(appId),
                    LogText.name(host));
        }
    }

    private PusherApp(PusherApp app, ServerProfile server) {
        this.appId = app.appId;
        this.key = app.key;
        this.secret = app.secret;
        this.host = app.host;
        this.port = app.port;
        this.tls = app.tls;
        this.pathPrefix = app.pathPrefix;
        this.server = server;
        checkServer();
    }

    private void checkServer() {
        if (!server.equals(ServerProfile.PUSHER)
                && HOST_OF_CLUSTER.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
            throw new IllegalArgumentException("The Pusher app has the host '" + host
                    + "', which is Pusher's own, and the server " + server + "; give the host of that server");
        }
    }

    /** A builder that knows nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The app that a URL such as {@code https://key:secret@api-eu.pusher.com/apps/123} names, the form of the
     * {@code PUSHER_URL} that hosting platforms set. A path before {@code /apps} is the server's path prefix.
     *
     * <p>In key and secret, a percent sign and two digits stand for a byte; every other character is itself, {@code +} too. A
     * slash at the end counts for nothing, and neither does the case of {@code https}. A URL with {@code http://} and a host of
     * pusher.com, as Heroku sets it, is taken as with {@code https://}; a WARN says so.
     *
     * @throws IllegalArgumentException if the URL does not have that form; the message says which part is wrong, and shows
     *     neither key nor secret
     */
    public static PusherApp fromUrl(@Nullable String url) {
        return PusherUrl.read(url).build();
    }

    /**
     * A setting without what a copy or a file may have put around it: white space of any kind, byte order marks, characters
     * without a width. So all settings of an app are read, and so should others be that have to be equal to them.
     */
    public static String trimmed(@Nullable String setting) {
        return setting == null ? "" : SettingText.trimmed(setting);
    }

    /** The id under which the server knows the app. */
    public String appId() {
        return appId;
    }

    /** The key, which is public: clients connect with it. */
    public String key() {
        return key;
    }

    /** The secret, with which requests and subscriptions are signed. Keep it out of logs and off clients. */
    public String secret() {
        return secret;
    }

    /** The host that serves the HTTP API. */
    public String host() {
        return host;
    }

    /**
     * The host to which clients connect, with {@link #port()} and {@link #tls()}: {@code ws-eu.pusher.com} for an app in a
     * cluster of Pusher's, which has a host for each of its two APIs, and otherwise {@link #host()}. A compatible server whose
     * clients come by another way than this is not known here.
     */
    public String webSocketHost() {
        Matcher pushers = HOST_OF_CLUSTER.matcher(host.toLowerCase(Locale.ROOT));
        if (!pushers.matches()) {
            return host;
        }
        String cluster = pushers.group(1);
        return "ws-" + (cluster == null ? FIRST_CLUSTER : cluster) + ".pusher.com";
    }

    /** The port that serves the HTTP API. */
    public int port() {
        return port;
    }

    /** Whether requests go over TLS. */
    public boolean tls() {
        return tls;
    }

    /** What stands before {@code /apps} in the server's paths; empty for most. It is no part of what is signed. */
    public String pathPrefix() {
        return pathPrefix;
    }

    /** Which server serves it: what it takes, and what else it can do. */
    public ServerProfile server() {
        return server;
    }

    /**
     * The same app, served by this server: {@code PusherApp.fromUrl(url).servedBy(ServerProfile.SOKETI)}.
     *
     * @throws IllegalArgumentException if the app's host is Pusher's own and the server is not
     */
    public PusherApp servedBy(ServerProfile server) {
        return new PusherApp(this, Objects.requireNonNull(server, "server"));
    }

    @Override
    public String toString() {
        return "PusherApp[" + LogText.name(appId) + " at " + (tls ? "https://" : "http://") + host + ":" + port
                + (pathPrefix.isEmpty() ? "" : LogText.name(pathPrefix)) + ", key " + LogText.name(key) + "]";
    }

    private static String required(String name, @Nullable String value, List<String> missing) {
        String trimmed = trimmed(value);
        if (trimmed.isEmpty()) {
            missing.add(name);
        }
        return trimmed;
    }

    /** A name of Pusher's that ends with the root's dot is the same host, and is to be known as that. */
    private static String withoutRoot(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return isPushers(name) ? name : host;
    }

    private static boolean isPushers(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return PUSHERS_DOMAINS.stream().anyMatch(domain -> name.equals(domain) || name.endsWith("." + domain));
    }

    private static String hostOfCluster(String cluster) {
        SettingText.refusePlaceholder("cluster", cluster);
        if (!CLUSTER.matcher(cluster).matches() || cluster.length() > LONGEST_CLUSTER) {
            String lowerCase = cluster.toLowerCase(Locale.ROOT);
            throw new IllegalArgumentException(LogText.quoted(cluster) + " is no cluster; "
                    + (CLUSTER.matcher(lowerCase).matches()
                            ? "it is written " + lowerCase
                            : "one looks like eu, mt1 or ap2")
                    + ". For another server, give its host");
        }
        Matcher host = HOST_PREFIX.matcher(cluster);
        if (host.matches()) {
            throw new IllegalArgumentException(
                    "'" + cluster + "' is no cluster but the start of a host; give the cluster " + host.group(1)
                            + ". For another server, give its host");
        }
        return "api-" + cluster + ".pusher.com";
    }

    /** Builds a {@link PusherApp}. Not for use by several threads. */
    public static final class Builder {

        private @Nullable String appId;
        private @Nullable String key;
        private @Nullable String secret;
        private @Nullable String cluster;
        private @Nullable String host;
        private int port;
        private boolean tls = true;
        private String pathPrefix = "";
        private ServerProfile server = ServerProfile.PUSHER;

        private Builder() {}

        /** The id under which the server knows the app. Required. */
        public Builder appId(String appId) {
            this.appId = appId;
            return this;
        }

        /** The app's key. Required. */
        public Builder key(String key) {
            this.key = key;
            return this;
        }

        /** The app's secret. Required. */
        public Builder secret(String secret) {
            this.secret = secret;
            return this;
        }

        /** Pusher's cluster that serves the app, such as {@code eu}. Required, unless {@link #host} is given. */
        public Builder cluster(String cluster) {
            this.cluster = cluster;
            return this;
        }

        /** The host of a server that speaks Pusher's protocol. Instead of {@link #cluster}. */
        public Builder host(String host) {
            this.host = host;
            return this;
        }

        /**
         * The port of the HTTP API, 1–65535. Default, also for 0: 443 with TLS, 80 without.
         *
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder port(int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("The port of the Pusher app must be within 1–65535, not " + port);
            }
            this.port = port;
            return this;
        }

        /**
         * Whether requests go over TLS. Default: yes. Turn it off only for a server on your own machine; towards hosts of
         * pusher.com it stays on, and a WARN says so.
         */
        public Builder tls(boolean tls) {
            this.tls = tls;
            return this;
        }

        /**
         * What stands before {@code /apps} in the server's paths, such as {@code /realtime}. Default: nothing.
         *
         * @throws IllegalArgumentException if it is not empty and does not start with a slash, or ends with one
         */
        public Builder pathPrefix(String pathPrefix) {
            if (!pathPrefix.isEmpty() && (!pathPrefix.startsWith("/") || pathPrefix.endsWith("/"))) {
                throw new IllegalArgumentException(
                        "The path prefix must start with a slash and not end with one, unlike "
                                + LogText.quoted(pathPrefix));
            }
            if (pathPrefix.indexOf('?') >= 0 || pathPrefix.indexOf('#') >= 0) {
                throw new IllegalArgumentException(
                        "The path prefix is a path alone, without ? or #, unlike " + LogText.quoted(pathPrefix));
            }
            if (EncodableText.firstBad(pathPrefix) >= 0 || pathPrefix.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "The path prefix is a path alone, without control characters, unlike "
                                + LogText.quoted(pathPrefix));
            }
            this.pathPrefix = pathPrefix;
            return this;
        }

        /** Which server serves the app, where it is not Pusher's own. Default: {@link ServerProfile#PUSHER}. */
        public Builder server(ServerProfile server) {
            this.server = Objects.requireNonNull(server, "server");
            return this;
        }

        /**
         * The app.
         *
         * @throws IllegalArgumentException if something required is missing (all of it is named), or can't be what it
         *     should be, or if both a cluster and a host are given, or a cluster, or a host of Pusher's own, and a server that is not Pusher's
         */
        public PusherApp build() {
            return new PusherApp(this);
        }
    }
}
