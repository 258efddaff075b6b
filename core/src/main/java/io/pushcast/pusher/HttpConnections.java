package io.pushcast.pusher;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.asynchttpclient.RequestBuilder;
import org.asynchttpclient.proxy.ProxyServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to one server: at most so many, kept for the next request, and one request at a time on each.
 *
 * <p>AsyncHttpClient is told to do nothing by itself: it sends nothing a second time, follows no redirect, keeps no
 * cookies, and heeds no proxy that was not given here.
 */
final class HttpConnections implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpConnections.class);

    /** As many as keep one busy core supplied; each of them serves many connections. */
    private static final int IO_THREADS = Math.min(2, Runtime.getRuntime().availableProcessors());

    private static final Duration NO_TIMEOUT = Duration.ofMillis(-1);

    private final AsyncHttpClient client;
    private final DefaultEventExecutor nameLookup;
    private final BackgroundNameResolver resolver;
    private final ConcurrencyLimiter gate;
    private final int maxConnections;
    private final Duration requestTimeout;
    private final Set<HttpExchange> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    HttpConnections(PusherTransport.Builder settings, String userAgent) {
        ThreadFactory threads = new DefaultThreadFactory("pushcast-http", true);
        this.client = client(settings, userAgent, threads);
        this.nameLookup = new DefaultEventExecutor(threads);
        this.resolver = new BackgroundNameResolver(nameLookup);
        this.maxConnections = settings.maxConnections;
        this.requestTimeout = settings.requestTimeout;
        this.gate = new ConcurrencyLimiter(maxConnections);
    }

    /**
     * Looks whether AsyncHttpClient has what is needed of it, without the cost of initialising it.
     *
     * @throws IllegalStateException if it is too old
     */
    static void checkVersion() {
        try {
            // Only linked, not called. AsyncHttpClient 2 had milliseconds here.
            BiFunction<DefaultAsyncHttpClientConfig.Builder, Duration, ?> newer =
                    DefaultAsyncHttpClientConfig.Builder::setConnectTimeout;
            Objects.requireNonNull(newer);
        } catch (LinkageError e) {
            throw tooOld(e);
        }
    }

    private static AsyncHttpClient client(PusherTransport.Builder settings, String userAgent, ThreadFactory threads) {
        try {
            return new DefaultAsyncHttpClient(config(settings, userAgent, threads));
        } catch (NoSuchMethodError e) {
            throw tooOld(e);
        }
    }

    /** A BOM such as Quarkus' takes the version of our own choice back, and the bare error would not say so. */
    private static IllegalStateException tooOld(LinkageError e) {
        return new IllegalStateException(
                "The org.asynchttpclient:async-http-client on the class path is older than 3.0.6, which Pushcast needs;"
                        + " probably a BOM manages it. Put version 3.0.6 into your own dependencyManagement, before"
                        + " that BOM",
                e);
    }

    private static DefaultAsyncHttpClientConfig config(
            PusherTransport.Builder settings, String userAgent, ThreadFactory threads) {
        DefaultAsyncHttpClientConfig.Builder config = new DefaultAsyncHttpClientConfig.Builder()
                .setMaxRequestRetry(0)
                .setFollowRedirect(false)
                .setCookieStore(null)
                .setUseProxyProperties(false)
                .setUseProxySelector(false)
                .setUserAgent(userAgent)
                .setThreadFactory(threads)
                .setIoThreadsCount(IO_THREADS)
                .setHttpAdditionalChannelInitializer(credentials(settings)::install)
                .setTcpNoDelay(true)
                .setKeepAlive(!settings.keepAlive.isZero())
                .setPooledConnectionIdleTimeout(settings.keepAlive)
                .setConnectionTtl(settings.connectionTtl)
                .setConnectionPoolCleanerPeriod(Duration.ofSeconds(1))
                // The gate limits them; this client would block the caller or fail at once.
                .setMaxConnections(-1)
                .setMaxConnectionsPerHost(-1)
                .setConnectTimeout(settings.connectTimeout)
                .setHandshakeTimeout(Math.toIntExact(settings.connectTimeout.toMillis()))
                .setRequestTimeout(settings.requestTimeout)
                .setReadTimeout(NO_TIMEOUT)
                .setShutdownQuietPeriod(Duration.ZERO)
                .setShutdownTimeout(Duration.ofSeconds(1));
        SSLContext sslContext = settings.sslContext;
        if (sslContext != null) {
            config.setSslEngineFactory((same, host, port) -> sslEngine(sslContext, host, port));
        }
        if (settings.proxyHost != null) {
            config.setProxyServer(new ProxyServer.Builder(settings.proxyHost, settings.proxyPort));
        }
        return config.build();
    }

    private static SSLEngine sslEngine(SSLContext context, String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        // AsyncHttpClient checks the name in the certificate only with an engine that it made itself.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static CredentialsHandler credentials(PusherTransport.Builder settings) {
        String known = settings.proxyUser == null ? null : settings.proxyUser + ":" + settings.proxyPassword;
        String authorization = known == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(known.getBytes(StandardCharsets.UTF_8));
        return new CredentialsHandler(settings.app.tls(), authorization);
    }

    /**
     * Sends one request as soon as a connection may be used for it.
     *
     * @param signature what signs it, which goes into its query
     * @param maxBody how many bytes of the answer's body are kept
     * @return completes with the answer, or with an {@link HttpExchangeException}
     */
    CompletableFuture<ServerResponse> exchange(RequestBuilder request, String signature, int maxBody) {
        HttpExchange exchange = new HttpExchange(signature, maxBody, this::over);
        underWay.add(exchange);
        long arrived = System.nanoTime();
        gate.enter(() -> start(exchange, request, arrived));
        return exchange.answer();
    }

    // The exchange is its own future.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void start(HttpExchange exchange, RequestBuilder request, long arrived) {
        if (closed) {
            exchange.abandon(closedException());
        } else if (System.nanoTime() - arrived > requestTimeout.toNanos()) {
            exchange.abandon(noConnectionException());
        }
        if (!exchange.begin()) {
            gate.leave();
            return;
        }
        try {
            client.executeRequest(request.setNameResolver(resolver).build(), exchange);
        } catch (RuntimeException | Error e) {
            // An Error too, such as from class paths that do not fit: it is told, and the place at the gate given back.
            exchange.onThrowable(e);
        }
    }

    private void over(HttpExchange exchange, boolean hadBegun) {
        underWay.remove(exchange);
        if (hadBegun) {
            gate.leave();
        }
    }

    private TimeoutException noConnectionException() {
        return new TimeoutException("None of the " + maxConnections + " connections became free within "
                + requestTimeout.toMillis() + " ms");
    }

    static IllegalStateException closedException() {
        return new IllegalStateException("The transport is closed");
    }

    /** Closes the connections. What is still under way fails: without an answer, or without having been sent. */
    @Override
    // A thread that looks up a name ends when it is done; nobody waits for it.
    @SuppressWarnings("FutureReturnValueIgnored")
    public void close() {
        closed = true;
        underWay.forEach(exchange -> exchange.abandon(closedException()));
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("The HTTP client did not close as it should", e);
        }
        nameLookup.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    boolean isClosed() {
        return closed;
    }
}
