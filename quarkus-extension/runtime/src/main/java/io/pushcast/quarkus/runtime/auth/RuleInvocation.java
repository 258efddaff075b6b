package io.pushcast.quarkus.runtime.auth;

import io.pushcast.auth.StageCancellation;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.invoke.Invoker;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a method of the application that decides about a user. */
public final class RuleInvocation {

    private static final Logger log = LoggerFactory.getLogger(RuleInvocation.class);

    private final String method;
    private final Invoker<?, ?> invoker;
    private final InvocationThread thread;

    /**
     * With the method.
     *
     * @param method names it, for the log
     * @param invoker calls it on its bean
     * @param thread where it is called
     */
    RuleInvocation(String method, Invoker<?, ?> invoker, InvocationThread thread) {
        this.method = method;
        this.invoker = invoker;
        this.thread = thread;
    }

    /**
     * What the method answers, now or later, taken out of what is around it; empty where it gives nothing, or where its own
     * annotations, such as {@code @RolesAllowed}, refuse the user.
     */
    CompletionStage<Optional<Object>> answer(Supplier<Object[]> arguments) {
        CompletionStage<Optional<Object>> answer = thread.call(() -> answer(invoke(arguments.get())));
        return StageCancellation.passOn(answer.exceptionallyCompose(this::refusedOrFailed), answer);
    }

    private @Nullable Object invoke(Object[] arguments) {
        try {
            return invoker.invoke(null, arguments);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(method + " failed", e);
        }
    }

    private static CompletionStage<Optional<Object>> answer(@Nullable Object result) {
        if (result instanceof Uni<?> later) {
            return answer(later.subscribeAsCompletionStage());
        }
        if (result instanceof CompletionStage<?> later) {
            return StageCancellation.passOn(later.thenCompose(RuleInvocation::answer), later);
        }
        if (result instanceof Optional<?> optional) {
            return answer(optional.orElse(null));
        }
        return CompletableFuture.completedFuture(Optional.ofNullable(result));
    }

    private CompletionStage<Optional<Object>> refusedOrFailed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof SecurityException) {
            log.debug("{} may not be called by this user: {}", method, cause.getMessage());
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return CompletableFuture.failedFuture(cause);
    }
}
