package io.pushcast.spring.auth;

import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.PresenceMember;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** What a method that decides about channels may return, and what it means. Nothing at all means no. */
final class RuleResult {

    private RuleResult() {}

    /** Whether a method may return this. */
    static boolean isAllowed(ResolvableType type) {
        return isAllowed(type, RuleResult::isAnswer);
    }

    /** Whether this is such an answer, an {@code Optional} of it, or either of them later. */
    static boolean isAllowed(ResolvableType type, Predicate<Class<?>> isAnswer) {
        ResolvableType now = AsyncResults.is(type) ? AsyncResults.content(type) : type;
        ResolvableType there = now.toClass() == Optional.class ? now.getGeneric(0) : now;
        return isAnswer.test(there.toClass());
    }

    /** Whether it can say who joins a presence channel. */
    static boolean namesMember(ResolvableType type) {
        return isAllowed(type, raw -> raw == PresenceMember.class || AuthDecision.class.isAssignableFrom(raw));
    }

    static AuthDecision decision(@Nullable Object result) {
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
            return decision(optional.orElse(null));
        }
        return (AuthDecision) result;
    }

    private static boolean isAnswer(Class<?> type) {
        return type == boolean.class
                || type == Boolean.class
                || type == PresenceMember.class
                || AuthDecision.class.isAssignableFrom(type);
    }
}
