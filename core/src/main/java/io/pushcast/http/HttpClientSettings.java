package io.pushcast.http;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Settings of an {@link HttpClient}. Immutable. {@code toString} leaves out the proxy's password. */
public final class HttpClientSettings {

    final String host;
    final int port;
    final boolean tls;
    final int maxConnections;
    final Duration connectTimeout;
    final Duration requestTimeout;
    final Duration keepAlive;
    final Duration connectionTtl;
    final int maxHeaderBytes;
    final Map<String, String> headers;
    final @Nullable SSLContext sslContext;
    final @Nullable String proxyHost;
    final int proxyPort;
    final @Nullable String proxyUser;
    final @Nullable String proxyPassword;

    private HttpClientSettings(Builder builder) {
        this.host = builder.host;
        this.port = builder.port;
        this.tls = builder.tls;
        this.maxConnections = builder.maxConnections;
        this.connectTimeout = builder.connectTimeout;
        this.requestTimeout = builder.requestTimeout;
        this.keepAlive = builder.keepAlive;
        this.connectionTtl = builder.connectionTtl;
        this.maxHeaderBytes = builder.maxHeaderBytes;
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.headers));
        this.sslContext = builder.sslContext;
        this.proxyHost = builder.proxyHost;
        this.proxyPort = builder.proxyPort;
        this.proxyUser = builder.proxyUser;
        this.proxyPassword = builder.proxyPassword;
    }

    /**
     * Settings for one server, with the defaults.
     *
     * @param host a name or an IP address; an IPv6 address with or without brackets
     * @param port from 1 to 65535
     * @param tls whether it is spoken to over TLS
     * @throws IllegalArgumentException if the host is blank or has characters that no host has, or the port is out of range
     */
    public static Builder builder(String host, int port, boolean tls) {
        return new Builder(host, port, tls);
    }

    @Override
    public String toString() {
        return "HttpClientSettings[" + (tls ? "https" : "http") + "://" + Origin.bracketed(host) + ":" + port + "]";
    }

    /** Builds {@link HttpClientSettings}. Not for use by several threads. */
    public static final class Builder {

        private final String host;
        private final int port;
        private final boolean tls;
        private int maxConnections = 16;
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration requestTimeout = Duration.ofSeconds(10);
        private Duration keepAlive = Duration.ofSeconds(20);
        private Duration connectionTtl = Duration.ofMinutes(5);
        private int maxHeaderBytes = 64 << 10;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private @Nullable SSLContext sslContext;
        private @Nullable String proxyHost;
        private int proxyPort;
        private @Nullable String proxyUser;
        private @Nullable String proxyPassword;

        private Builder(String host, int port, boolean tls) {
            this.host = Origin.checkedHost(host);
            this.port = Origin.checkedPort(port);
            this.tls = tls;
        }

        /** How many connections there may be, and so how many requests at a time. Default: 16. At least 1. */
        public Builder maxConnections(int maxConnections) {
            this.maxConnections = atLeast(1, "maxConnections", maxConnections);
            return this;
        }

        /** How long the server may take to accept a connection, and as long again for a proxy and for TLS. Default: 5 s. */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = positive("connectTimeout", connectTimeout);
            return this;
        }

        /**
         * How long a request may take, from the moment it has a connection to use or to make until the last byte of the
         * answer. It waits about as long again for that moment. Default: 10 s.
         */
        public Builder requestTimeout(Duration requestTimeout) {
            this.requestTimeout = positive("requestTimeout", requestTimeout);
            return this;
        }

        /** How long an idle connection is kept; zero keeps none. Default: 20 s. */
        public Builder keepAlive(Duration keepAlive) {
            this.keepAlive = keepAlive.isZero() ? Duration.ZERO : positive("keepAlive", keepAlive);
            return this;
        }

        /** How old a connection may become; the next one looks the host's address up again. Default: 5 min. */
        public Builder connectionTtl(Duration connectionTtl) {
            this.connectionTtl = positive("connectionTtl", connectionTtl);
            return this;
        }

        /** How many bytes the head of an answer may have. Default: 64 KiB. At least 1 KiB. */
        public Builder maxHeaderBytes(int maxHeaderBytes) {
            this.maxHeaderBytes = atLeast(1 << 10, "maxHeaderBytes", maxHeaderBytes);
            return this;
        }

        /**
         * A header that all requests have. Default: only {@code Host} and {@code Accept}.
         *
         * @throws IllegalArgumentException if name or value has characters that a header can't have
         */
        public Builder header(String name, String value) {
            HeaderWriter.check(name, value);
            headers.put(name, value);
            return this;
        }

        /** Whom to trust over TLS. The name in the server's certificate is checked in any case. Default: the JVM's. */
        public Builder sslContext(@Nullable SSLContext sslContext) {
            this.sslContext = sslContext;
            return this;
        }

        /** The HTTP proxy to go through: with a tunnel if the server has TLS. Default: none. */
        public Builder proxy(String host, int port) {
            this.proxyHost = Origin.checkedHost(host);
            this.proxyPort = Origin.checkedPort(port);
            return this;
        }

        /** The credentials for the proxy (Basic authentication). Default: none. */
        public Builder proxyCredentials(String user, String password) {
            this.proxyUser = Objects.requireNonNull(user, "user");
            this.proxyPassword = Objects.requireNonNull(password, "password");
            return this;
        }

        /** The settings. */
        public HttpClientSettings build() {
            return new HttpClientSettings(this);
        }

        private static int atLeast(int least, String name, int value) {
            if (value < least) {
                throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
            }
            return value;
        }

        private static Duration positive(String name, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(name + " must be positive, not " + value);
            }
            return value;
        }
    }
}
