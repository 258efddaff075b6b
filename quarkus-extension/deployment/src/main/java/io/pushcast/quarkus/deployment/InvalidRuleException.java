package io.pushcast.quarkus.deployment;

import org.jboss.jandex.MethodInfo;

/** Says, when the application is built, what is wrong with a method annotated with {@code @AuthorizeChannel}. */
final class InvalidRuleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidRuleException(MethodInfo method, String problem) {
        super("@AuthorizeChannel on " + RuleMethod.describe(method) + ": " + problem);
    }

    InvalidRuleException(String problem, Throwable cause) {
        super("@AuthorizeChannel: " + problem, cause);
    }
}
