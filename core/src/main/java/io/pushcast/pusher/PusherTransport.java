package io.pushcast.pusher;

import io.pushcast.classpath.Library;
import io.pushcast.classpath.LibraryVersions;
import io.pushcast.http.HttpClient;
import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to one Pusher app over HTTP: one message as {@code events}, several as {@code batch_events}.
 *
 * <p>One call is one request, which is signed when it is sent. Nothing is ever sent a second time behind the caller's
 * back, with one exception: a server that refuses a request for its timestamp has not taken it and has told its own
 * time, so that the same request is signed for that time and sent once more. A time that is more than 24 hours from this
 * machine's is not believed. Redirects are not followed.
 *
 * <p>An answer is an {@link Outcome.Accepted} only if it is a Pusher server's: its status is 2xx and its body a JSON object
 * that does not say otherwise. What comes from something else, such as a page of HTML, a redirect or a login, ends no message:
 * it is an {@link Outcome.Suspended} about the {@link Outcome.Suspended.Subject#ADDRESS address}, which tells what was found.
 * {@link Builder#acceptAnySuccess} is for servers that answer otherwise.
 *
 * <p>The connections are kept for the next request, and there are at most {@link Builder#maxConnections} of them;
 * further requests wait for one without holding a thread. A connection that the server closes while a request goes out
 * on it makes an {@link Outcome.Kind#UNKNOWN}, since the server may have read it.
 *
 * <p>The HTTP client and its threads are made when the first request comes, which takes some tenths of a second once, and
 * seconds on a busy machine. That happens on a thread of its own ({@code pushcast-http-init}), so that {@link #send} never waits
 * for it; the requests do. An application that never sends has none of these threads. If the client can't be made, a message
 * to the log says why, and the outcome is an {@link Outcome.Kind#OUTAGE}; the next request tries again.
 *
 * <p>Safe for use by several threads. Outcomes arrive on the threads of the connections ({@code pushcast-http-…}), which
 * must not be blocked. No log shows payloads, the secret or signatures at any level, those of the HTTP client included.
 */
public final class PusherTransport implements Transport {

    /** So long a closed transport says to pause: it never opens again. */
    private static final Duration CLOSED_PAUSE = Duration.ofDays(1);

    private final PusherApp app;
    private final HttpClient http;
    private final SignedRequest.Signing signing;
    private final ResponseClassifier classifier;
    private final ApiCalls calls;
    private final String eventPath;
    private final String batchPath;

    private PusherTransport(Builder builder) {
        this.app = builder.app;
        // Now: these refuse a host that is none, and a class path on which no client could ever be made.
        this.signing = SignedRequest.Signing.of(app, builder.clock);
        this.classifier = new ResponseClassifier(AddressDiagnosis.of(app), builder.acceptAnySuccess);
        LibraryVersions.require(Library.SLF4J, Library.GSON, Library.RESILIENCE4J, Library.NETTY);
        this.http = new HttpClient(HttpSettings.of(builder));
        this.calls = new ApiCalls(signing, http);
        this.eventPath = "/apps/" + app.appId() + "/events";
        this.batchPath = "/apps/" + app.appId() + "/batch_events";
    }

    /** The app that it sends to. */
    public PusherApp app() {
        return app;
    }

    /** A transport to this app, with the default settings. */
    public static PusherTransport create(PusherApp app) {
        return builder(app).build();
    }

    /** A builder with the default settings. */
    public static Builder builder(PusherApp app) {
        return new Builder(app);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if there is no message, or there are several and one of them has several channels
     */
    @Override
    public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("There is no message to send; a request takes at least one");
        }
        if (messages.size() > 1) {
            RequestBody.requireOneChannelEach(messages);
        }
        return new PublishRequest(signing, classifier, http, messages.size() > 1 ? batchPath : eventPath, messages)
                .send();
    }

    /**
     * Asks the app's HTTP API, on the same connections and with the same timeouts as publishing. It is asked once, but for
     * a lost connection and a wrong clock.
     *
     * @param path what follows {@code /apps/{id}}, such as {@code /channels}; not escaped
     * @param parameters of the query; not escaped
     * @return completes with the answer, whatever its status, or exceptionally with why there is none; on a thread of the
     *     connections, which must not be blocked
     */
    public CompletionStage<ApiResponse> get(String path, Map<String, String> parameters) {
        return calls.get(path, parameters);
    }

    /**
     * Posts to the app's HTTP API, as {@link #get} asks it. It is posted once, but for a wrong clock.
     *
     * @param path what follows {@code /apps/{id}}; not escaped
     * @param body JSON; {@code {}} if there is nothing to say
     * @return as for {@link #get}
     */
    public CompletionStage<ApiResponse> post(String path, String body) {
        return calls.post(path, body);
    }

    @Override
    public Duration pause() {
        return http.isClosed() ? CLOSED_PAUSE : Duration.ZERO;
    }

    /**
     * Closes the connections. Requests that wait for one, or come later, complete as {@link Outcome.Kind#HELD}; those
     * under way as {@link Outcome.Kind#UNKNOWN} if anything of them was sent, else as {@link Outcome.Kind#OUTAGE}. Returns
     * when the threads have ended, after 5 s at the latest; called on one of them, it does not wait. Closing again does
     * nothing.
     */
    @Override
    public void close() {
        http.close();
    }

    @Override
    public String toString() {
        return "PusherTransport[" + app + "]";
    }

    /** Builds a {@link PusherTransport}. Not for use by several threads. */
    public static final class Builder {

        private static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(10);
        private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);
        private static final int DEFAULT_MAX_CONNECTIONS = 16;
        private static final Duration DEFAULT_KEEP_ALIVE = Duration.ofSeconds(20);
        private static final Duration DEFAULT_CONNECTION_TTL = Duration.ofMinutes(5);

        private static final Duration SHORTEST = Duration.ofMillis(1);
        private static final Duration LONGEST = Duration.ofHours(1);

        final PusherApp app;
        Duration requestTimeout = DEFAULT_REQUEST_TIMEOUT;
        Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
        int maxConnections = DEFAULT_MAX_CONNECTIONS;
        Duration keepAlive = DEFAULT_KEEP_ALIVE;
        Duration connectionTtl = DEFAULT_CONNECTION_TTL;

        @Nullable
        String proxyHost;

        int proxyPort;

        @Nullable
        String proxyUser;

        @Nullable
        String proxyPassword;

        @Nullable
        SSLContext sslContext;

        boolean acceptAnySuccess;

        Clock clock = Clock.systemUTC();

        private Builder(PusherApp app) {
            this.app = Objects.requireNonNull(app, "app");
        }

        /**
         * How long one request may take, from the moment it has a connection to use or to make until the last byte of
         * the answer. A request waits about as long again for that
         * moment, and twice as long at most. Default: 10 s. From 1 ms to 1 h.
         *
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder requestTimeout(Duration requestTimeout) {
            this.requestTimeout = checked("requestTimeout", requestTimeout);
            return this;
        }

        /**
         * How long it may take until the server accepts a connection, and as long again for TLS. Default: 5 s. From 1 ms to 1 h.
         *
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = checked("connectTimeout", connectTimeout);
            return this;
        }

        /**
         * How many connections there may be at a time, and so how many requests. Default: 16. At least 1.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxConnections(int maxConnections) {
            if (maxConnections < 1) {
                throw new IllegalArgumentException("maxConnections must be at least 1, not " + maxConnections);
            }
            this.maxConnections = maxConnections;
            return this;
        }

        /**
         * How long a connection that is not in use is kept. It should be less than the server's own, or the server may
         * close a connection just when a request goes out on it. Default: 20 s, well below the 60 to 75 s of common load
         * balancers and proxies; give less for a server that closes sooner (Node.js and Apache: 5 s), and zero, which
         * keeps none, for one that closes after each answer without saying so. Zero, or from 1 ms to 1 h.
         *
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder keepAlive(Duration keepAlive) {
            this.keepAlive = keepAlive.isZero() ? Duration.ZERO : checked("keepAlive", keepAlive);
            return this;
        }

        /**
         * How old a connection may become before a new one takes its place, with the host's address looked up again.
         * Default: 5 min. From 1 ms to 1 h.
         *
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder connectionTtl(Duration connectionTtl) {
            this.connectionTtl = checked("connectionTtl", connectionTtl);
            return this;
        }

        /**
         * The HTTP proxy to go through: with a tunnel if the app has TLS. Default: none; the JVM's proxy properties are
         * not heeded.
         *
         * @throws IllegalArgumentException if the host is blank, or the port is not within 1–65535
         */
        public Builder proxy(String host, int port) {
            if (host.isBlank()) {
                throw new IllegalArgumentException("The proxy's host must not be blank");
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("The proxy's port must be within 1–65535, not " + port);
            }
            this.proxyHost = host.trim();
            this.proxyPort = port;
            return this;
        }

        /**
         * What the proxy knows us by (Basic authentication). Default: nothing. The password is never shown.
         *
         * @throws IllegalArgumentException if the user is blank
         */
        public Builder proxyCredentials(String user, String password) {
            if (user.isBlank()) {
                throw new IllegalArgumentException("The proxy's user must not be blank");
            }
            this.proxyUser = user;
            this.proxyPassword = Objects.requireNonNull(password, "password");
            return this;
        }

        /**
         * Whom to trust over TLS, and which certificate to show, such as for a server with certificates of one's own.
         * The name in the server's certificate is checked in any case. Default: the JVM's.
         */
        public Builder sslContext(SSLContext sslContext) {
            this.sslContext = Objects.requireNonNull(sslContext, "sslContext");
            return this;
        }

        /**
         * Whether every answer with a status from 200 to 299 is an acceptance, whatever its body is, unless that names an
         * error with a code, as soketi does. Default: no. Then only a JSON object that does not say otherwise is one, which is
         * what all known servers send, so that a login page or the default host of a proxy is not taken for a server that has
         * accepted. Set it only for a server that answers otherwise; nothing guards then against a wrong address.
         */
        public Builder acceptAnySuccess(boolean acceptAnySuccess) {
            this.acceptAnySuccess = acceptAnySuccess;
            return this;
        }

        /** The clock by which requests are signed. Default: the system's. For tests. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * The transport, which makes its threads and connects when it first sends.
         *
         * @throws IllegalArgumentException if the app's host can't be part of a URL, or there are credentials for a
         *     proxy and no proxy
         * @throws io.pushcast.classpath.UnsupportedLibraryException if Netty or another library on the class path is too old
         */
        public PusherTransport build() {
            if (proxyUser != null && proxyHost == null) {
                throw new IllegalArgumentException(
                        "There are credentials for a proxy and no proxy; set proxy(host, port) too");
            }
            return new PusherTransport(this);
        }

        private static Duration checked(String name, Duration value) {
            if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(name + " must be from 1 ms to 1 h, not " + value);
            }
            return value;
        }
    }

    /**
     * What a server answered to a call of its HTTP API. {@code toString} leaves out the body, which may hold what was published.
     *
     * @param status the HTTP status; for servers that say 200 to an error, the status in its body
     * @param body the body, empty if there was none; of a refusal, without signatures
     */
    public record ApiResponse(int status, String body) {

        /** Whether it did what it was asked. */
        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        @Override
        public String toString() {
            return "ApiResponse[" + status + ", " + body.length() + " characters]";
        }
    }
}
