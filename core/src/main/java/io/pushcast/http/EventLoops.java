package io.pushcast.http;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes event loops that belong to no group.
 *
 * <p>A group listens for the end of its loops, by Netty's global thread, which goes on for a second after that: too long
 * for an application whose class loader is closed. So the group's only member is one that never runs, and the loops that
 * do are made as the group would make them.
 */
final class EventLoops extends NioEventLoopGroup {

    /** Set while the superclass is constructed, so that an initializer here would undo it. */
    private Object @Nullable [] arguments;

    EventLoops(Executor threads) {
        super(1, threads);
    }

    @Override
    protected EventLoop newChild(Executor threads, Object... args) throws Exception {
        if (arguments == null) {
            arguments = args;
            return new DefaultEventLoop(threads);
        }
        return super.newChild(threads, args);
    }

    /** A loop that runs on a thread which this executor starts. */
    EventLoop make(Executor threads) {
        try {
            return newChild(threads, Objects.requireNonNull(arguments, "arguments"));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("No thread for connections can be made", e);
        }
    }
}
