package io.pushcast.testing;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.pushcast.testing.protocol.ServerTimer;
import io.pushcast.testing.protocol.SubscriberConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread, the connections that it serves and the port that they come to. With one thread for everything, channels and
 * connections need no locks, and order is what it looks like. Safe for use by several threads.
 */
final class NettyServer implements ServerTimer {

    private static final Logger LOG = LoggerFactory.getLogger(NettyServer.class);

    private final EventLoopGroup loop = new NioEventLoopGroup(1, new DefaultThreadFactory("embedded-pusher", true));
    private final ChannelGroup open = new DefaultChannelGroup(loop.next(), true);

    /**
     * Begins to listen.
     *
     * @param handlers adds what handles a new connection
     * @return the port
     * @throws UncheckedIOException if it can't; its thread has ended then
     */
    int listen(String host, int port, Consumer<Channel> handlers) {
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(
                                SubscriberConnection.MAX_BACKLOG_BYTES / 2, SubscriberConnection.MAX_BACKLOG_BYTES))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        open.add(channel);
                        handlers.accept(channel);
                    }
                })
                .bind(host, port)
                .awaitUninterruptibly();
        Throwable failure = bound.cause();
        if (failure != null) {
            shutDown();
            throw new UncheckedIOException(
                    "The embedded Pusher can't listen on " + host + ":" + port + "; is something else there? Port 0"
                            + " takes a free one",
                    failure instanceof IOException io ? io : new IOException(failure));
        }
        open.add(bound.channel());
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    /**
     * Runs something on the thread, and waits until it is done; does nothing once it is closed. What it throws is thrown
     * here.
     */
    synchronized void run(Runnable task) {
        if (!loop.isShuttingDown()) {
            loop.submit(task).syncUninterruptibly();
        }
    }

    /**
     * Asks something on the thread, and waits for the answer; once it is closed, the answer is the other one. What the
     * question throws is thrown here.
     */
    synchronized <T> T ask(Callable<T> question, T onceClosed) {
        return loop.isShuttingDown()
                ? onceClosed
                : loop.submit(question).syncUninterruptibly().getNow();
    }

    /** Does something later on the thread; not, if it is closed by then. */
    @Override
    public void after(Duration delay, Runnable task) {
        if (loop.isShuttingDown()) {
            return;
        }
        var unused = loop.schedule(() -> runLogged(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("Something that was to be done later failed; this is a bug in the embedded Pusher", e);
        }
    }

    /**
     * Closes the connections and frees the port before it returns. Closing again does nothing.
     *
     * @param farewell is run on the thread before
     */
    synchronized void close(Runnable farewell) {
        if (loop.isShuttingDown()) {
            return;
        }
        try {
            loop.submit(farewell).syncUninterruptibly();
            // The farewells are flushed by tasks that are queued now; once this one is done, so are they.
            loop.submit(() -> {}).awaitUninterruptibly();
        } finally {
            // Netty 4.2 can end its thread without closing the channels, so that is not left to it.
            open.close().awaitUninterruptibly();
            shutDown();
        }
    }

    private void shutDown() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
