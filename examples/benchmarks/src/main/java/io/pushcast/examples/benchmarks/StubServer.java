package io.pushcast.examples.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server in a process of its own that accepts every request unseen: it looks for where one ends and answers {@code {}}.
 * It takes orders on its standard input, one a line, and ends with it; see {@link StubServerProcess}.
 */
final class StubServer {

    private static final ByteBuf ANSWER = Unpooled.unreleasableBuffer(Unpooled.directBuffer()
            .writeBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                    .getBytes(StandardCharsets.US_ASCII)));

    // One thread: the fewer of the machine's cores it takes, the more is left to what is measured.
    private final EventLoopGroup loop = new NioEventLoopGroup(1);
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicLong requests = new AtomicLong();
    private volatile long delayMicros;
    private Channel listener;

    private StubServer() throws InterruptedException {
        this.listener = listen(0);
    }

    /** Says its port, then serves and obeys until its input ends. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        StubServer server = new StubServer();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        System.out.println(server.port());
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            System.out.println(server.obey(order));
        }
        server.loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    private int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    private long obey(String order) throws InterruptedException {
        int space = order.indexOf(' ');
        String verb = space < 0 ? order : order.substring(0, space);
        String number = order.substring(space + 1);
        switch (verb) {
            case "delay" -> delayMicros = Long.parseLong(number);
            case "down" -> {
                listener.close().sync();
                connections.close().sync();
            }
            case "up" -> listener = listen(Integer.parseInt(number));
            case "requests" -> {}
            default -> throw new IllegalArgumentException("'" + order + "' is no order that this server knows");
        }
        return requests.get();
    }

    private Channel listen(int port) throws InterruptedException {
        return new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1_024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        channel.pipeline().addLast(new Connection());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), port)
                .sync()
                .channel();
    }

    /** Skips requests and answers them. A connection that breaks is the client's affair. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private final class Connection extends ByteToMessageDecoder {

        private static final String LENGTH = "\r\ncontent-length:";

        private int bodyLeft = -1;

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            if (bodyLeft < 0) {
                int end = endOfHead(in);
                if (end < 0) {
                    return;
                }
                bodyLeft =
                        contentLength(in.toString(in.readerIndex(), end - in.readerIndex(), StandardCharsets.US_ASCII));
                in.readerIndex(end);
            }
            int skipped = Math.min(bodyLeft, in.readableBytes());
            in.skipBytes(skipped);
            bodyLeft -= skipped;
            if (bodyLeft == 0) {
                bodyLeft = -1;
                answer(context);
            }
        }

        private void answer(ChannelHandlerContext context) {
            requests.lazySet(requests.get() + 1);
            long delay = delayMicros;
            if (delay == 0) {
                send(context);
            } else {
                context.executor().schedule(() -> send(context), delay, TimeUnit.MICROSECONDS);
            }
        }

        private static void send(ChannelHandlerContext context) {
            context.writeAndFlush(ANSWER.duplicate(), context.voidPromise());
        }

        private static int endOfHead(ByteBuf in) {
            for (int i = in.readerIndex(); i + 3 < in.writerIndex(); i++) {
                if (in.getInt(i) == 0x0d0a0d0a) {
                    return i + 4;
                }
            }
            return -1;
        }

        private static int contentLength(String head) {
            int start = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
            if (start < 0) {
                return 0;
            }
            int end = head.indexOf('\r', start + LENGTH.length());
            return Integer.parseInt(head.substring(start + LENGTH.length(), end).trim());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
