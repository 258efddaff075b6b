package io.pushcast.delivery;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** An executor of one daemon thread, which goes away when it is idle. */
final class CallbackThread implements Executor {

    private final String name;
    private final ThreadPoolExecutor executor;

    CallbackThread(String name) {
        this.name = name;
        this.executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
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
        return thread;
    }

    /** Lets what was given to it run, for at most that long. */
    void close(Duration timeout) {
        executor.shutdown();
        try {
            executor.awaitTermination(NanoDurations.of(timeout), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
