package io.pushcast.pusher;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One Pusher application: its id, key and secret, and the server that serves it. Immutable and safe for use by several
 * threads. {@link #toString()} does not show the secret.
 *
 * <p>TLS is used unless turned off. The server is either a cluster of Pusher's or the host of a compatible server.
 */
public final class PusherApp {

    private static final Pattern CLUSTER = Pattern.compile("[a-z0-9-]+");
    private static final Pattern HOST_OF_CLUSTER = Pattern.compile("api(?:-([a-z0-9-]+))?\\.pusher(?:app)?\\.com");
    private static final String FIRST_CLUSTER = "mt1";

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
        boolean noServer = isBlank(builder.cluster) && isBlank(builder.host);
        if (noServer) {
            missing.add("cluster (or host)");
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("The Pusher app lacks " + String.join(", ", missing)
                    + "; they are on the page 'App Keys' of the app in Pusher's dashboard");
        }
        if (!isBlank(builder.cluster) && !isBlank(builder.host)) {
            throw new IllegalArgumentException("The Pusher app has both the cluster '" + builder.cluster
                    + "' and the host '" + builder.host + "'; give one of them");
        }
        this.host = builder.host == null || builder.host.isBlank()
                ? hostOfCluster(String.valueOf(builder.cluster))
                : builder.host.trim();
        this.tls = builder.tls;
        this.port = builder.port == 0 ? (tls ? 443 : 80) : builder.port;
        this.pathPrefix = builder.pathPrefix;
        this.server = builder.server;
        if (!isBlank(builder.cluster) && !server.equals(ServerProfile.PUSHER)) {
            throw new IllegalArgumentException("The Pusher app has the cluster '" + builder.cluster
                    + "', which is Pusher's own, and the server " + server + "; give the host of that server");
        }
        checkServer();
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
     * @throws IllegalArgumentException if the URL does not have that form; the message does not show the secret
     */
    public static PusherApp fromUrl(@Nullable String url) {
        String form = "https://key:secret@host[:port]/apps/id";
        if (url == null) {
            throw new IllegalArgumentException(
                    "There is no Pusher URL (an environment variable that is not set?); it looks like " + form);
        }
        URI uri;
        try {
            uri = new URI(url.trim());
        } catch (URISyntaxException e) {
            // Its message would quote the whole URL, secret and all.
            throw new IllegalArgumentException(
                    "The Pusher URL is no URL (at position " + e.getIndex() + "); it looks like " + form);
        }
        String scheme = uri.getScheme();
        String user = uri.getRawUserInfo();
        String path = uri.getPath() == null ? "" : uri.getPath();
        int apps = path.lastIndexOf("/apps/");
        if (scheme == null
                || !(scheme.equals("https") || scheme.equals("http"))
                || uri.getHost() == null
                || user == null
                || user.indexOf(':') <= 0
                || apps < 0) {
            throw new IllegalArgumentException("The Pusher URL does not look like " + form);
        }
        int colon = user.indexOf(':');
        return builder()
                .appId(path.substring(apps + "/apps/".length()))
                .key(URLDecoder.decode(user.substring(0, colon), StandardCharsets.UTF_8))
                .secret(URLDecoder.decode(user.substring(colon + 1), StandardCharsets.UTF_8))
                .host(uri.getHost())
                .port(Math.max(uri.getPort(), 0))
                .tls(scheme.equals("https"))
                .pathPrefix(path.substring(0, apps))
                .build();
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
        return "PusherApp[" + appId + " at " + (tls ? "https://" : "http://") + host + ":" + port + pathPrefix
                + ", key " + key + "]";
    }

    private static String required(String name, @Nullable String value, List<String> missing) {
        if (value == null || value.isBlank()) {
            missing.add(name);
            return "";
        }
        return value.trim();
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static String hostOfCluster(String cluster) {
        if (!CLUSTER.matcher(cluster).matches()) {
            throw new IllegalArgumentException("'" + cluster
                    + "' is no cluster; one looks like eu, mt1 or ap2. For another server, give its host");
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

        /** Whether requests go over TLS. Default: yes. Turn it off only for a server on your own machine. */
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
                        "The path prefix must start with a slash and not end with one, unlike '" + pathPrefix + "'");
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
         * @throws IllegalArgumentException if something required is missing (all of it is named), or if both a cluster
         *     and a host are given, or a cluster, or a host of Pusher's own, and a server that is not Pusher's
         */
        public PusherApp build() {
            return new PusherApp(this);
        }
    }
}
