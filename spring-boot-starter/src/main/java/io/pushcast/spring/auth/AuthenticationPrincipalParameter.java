package io.pushcast.spring.auth;

import java.security.Principal;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.expression.BeanResolver;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.expression.spel.SpelMessage;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.ClassUtils;

/** A parameter annotated with {@link AuthenticationPrincipal}, as controllers have them. */
record AuthenticationPrincipalParameter(
        Class<?> type, @Nullable Expression expression, BeanResolver beans) implements RuleParameter {

    private static final Logger log = LoggerFactory.getLogger(AuthenticationPrincipalParameter.class);

    /** What one kind of principal has, another has not: with form login and tokens side by side, there are two. */
    private static final Set<SpelMessage> OF_ANOTHER_KIND = EnumSet.of(
            SpelMessage.PROPERTY_OR_FIELD_NOT_READABLE,
            SpelMessage.PROPERTY_OR_FIELD_NOT_READABLE_ON_NULL,
            SpelMessage.METHOD_NOT_FOUND,
            SpelMessage.METHOD_CALL_ON_NULL_OBJECT_NOT_ALLOWED);

    /** The annotation, also if it stands on one of the application's own; null if there is none. */
    static @Nullable AuthenticationPrincipal annotation(MethodParameter parameter) {
        return AnnotatedElementUtils.findMergedAnnotation(parameter.getParameter(), AuthenticationPrincipal.class);
    }

    /** @param beans which an expression may name, as in {@code @accounts.of(#root)} */
    static RuleParameter of(MethodParameter parameter, BeanFactory beans) {
        AuthenticationPrincipal annotation = annotation(parameter);
        String expression = annotation == null ? "" : annotation.expression();
        return new AuthenticationPrincipalParameter(
                ClassUtils.resolvePrimitiveIfNecessary(parameter.getParameterType()),
                expression.isEmpty() ? null : new SpelExpressionParser().parseExpression(expression),
                new BeanFactoryResolver(beans));
    }

    /** A principal of another type is no argument, and refused: it is nobody whom the method knows. */
    @Override
    public @Nullable Object argument(AuthCaller caller) {
        Object principal = principal(caller.user());
        Object argument = expression == null || principal == null ? principal : evaluated(expression, principal);
        return type.isInstance(argument) ? argument : null;
    }

    private @Nullable Object evaluated(Expression expression, Object principal) {
        StandardEvaluationContext context = new StandardEvaluationContext(principal);
        context.setBeanResolver(beans);
        try {
            return expression.getValue(context);
        } catch (SpelEvaluationException e) {
            if (!OF_ANOTHER_KIND.contains(e.getMessageCode())) {
                throw e;
            }
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
