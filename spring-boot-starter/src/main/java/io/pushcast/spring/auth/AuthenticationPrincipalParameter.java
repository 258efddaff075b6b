package io.pushcast.spring.auth;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.ClassUtils;

/** A parameter annotated with {@link AuthenticationPrincipal}, as controllers have them. */
record AuthenticationPrincipalParameter(
        Class<?> type, @Nullable Expression expression) implements RuleParameter {

    private static final Logger log = LoggerFactory.getLogger(AuthenticationPrincipalParameter.class);

    /** The annotation, also if it stands on one of the application's own; null if there is none. */
    static @Nullable AuthenticationPrincipal annotation(MethodParameter parameter) {
        return AnnotatedElementUtils.findMergedAnnotation(parameter.getParameter(), AuthenticationPrincipal.class);
    }

    static RuleParameter of(MethodParameter parameter) {
        AuthenticationPrincipal annotation = annotation(parameter);
        String expression = annotation == null ? "" : annotation.expression();
        return new AuthenticationPrincipalParameter(
                ClassUtils.resolvePrimitiveIfNecessary(parameter.getParameterType()),
                expression.isEmpty() ? null : new SpelExpressionParser().parseExpression(expression));
    }

    /** A principal of another type is no argument, and refused: it is nobody whom the method knows. */
    @Override
    public @Nullable Object argument(Caller caller) {
        Object principal = principal(caller.user());
        Object argument = expression == null || principal == null ? principal : evaluated(expression, principal);
        return type.isInstance(argument) ? argument : null;
    }

    /** What one kind of principal has, another has not: with form login and tokens side by side, there are two. */
    private static @Nullable Object evaluated(Expression expression, Object principal) {
        try {
            return expression.getValue(new StandardEvaluationContext(principal));
        } catch (EvaluationException e) {
            log.debug(
                    "A principal of {} has no '{}': {}",
                    principal.getClass(),
                    expression.getExpressionString(),
                    e.getMessage());
            return null;
        }
    }

    private static @Nullable Object principal(Principal user) {
        return user instanceof Authentication authentication ? authentication.getPrincipal() : user;
    }
}
