package io.pushcast.http;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one client. They inherit nothing from the thread that happens to send first, such as an application
 * server's context class loader, and are known until they have ended. Safe for use by several threads.
 */
final class OwnThreads {

    private static final String NAME = "pushcast-http-";

    private final List<Thread> started = new CopyOnWriteArrayList<>();
    private int count;

    /** Starts a daemon thread. */
    void start(Runnable work) {
        start(nextName(), work);
    }

    private synchronized String nextName() {
        count++;
        return NAME + count;
    }

    /** Starts a daemon thread for something short, such as a name lookup. */
    void startShort(String purpose, Runnable work) {
        start(NAME + purpose, () -> {
            try {
                work.run();
            } finally {
                started.remove(Thread.currentThread());
            }
        });
    }

    private void start(String name, Runnable work) {
        runApart(name, () -> make(name, work));
    }

    /** Runs something on a thread that inherits nothing and ends after it, and waits for that. */
    void runApart(Runnable work) {
        runApart(NAME + "start", work);
    }

    private static void runApart(String name, Runnable work) {
        FutureTask<@Nullable Void> task = new FutureTask<>(work, null);
        // A thread inherits from the one that makes it: this one no thread-locals that it could hand on.
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(OwnThreads.class.getClassLoader());
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get();
                    return;
                } catch (InterruptedException e) {
                    // It takes a moment only, and half a client would be of no use.
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Error error) {
                        throw error;
                    }
                    throw new IllegalStateException("The HTTP client can't be made", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // Also what the callers on the stack may do is inherited, and with it their class loaders.
    @SuppressWarnings("removal")
    private void make(String name, Runnable work) {
        Thread thread =
                AccessController.doPrivileged((PrivilegedAction<Thread>) () -> new FastThreadLocalThread(work, name));
        thread.setDaemon(true);
        started.add(thread);
        thread.start();
    }

    boolean containCurrentThread() {
        return started.contains(Thread.currentThread());
    }

    /** Waits until all of them have ended; for so long at most, and not at all if called by one of them. */
    void awaitEnd(long nanos) {
        if (containCurrentThread()) {
            return;
        }
        long start = System.nanoTime();
        for (Thread thread : started) {
            if (!join(thread, nanos - (System.nanoTime() - start))) {
                return;
            }
        }
    }

    private static boolean join(Thread thread, long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
