package io.pushcast;

import io.pushcast.message.Delivery;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Several deliveries as one. */
final class DeliveryAggregator {

    private DeliveryAggregator() {}

    /** Completes when all have ended: with all of them, or with the first failure in their order. */
    static CompletionStage<Delivery> all(List<CompletionStage<Delivery>> deliveries) {
        if (deliveries.size() == 1) {
            return deliveries.get(0);
        }
        if (deliveries.isEmpty()) {
            return CompletableFuture.completedFuture(Delivery.all(List.of()));
        }
        List<CompletableFuture<Delivery>> futures =
                deliveries.stream().map(CompletionStage::toCompletableFuture).toList();
        // As they are: one that must not be waited for in a callback makes all of them so.
        CompletableFuture<Delivery> all = futures.get(0).newIncompleteFuture();
        CompletionStage<Void> ended = CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0]));
        ended.whenComplete((nothing, failure) -> {
            if (failure == null) {
                all.complete(Delivery.all(
                        futures.stream().map(CompletableFuture::join).toList()));
            } else {
                all.completeExceptionally(firstFailure(futures, failure));
            }
        });
        return all;
    }

    private static Throwable firstFailure(List<CompletableFuture<Delivery>> ended, Throwable failure) {
        for (CompletableFuture<Delivery> future : ended) {
            Throwable own = future.handle((delivery, thrown) -> thrown).join();
            if (own != null) {
                return unwrapped(own);
            }
        }
        return unwrapped(failure);
    }

    private static Throwable unwrapped(Throwable failure) {
        @Nullable Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
