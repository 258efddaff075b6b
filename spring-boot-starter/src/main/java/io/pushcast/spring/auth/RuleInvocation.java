package io.pushcast.spring.auth;

import io.pushcast.auth.StageCancellation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A method of a bean that decides about callers. */
final class RuleInvocation {

    private final Supplier<Object> bean;
    private final Method method;
    private final List<RuleParameter> parameters;

    /** @param bean gives the bean for each request, since its scope may be the request */
    RuleInvocation(Supplier<Object> bean, Method method, List<RuleParameter> parameters) {
        this.bean = bean;
        this.method = method;
        this.parameters = parameters;
    }

    /** What it answers; null, which means no, also if there is no argument for a parameter. */
    CompletionStage<? extends @Nullable Object> ask(AuthCaller caller) {
        Object[] arguments = new Object[parameters.size()];
        for (int i = 0; i < arguments.length; i++) {
            Object argument = parameters.get(i).argument(caller);
            if (argument == null) {
                return no();
            }
            arguments[i] = argument;
        }
        return invoke(arguments);
    }

    private CompletionStage<? extends @Nullable Object> invoke(Object[] arguments) {
        try {
            CompletionStage<? extends @Nullable Object> result =
                    AsyncResults.stage(method.invoke(bean.get(), arguments));
            return StageCancellation.passOn(
                    result.<@Nullable Object>thenApply(answer -> answer)
                            .exceptionallyCompose(RuleInvocation::refusedOrFailed),
                    result);
        } catch (InvocationTargetException e) {
            return refusedOrFailed(e.getTargetException());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(MethodDescriptions.describe(method) + " can't be called", e);
        }
    }

    /** That method security refuses the user is an answer, and no failure of the method. */
    private static CompletionStage<@Nullable Object> refusedOrFailed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return SpringSecuritySupport.isRefusal(cause) ? no() : CompletableFuture.failedFuture(cause);
    }

    private static CompletionStage<@Nullable Object> no() {
        return CompletableFuture.completedFuture(null);
    }
}
