package io.pushcast.subscribe;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what it is given one after the other, in order, on an executor that does many such queues at a time. So a slow task delays
 * its own queue only. Safe for use by several threads.
 */
final class ChannelQueue {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelQueue.class);

    /** After so many, others that wait for a thread have their turn. */
    private static final int TASKS_AT_A_TIME = 256;

    private final Executor executor;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile @Nullable Thread runner;

    ChannelQueue(Executor executor) {
        this.executor = executor;
    }

    void add(Runnable task) {
        tasks.add(task);
        schedule();
    }

    private void schedule() {
        if (!tasks.isEmpty() && scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException e) {
                // The subscriber is closed, and does the rest itself.
                scheduled.set(false);
            }
        }
    }

    private void run() {
        runner = Thread.currentThread();
        try {
            for (int i = 0; i < TASKS_AT_A_TIME; i++) {
                Runnable task = tasks.poll();
                if (task == null) {
                    break;
                }
                runLogged(task);
            }
        } finally {
            runner = null;
            scheduled.set(false);
            schedule();
        }
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A task of a subscriber failed; this is a bug in Pushcast", e);
        }
    }

    /** Completes when all that was added before is done; at once if that is what asks. */
    CompletableFuture<@Nullable Void> drained() {
        CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
        if (Thread.currentThread().equals(runner)) {
            drained.complete(null);
        } else {
            add(() -> drained.complete(null));
        }
        return drained;
    }

    /** Does what waits on this thread, beside what is under way. */
    void runRest() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            runLogged(task);
        }
    }
}
