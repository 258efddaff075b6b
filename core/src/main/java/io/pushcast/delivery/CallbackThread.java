package io.pushcast.delivery;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An executor of one daemon thread, which goes away when it is idle. */
final class CallbackThread implements Executor {

    private final ThreadPoolExecutor executor;
    private volatile @Nullable Thread thread;

    CallbackThread(String name) {
        this.executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread created = new Thread(task, name);
            created.setDaemon(true);
            thread = created;
            return created;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable callbacks) {
        executor.execute(callbacks);
    }

    /** Lets what was given to it run, for at most that long; when called by a callback, that one has to end first. */
    void close(Duration timeout) {
        executor.shutdown();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            executor.awaitTermination(Nanos.of(timeout), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
