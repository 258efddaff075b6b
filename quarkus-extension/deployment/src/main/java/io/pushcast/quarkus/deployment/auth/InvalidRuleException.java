package io.pushcast.quarkus.deployment.auth;

import java.util.stream.Collectors;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;

/** Says, when the application is built, what is wrong with a method that decides about users. */
final class InvalidRuleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidRuleException(DotName annotation, MethodInfo method, String problem) {
        super("@" + annotation.withoutPackagePrefix() + " on " + describe(method) + ": " + problem);
    }

    InvalidRuleException(String problem, Throwable cause) {
        super("@AuthorizeChannel: " + problem, cause);
    }

    /** As a method is named in errors and logs. */
    static String describe(MethodInfo method) {
        return method.declaringClass().name() + "." + method.name()
                + method.parameterTypes().stream()
                        .map(type -> type.name().withoutPackagePrefix())
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
