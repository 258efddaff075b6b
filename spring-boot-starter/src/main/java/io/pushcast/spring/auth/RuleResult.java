package io.pushcast.spring.auth;

import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.PresenceMember;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** What a method that decides about channels may return, and what it means. Nothing at all means no. */
final class RuleResult {

    private RuleResult() {}

    /** Whether a method may return this. */
    static boolean isAllowed(ResolvableType type) {
        Class<?> raw = type.toClass();
        return isAnswer(raw)
                || (raw == Optional.class && isAnswer(type.getGeneric(0).toClass()))
                || (CompletionStage.class.isAssignableFrom(raw) && isAllowedLater(type));
    }

    /** Whether it can say who joins a presence channel. */
    static boolean namesMember(ResolvableType type) {
        Class<?> raw = type.toClass();
        if (raw == Optional.class) {
            return namesMember(type.getGeneric(0));
        }
        return CompletionStage.class.isAssignableFrom(raw)
                ? namesMember(type.as(CompletionStage.class).getGeneric(0))
                : raw == PresenceMember.class || AuthDecision.class.isAssignableFrom(raw);
    }

    static CompletionStage<AuthDecision> decision(@Nullable Object result) {
        return result instanceof CompletionStage<?> stage
                ? stage.thenApply(RuleResult::decide)
                : CompletableFuture.completedFuture(decide(result));
    }

    private static boolean isAllowedLater(ResolvableType stage) {
        ResolvableType later = stage.as(CompletionStage.class).getGeneric(0);
        return !CompletionStage.class.isAssignableFrom(later.toClass()) && isAllowed(later);
    }

    private static boolean isAnswer(Class<?> type) {
        return type == boolean.class
                || type == Boolean.class
                || type == PresenceMember.class
                || AuthDecision.class.isAssignableFrom(type);
    }

    private static AuthDecision decide(@Nullable Object result) {
        if (result == null) {
            return AuthDecision.deny();
        }
        if (result instanceof Boolean allowed) {
            return allowed ? AuthDecision.allow() : AuthDecision.deny();
        }
        if (result instanceof PresenceMember member) {
            return AuthDecision.member(member);
        }
        if (result instanceof Optional<?> optional) {
            return decide(optional.orElse(null));
        }
        return (AuthDecision) result;
    }
}
