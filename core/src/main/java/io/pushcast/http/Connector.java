package io.pushcast.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Makes one connection: looks up the host, tries its addresses in turn, opens the proxy's tunnel, shakes hands over TLS. For
 * use on one event loop only.
 */
final class Connector {

    private final HttpClientSettings settings;
    private final @Nullable SSLContext tls;
    private final HostResolver resolver;
    private final EventLoop loop;
    private final ChannelHandler decoder;
    private final Listener listener;
    private final boolean alwaysByTunnel;
    private @Nullable TrackedSocketChannel channel;
    private @Nullable Throwable lastFailure;
    private boolean over;

    /**
     * @param tls null if the server is not spoken to over TLS
     * @param decoder is the last to get what the server says, from the beginning
     */
    Connector(
            HttpClientSettings settings,
            @Nullable SSLContext tls,
            HostResolver resolver,
            EventLoop loop,
            ChannelHandler decoder,
            Listener listener) {
        this(settings, tls, resolver, loop, decoder, listener, false);
    }

    private Connector(
            HttpClientSettings settings,
            @Nullable SSLContext tls,
            HostResolver resolver,
            EventLoop loop,
            ChannelHandler decoder,
            Listener listener,
            boolean alwaysByTunnel) {
        this.alwaysByTunnel = alwaysByTunnel;
        this.settings = settings;
        this.tls = tls;
        this.resolver = resolver;
        this.loop = loop;
        this.decoder = decoder;
        this.listener = listener;
    }

    /** As the constructor, but a proxy is asked for a tunnel also without TLS, as for WebSockets. */
    static Connector alwaysByTunnel(
            HttpClientSettings settings,
            @Nullable SSLContext tls,
            HostResolver resolver,
            EventLoop loop,
            ChannelHandler decoder,
            Listener listener) {
        return new Connector(settings, tls, resolver, loop, decoder, listener, true);
    }

    /** Is told once what became of it, unless that was given up. */
    interface Listener {

        void onConnected(TrackedSocketChannel channel);

        void onNotConnected(Throwable cause);
    }

    void connect() {
        resolver.resolve((addresses, failure) -> {
            try {
                loop.execute(() -> resolved(addresses, failure));
            } catch (RejectedExecutionException e) {
                // The client was closed meanwhile, and has told so.
            }
        });
    }

    private void resolved(@Nullable List<InetAddress> addresses, @Nullable Throwable failure) {
        if (over) {
            return;
        }
        if (addresses == null) {
            fail(Objects.requireNonNull(failure, "failure"));
        } else {
            tryNext(addresses.iterator());
        }
    }

    private void tryNext(Iterator<InetAddress> addresses) {
        if (over) {
            return;
        }
        if (!addresses.hasNext()) {
            fail(lastFailure == null ? new IOException("The host has no address") : lastFailure);
            return;
        }
        int port = settings.proxyHost == null ? settings.port : settings.proxyPort;
        InetSocketAddress address = new InetSocketAddress(addresses.next(), port);
        TrackedSocketChannel tried = new TrackedSocketChannel();
        channel = tried;
        tried.config().setTcpNoDelay(true).setConnectTimeoutMillis(millis());
        loop.register(tried).addListener(registered -> {
            if (registered.isSuccess()) {
                tried.connect(address).addListener(done -> tried(tried, done.cause(), addresses));
            } else {
                tried(tried, registered.cause(), addresses);
            }
        });
    }

    private int millis() {
        return (int) Math.min(Integer.MAX_VALUE, settings.connectTimeout.toMillis());
    }

    private void tried(TrackedSocketChannel tried, @Nullable Throwable failure, Iterator<InetAddress> addresses) {
        if (failure == null && !over) {
            prepare(tried);
            return;
        }
        close(tried);
        if (failure != null) {
            Throwable known = asOfTheJdk(failure);
            if (lastFailure != null) {
                known.addSuppressed(lastFailure);
            }
            lastFailure = known;
        }
        tryNext(addresses);
    }

    /** The same exception as the JDK has it: Netty's own classes are nobody's business. */
    private static Throwable asOfTheJdk(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof ConnectException) {
            return new ConnectException(message).initCause(failure.getCause());
        }
        if (failure instanceof NoRouteToHostException) {
            return new NoRouteToHostException(message).initCause(failure.getCause());
        }
        return failure;
    }

    private void prepare(TrackedSocketChannel connected) {
        if (settings.proxyHost == null || (tls == null && !alwaysByTunnel)) {
            secure(connected);
        } else {
            openTunnel(connected);
        }
    }

    private void secure(TrackedSocketChannel connected) {
        if (tls == null) {
            connected.pipeline().addLast(decoder);
            succeed(connected);
        } else {
            shakeHands(connected, tls);
        }
    }

    private void openTunnel(TrackedSocketChannel connected) {
        var timeout = loop.schedule(
                () -> fail(new TimeoutException("The proxy opened no tunnel within " + millis() + " ms")),
                millis(),
                TimeUnit.MILLISECONDS);
        ProxyTunnel tunnel = new ProxyTunnel(settings, failure -> {
            timeout.cancel(false);
            if (failure != null) {
                fail(failure);
            } else if (!over) {
                connected.pipeline().removeFirst();
                secure(connected);
            }
        });
        connected.pipeline().addLast(tunnel);
        ChannelHandlerContext last = connected.pipeline().lastContext();
        tunnel.open(last);
    }

    private void shakeHands(TrackedSocketChannel connected, SSLContext context) {
        SslHandler handler = new SslHandler(engine(context));
        handler.setHandshakeTimeoutMillis(millis());
        handler.setCloseNotifyFlushTimeoutMillis(TimeUnit.SECONDS.toMillis(1));
        connected.pipeline().addLast(handler, decoder);
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                succeed(connected);
            } else {
                fail(done.cause());
            }
        });
    }

    private SSLEngine engine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine(settings.host, settings.port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    private void succeed(TrackedSocketChannel connected) {
        if (over) {
            close(connected);
            return;
        }
        over = true;
        listener.onConnected(connected);
    }

    /** Ends it with this failure, unless it is over. */
    void fail(Throwable cause) {
        if (!over) {
            abandon();
            listener.onNotConnected(cause);
        }
    }

    /** Ends it without telling. */
    void abandon() {
        over = true;
        Channel open = channel;
        if (open != null) {
            close(open);
        }
    }

    private static void close(Channel channel) {
        var unused = channel.close();
    }
}
