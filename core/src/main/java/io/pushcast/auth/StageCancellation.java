package io.pushcast.auth;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets a rule stop working on a decision that nobody waits for. A stage that is derived of another ({@code thenApply}) does
 * not hand on its cancellation by itself; for those who bring rules to an endpoint, such as a framework's adapter.
 */
public final class StageCancellation {

    private StageCancellation() {}

    /**
     * The derived stage, whose cancellation cancels the other one as well.
     *
     * @param source what it is derived of, or what else is of no use without it
     */
    public static <T> CompletableFuture<T> passOn(CompletionStage<T> derived, CompletionStage<?> source) {
        CompletableFuture<T> future = derived.toCompletableFuture();
        cancelWith(future, source);
        return future;
    }

    /** As {@link #passOn}, for one more stage that is of no use without the derived one. */
    public static void cancelWith(CompletionStage<?> derived, CompletionStage<?> source) {
        derived.whenComplete((value, failure) -> {
            if (failure instanceof CancellationException) {
                cancel(source);
            }
        });
    }

    /** Cancels a stage, if it can be: {@code toCompletableFuture} of some cannot. */
    static void cancel(CompletionStage<?> stage) {
        CompletableFuture<?> future;
        try {
            future = stage.toCompletableFuture();
        } catch (UnsupportedOperationException e) {
            // Allowed by its contract: it can't be cancelled from here.
            return;
        }
        future.cancel(true);
    }
}
