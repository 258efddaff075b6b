package io.pushcast.subscribe;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where handlers are called: on the application's executor, or else on threads of our own, virtual ones from Java 21 on. There
 * are as many at a time as channels that have something to do. Safe for use by several threads.
 */
final class HandlerThreads implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerThreads.class);

    private final @Nullable Executor application;
    private final ExecutorService own;
    private final AtomicBoolean refusalTold = new AtomicBoolean();

    HandlerThreads(String name, @Nullable Executor application) {
        this.application = application;
        this.own = make("pushcast-handlers-" + name + "-");
    }

    private static ExecutorService make(String prefix) {
        ThreadFactory virtual = virtualThreads(prefix);
        if (virtual != null) {
            return Executors.newCachedThreadPool(virtual);
        }
        AtomicInteger count = new AtomicInteger();
        return Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(null, work, prefix + count.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(HandlerThreads.class.getClassLoader());
            return thread;
        });
    }

    /** {@code Thread.ofVirtual().name(prefix, 1).factory()}, which Java 17 does not have; null there. */
    private static @Nullable ThreadFactory virtualThreads(String prefix) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object named = type.getMethod("name", String.class, long.class).invoke(builder, prefix, 1L);
            return (ThreadFactory) type.getMethod("factory").invoke(named);
        } catch (NoSuchMethodException | ClassNotFoundException e) {
            return null;
        } catch (IllegalAccessException | InvocationTargetException e) {
            LOG.debug("There are no virtual threads here", e);
            return null;
        }
    }

    @Override
    public void execute(Runnable task) {
        if (application == null) {
            own.execute(task);
            return;
        }
        try {
            application.execute(task);
        } catch (RejectedExecutionException e) {
            // Full or shut down: what has arrived must reach its handlers all the same.
            if (refusalTold.compareAndSet(false, true)) {
                LOG.warn(
                        "The executor of a subscriber did not take its events; threads of our own handle them, now and"
                                + " whenever that happens again",
                        e);
            }
            own.execute(task);
        }
    }

    /** Ends the own threads as soon as what they have is done; interrupts what they do if that is wanted. */
    void close(boolean interrupt) {
        if (interrupt) {
            own.shutdownNow();
        } else {
            own.shutdown();
        }
    }
}
