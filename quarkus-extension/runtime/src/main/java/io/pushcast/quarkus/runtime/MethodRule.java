package io.pushcast.quarkus.runtime;

import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.ChannelRequest;
import io.pushcast.auth.ChannelRule;
import io.pushcast.auth.PresenceMember;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.invoke.Invoker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a method annotated with {@link io.pushcast.auth.AuthorizeChannel}. */
final class MethodRule implements ChannelRule<SecurityIdentity> {

    private static final Logger log = LoggerFactory.getLogger(MethodRule.class);

    private final String method;
    private final Invoker<?, ?> invoker;
    private final List<RuleArgument> arguments;

    /**
     * With the method and what it is called with.
     *
     * @param method names it, for the log
     * @param invoker calls it on its bean
     */
    MethodRule(String method, Invoker<?, ?> invoker, List<RuleArgument> arguments) {
        this.method = method;
        this.invoker = invoker;
        this.arguments = List.copyOf(arguments);
    }

    /** In the calling thread, which must be one that may block. */
    @Override
    public CompletionStage<AuthDecision> decide(ChannelRequest<SecurityIdentity> request) {
        Object[] values =
                arguments.stream().map(argument -> argument.valueFor(request)).toArray();
        return ask(request, values);
    }

    private CompletionStage<AuthDecision> ask(ChannelRequest<SecurityIdentity> request, Object[] values) {
        try {
            return decision(invoker.invoke(null, values))
                    .exceptionallyCompose(failure -> refusedOrFailed(request, failure));
        } catch (SecurityException e) {
            // What Quarkus Security throws where a method's own annotations, such as @RolesAllowed, refuse the user.
            log.debug("{} may not be called for {}: {}", method, request.channel(), e.getMessage());
            return CompletableFuture.completedFuture(AuthDecision.deny());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(method + " failed", e);
        }
    }

    /** The same, where the method answers later. */
    private CompletionStage<AuthDecision> refusedOrFailed(ChannelRequest<SecurityIdentity> request, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof SecurityException) {
            log.debug("{} may not be called for {}: {}", method, request.channel(), cause.getMessage());
            return CompletableFuture.completedFuture(AuthDecision.deny());
        }
        return CompletableFuture.failedFuture(cause);
    }

    private static CompletionStage<AuthDecision> decision(@Nullable Object result) {
        if (result instanceof Uni<?> later) {
            return later.subscribeAsCompletionStage().thenCompose(MethodRule::decision);
        }
        if (result instanceof CompletionStage<?> later) {
            return later.thenCompose(MethodRule::decision);
        }
        if (result instanceof Optional<?> optional) {
            return decision(optional.orElse(null));
        }
        return CompletableFuture.completedFuture(decided(result));
    }

    private static AuthDecision decided(@Nullable Object result) {
        if (result instanceof AuthDecision decision) {
            return decision;
        }
        if (result instanceof PresenceMember member) {
            return AuthDecision.member(member);
        }
        return Boolean.TRUE.equals(result) ? AuthDecision.allow() : AuthDecision.deny();
    }
}
