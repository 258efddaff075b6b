package io.pushcast.quarkus.runtime.auth;

import io.quarkus.arc.Arc;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.virtual.threads.VirtualThreadsRecorder;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The thread in which a method of the application is called. */
public enum InvocationThread {
    /** The event loop that has the request. The method must not block. */
    EVENT_LOOP,
    /** A thread that may block. */
    WORKER,
    /** A virtual thread, where the JVM has them. */
    VIRTUAL;

    /**
     * Makes a call that answers now or later; what it throws, the stage fails with. A thread that may block is used as it is. Else the calls of a request that
     * block follow each other, since beans of the request's scope are made for one thread at a time.
     */
    <T> CompletionStage<T> call(Supplier<CompletionStage<T>> method) {
        if (this == EVENT_LOOP || BlockingOperationControl.isBlockingAllowed()) {
            return callHere(method);
        }
        return Arc.requireContainer().select(BlockingCalls.class).get().next(method, executor());
    }

    private static <T> CompletionStage<T> callHere(Supplier<CompletionStage<T>> method) {
        try {
            return method.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Executor executor() {
        if (this == VIRTUAL) {
            return VirtualThreadsRecorder.getCurrent();
        }
        Context context = Vertx.currentContext();
        return task -> context.<Void>executeBlocking(
                () -> {
                    task.run();
                    return null;
                },
                false);
    }
}
