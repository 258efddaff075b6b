package io.pushcast.quarkus.deployment.auth;

import io.pushcast.quarkus.runtime.auth.InvocationThread;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

/**
 * A method of the application that decides about users, checked.
 *
 * @param annotation what makes it one
 * @param method the method
 * @param parameters what it is called with
 * @param thread where it is called
 */
record CheckedRuleMethod(
        DotName annotation, MethodInfo method, List<RuleParameter> parameters, InvocationThread thread) {

    private static final Set<DotName> LATER = Set.of(
            DotName.createSimple(CompletionStage.class),
            DotName.createSimple(CompletableFuture.class),
            DotName.createSimple(Uni.class));
    private static final DotName OPTIONAL = DotName.createSimple(Optional.class);
    private static final DotName BLOCKING = DotName.createSimple("io.smallrye.common.annotation.Blocking");
    private static final DotName NON_BLOCKING = DotName.createSimple("io.smallrye.common.annotation.NonBlocking");
    private static final DotName VIRTUAL = DotName.createSimple("io.smallrye.common.annotation.RunOnVirtualThread");
    private static final DotName TRANSACTIONAL = DotName.createSimple("jakarta.transaction.Transactional");

    /** As it is named in errors and logs. */
    String description() {
        return InvalidRuleException.describe(method);
    }

    /** @throws InvalidRuleException if it is no method that can be called */
    static void checkCallable(DotName annotation, MethodInfo method) {
        if (Modifier.isPrivate(method.flags())) {
            throw new InvalidRuleException(
                    annotation, method, "it is private, so that nothing can call it; leave that out");
        }
        if (Modifier.isAbstract(method.flags())) {
            throw new InvalidRuleException(
                    annotation, method, "it is abstract; annotate the method of the bean's class");
        }
    }

    /** What the method decides, without what says that it may be late or missing. */
    static Type decided(Type returned) {
        return returned.kind() == Type.Kind.PARAMETERIZED_TYPE
                        && (isLater(returned) || returned.name().equals(OPTIONAL))
                ? decided(returned.asParameterizedType().arguments().get(0))
                : returned;
    }

    /**
     * Where Quarkus REST would call such a method: what answers later on the event loop, and the rest on a worker, unless
     * annotations of the method, or else of its class, say otherwise.
     *
     * @throws InvalidRuleException if they say two things
     */
    static InvocationThread thread(DotName annotation, MethodInfo method) {
        List<DotName> said = Set.of(BLOCKING, NON_BLOCKING, VIRTUAL).stream()
                .filter(method::hasDeclaredAnnotation)
                .sorted()
                .toList();
        if (said.isEmpty()) {
            said = Set.of(BLOCKING, NON_BLOCKING, VIRTUAL).stream()
                    .filter(method.declaringClass()::hasDeclaredAnnotation)
                    .sorted()
                    .toList();
        }
        if (said.size() > 1) {
            throw new InvalidRuleException(
                    annotation,
                    method,
                    "it is both @" + said.get(0).withoutPackagePrefix() + " and @"
                            + said.get(1).withoutPackagePrefix() + "; leave one of them out");
        }
        if (said.contains(VIRTUAL)) {
            return InvocationThread.VIRTUAL;
        }
        boolean blocking = said.isEmpty() ? mayBlock(method) : said.contains(BLOCKING);
        return blocking ? InvocationThread.WORKER : InvocationThread.EVENT_LOOP;
    }

    private static boolean mayBlock(MethodInfo method) {
        return !isLater(method.returnType())
                || method.hasDeclaredAnnotation(TRANSACTIONAL)
                || method.declaringClass().hasDeclaredAnnotation(TRANSACTIONAL);
    }

    private static boolean isLater(Type returned) {
        return LATER.contains(returned.name());
    }
}
