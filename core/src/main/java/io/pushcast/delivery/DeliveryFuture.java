package io.pushcast.delivery;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A future that callbacks complete, one at a time. A callback that waited for one, or for one derived from it, would wait for
 * ever, and no other callback would be made: that is an error at once. Safe for use by several threads.
 */
class DeliveryFuture<T> extends CompletableFuture<T> {

    private final @Nullable CallbackDispatcher callbacks;

    /** @param callbacks what completes it; null if it may be waited for everywhere */
    DeliveryFuture(@Nullable CallbackDispatcher callbacks) {
        this.callbacks = callbacks;
    }

    @Override
    public T join() {
        requireNotInCallback();
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        requireNotInCallback();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        requireNotInCallback();
        return super.get(timeout, unit);
    }

    private void requireNotInCallback() {
        if (callbacks != null && !isDone()) {
            callbacks.requireOtherThread();
        }
    }

    /** What is derived from it must not be waited for in a callback, either. Cancelling that cancels nothing else. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new DeliveryFuture<>(callbacks);
    }
}
