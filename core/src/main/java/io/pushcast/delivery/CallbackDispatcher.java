package io.pushcast.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the application (completes its futures, tells its listeners): one call at a time, in the order in which they were
 * added, and never on a thread that delivers. Safe for use by several threads.
 */
final class CallbackDispatcher {

    private static final Logger log = LoggerFactory.getLogger(CallbackDispatcher.class);

    private static final long FAILURE_TOLD_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private final Executor executor;
    private final CallbackThread own;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    private final SerialRunner runner = new SerialRunner();

    private final AtomicBoolean refused = new AtomicBoolean();
    private final AtomicBoolean waited = new AtomicBoolean();

    /** Whether the log has been told of a call that failed. This and what follows belongs to the thread that makes the calls. */
    private boolean failureTold;

    private long failureToldAt;
    private long moreFailures;

    /** Who makes the calls right now. */
    private volatile @Nullable Thread caller;

    /** Whether that thread is needed to deliver; written and read by that thread only. */
    private volatile boolean callerDelivers;

    /** With the time of the system. */
    CallbackDispatcher(String name, @Nullable Executor executor) {
        this(name, executor, System::nanoTime);
    }

    /**
     * With a time of the caller's.
     *
     * @param executor the application's; null to use a thread of our own
     * @param nanoTime the time, in nanoseconds from any origin, never going back
     */
    CallbackDispatcher(String name, @Nullable Executor executor, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.own = new CallbackThread("pushcast-callbacks-" + name);
        this.executor = executor == null ? own : executor;
    }

    /** Adds a call; it is made after the next {@link #run}. */
    void add(Runnable callback) {
        waiting.add(callback);
    }

    /** Adds a call for each of these, as one: nothing is made for every call. */
    <T> void addEach(List<T> items, Consumer<T> callback) {
        waiting.add(() -> {
            for (T item : items) {
                call(callback, item);
            }
        });
    }

    /** Lets what was added be called, soon. */
    void run() {
        run(null);
    }

    /** As {@link #run}, by a thread that delivers. An executor may make the calls right on it. */
    void runOnDeliveryThread() {
        run(Thread.currentThread());
    }

    private void run(@Nullable Thread delivering) {
        if (waiting.isEmpty() || !runner.request()) {
            return;
        }
        try {
            executor.execute(() -> callAll(delivering));
        } catch (Throwable t) {
            // Full, shut down, or out of threads: an outcome must reach whoever waits for it all the same.
            if (refused.compareAndSet(false, true)) {
                log.warn(
                        "The callback executor did not take the calls that wait; our own thread makes them, now and"
                                + " whenever that happens again",
                        t);
            }
            callElsewhere();
        }
    }

    private void callWithoutExecutor() {
        if (executor != own) {
            callElsewhere();
        }
    }

    /** Whether that thread makes the calls right now. */
    boolean isCalling(Thread thread) {
        return thread == caller;
    }

    /** Whether that thread makes the calls right now, and delivers nothing meanwhile. */
    boolean isCallingOnDeliveryThread(Thread thread) {
        return isCalling(thread) && callerDelivers;
    }

    /** @throws IllegalStateException if this thread makes the calls right now: what it waits for comes after that */
    void requireOtherThread() {
        if (!isCalling(Thread.currentThread())) {
            return;
        }
        IllegalStateException error = new IllegalStateException(
                "A callback waits for a publication or flush of its own publisher, which would block it for ever: outcomes are"
                        + " told one after the other, and this one only when the callback has returned. Go on with"
                        + " thenCompose(…) or whenComplete(…), or wait on another thread");
        if (waited.compareAndSet(false, true)) {
            // Once, since the stage of which the callback is a part is likely to keep it to itself.
            log.error("A callback of the application waits for what is told after it", error);
        }
        throw error;
    }

    private void callElsewhere() {
        try {
            own.execute(() -> callAll(null));
        } catch (Throwable t) {
            // There are no threads at all.
            log.error("No thread to make the calls that wait; they are made on this one", t);
            callAll(null);
        }
    }

    /** @param delivering the thread that asked for it, if it delivers */
    private void callAll(@Nullable Thread delivering) {
        boolean delivers = Thread.currentThread() == delivering;
        runner.run(() -> callWaiting(delivers));
    }

    private void callWaiting(boolean delivers) {
        callerDelivers = delivers;
        caller = Thread.currentThread();
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
            call(Runnable::run, next);
        }
        caller = null;
    }

    private <T> void call(Consumer<T> callback, T item) {
        try {
            callback.accept(item);
        } catch (Throwable t) {
            // Whatever one of them throws, an Error too: the others are owed their outcome.
            failed(t);
        }
    }

    /** What fails once may fail with every message: the log is told at once, and then every minute. */
    private void failed(Throwable failure) {
        long now = nanoTime.getAsLong();
        if (failureTold && now - failureToldAt < FAILURE_TOLD_EVERY_NANOS) {
            moreFailures++;
            return;
        }
        if (moreFailures == 0) {
            log.error("A callback of the application failed", failure);
        } else {
            log.error(
                    "A callback of the application failed, and {} more since that was told last",
                    moreFailures,
                    failure);
        }
        failureTold = true;
        failureToldAt = now;
        moreFailures = 0;
    }

    /**
     * Waits at most that long until what was added is called. If the application's executor has not begun by then (it may
     * have been shut down, and its tasks dropped), a thread of our own does it; if it has, it goes on. When called by a
     * callback, it waits for none.
     */
    void close(Duration timeout) {
        if (isCalling(Thread.currentThread())) {
            own.close(false);
            return;
        }
        boolean ended = true;
        CompletableFuture<Void> told = new CompletableFuture<>();
        add(() -> told.complete(null));
        run();
        try {
            told.get(NanoDurations.of(timeout), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            ended = false;
            callWithoutExecutor();
        } catch (InterruptedException e) {
            ended = false;
            Thread.currentThread().interrupt();
            callWithoutExecutor();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A future that nobody fails has failed", e);
        }
        own.close(ended);
    }

    /** An executor of one daemon thread, which goes away when it is idle. */
    private static final class CallbackThread implements Executor {

        private final String name;
        private final ThreadPoolExecutor executor;
        private volatile @Nullable Thread last;

        CallbackThread(String name) {
            this.name = name;
            this.executor =
                    new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
            executor.allowCoreThreadTimeOut(true);
        }

        /** Runs it, after the close on a thread for it alone: an outcome that comes late has to be told as well. */
        @Override
        public void execute(Runnable callbacks) {
            try {
                executor.execute(callbacks);
            } catch (RejectedExecutionException e) {
                thread(callbacks).start();
            }
        }

        private Thread thread(Runnable task) {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            last = thread;
            return thread;
        }

        /**
         * Lets what was given to it run.
         *
         * @param idle whether nothing was, so that the thread ends at once and is waited for
         */
        void close(boolean idle) {
            executor.shutdown();
            Thread thread = last;
            if (idle && thread != null) {
                DeliveryThread.awaitEnd(thread);
            }
        }
    }
}
