package io.pushcast.delivery;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what belongs to the application (completed futures, listeners) on its executor, never on one of ours. */
final class Callbacks {

    private static final Logger log = LoggerFactory.getLogger(Callbacks.class);

    private final Executor executor;

    Callbacks(Executor executor) {
        this.executor = executor;
    }

    void run(List<Runnable> callbacks) {
        try {
            executor.execute(() -> callbacks.forEach(Callbacks::runSafely));
        } catch (RejectedExecutionException e) {
            // An outcome must reach whoever waits for it, even if the application shut its executor down before us.
            log.warn(
                    "The callback executor takes nothing any more; {} outcomes are told on {}",
                    callbacks.size(),
                    thread());
            callbacks.forEach(Callbacks::runSafely);
        }
    }

    private static String thread() {
        return Thread.currentThread().getName();
    }

    private static void runSafely(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            log.error("A callback of the application failed", e);
        }
    }
}
