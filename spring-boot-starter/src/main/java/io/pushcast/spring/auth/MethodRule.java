package io.pushcast.spring.auth;

import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.ChannelRequest;
import io.pushcast.auth.ChannelRule;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A rule that is a method of a bean. */
final class MethodRule implements ChannelRule<Principal> {

    private final Supplier<Object> bean;
    private final Method method;
    private final List<RuleParameter> parameters;

    /** @param bean gives the bean for each request, since its scope may be the request */
    MethodRule(Supplier<Object> bean, Method method, List<RuleParameter> parameters) {
        this.bean = bean;
        this.method = method;
        this.parameters = parameters;
    }

    @Override
    public CompletionStage<AuthDecision> decide(ChannelRequest<Principal> request) {
        Object[] arguments = new Object[parameters.size()];
        for (int i = 0; i < arguments.length; i++) {
            Object argument = parameters.get(i).argument(request);
            if (argument == null) {
                return CompletableFuture.completedFuture(AuthDecision.deny());
            }
            arguments[i] = argument;
        }
        return invoke(arguments);
    }

    /** That method security refuses the user is an answer, and no failure of the rule. */
    private static CompletionStage<AuthDecision> refusedOrFailed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return Security.isRefusal(cause)
                ? CompletableFuture.completedFuture(AuthDecision.deny())
                : CompletableFuture.failedFuture(cause);
    }

    private CompletionStage<AuthDecision> invoke(Object[] arguments) {
        try {
            return RuleResult.decision(method.invoke(bean.get(), arguments))
                    .exceptionallyCompose(MethodRule::refusedOrFailed);
        } catch (InvocationTargetException e) {
            return refusedOrFailed(e.getTargetException());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(Methods.describe(method) + " can't be called", e);
        }
    }
}
