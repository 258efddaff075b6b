package io.pushcast.spring.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** The types by which a method answers later: stages, and {@code Mono} where there is Reactor. */
final class AsyncResults {

    private AsyncResults() {}

    static boolean is(ResolvableType type) {
        return CompletionStage.class.isAssignableFrom(type.toClass()) || ReactorSupport.isMono(type.toClass());
    }

    /** What comes later by this type. */
    static ResolvableType content(ResolvableType type) {
        return CompletionStage.class.isAssignableFrom(type.toClass())
                ? type.as(CompletionStage.class).getGeneric(0)
                : type.getGeneric(0);
    }

    /** What a method's result comes to. */
    static CompletionStage<? extends @Nullable Object> stage(@Nullable Object result) {
        if (result instanceof CompletionStage<?> stage) {
            return stage;
        }
        return result != null && ReactorSupport.isMono(result.getClass())
                ? ReactorSupport.stage(result)
                : CompletableFuture.completedFuture(result);
    }
}
