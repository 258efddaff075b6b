package io.pushcast.quarkus.runtime.auth;

import io.pushcast.auth.StageCancellation;
import jakarta.enterprise.context.RequestScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls of one request that block, one after the other. Used by the event loop that has the request, and no other. */
@RequestScoped
public class BlockingCalls {

    private CompletableFuture<? extends @Nullable Object> last = CompletableFuture.completedFuture(null);

    /** For the container. */
    public BlockingCalls() {}

    <T> CompletionStage<T> next(Supplier<CompletionStage<T>> method, Executor executor) {
        CompletableFuture<CompletionStage<T>> called = last.handleAsync((before, itsFailure) -> method.get(), executor);
        last = called;
        CompletableFuture<T> answer = called.thenCompose(Function.identity()).toCompletableFuture();
        // What the method has returned, if it was called by then, and the call itself, if not.
        CompletionStage<CompletionStage<T>> returned = called;
        returned.thenAccept(stage -> StageCancellation.cancelWith(answer, stage));
        return StageCancellation.passOn(answer, called);
    }
}
