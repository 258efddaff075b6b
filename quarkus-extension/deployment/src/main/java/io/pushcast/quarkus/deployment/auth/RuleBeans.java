package io.pushcast.quarkus.deployment.auth;

import io.quarkus.arc.deployment.TransformedAnnotationsBuildItem;
import io.quarkus.arc.processor.BeanInfo;
import io.quarkus.arc.processor.BeanStream;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Vetoed;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jspecify.annotations.Nullable;

/** The beans on which methods that decide about users are called. */
final class RuleBeans {

    private final IndexView index;
    private final Supplier<BeanStream> beans;
    private final TransformedAnnotationsBuildItem annotations;
    private final Predicate<DotName> excluded;

    /**
     * Of an application.
     *
     * @param excluded says which classes the configuration, or another extension, keeps from being beans
     */
    RuleBeans(
            IndexView index,
            Supplier<BeanStream> beans,
            TransformedAnnotationsBuildItem annotations,
            Predicate<DotName> excluded) {
        this.index = index;
        this.beans = beans;
        this.annotations = annotations;
        this.excluded = excluded;
    }

    /**
     * The bean that has a method: that of its class, and else the only one that inherits it.
     *
     * @throws InvalidRuleException if there is none, or if there are several; the message says what would be right
     */
    BeanInfo beanOf(DotName annotation, MethodInfo method) {
        List<BeanInfo> found = beansWith(method.declaringClass());
        if (found.isEmpty()) {
            throw new InvalidRuleException(
                    annotation, method, "its class is no CDI bean; give it a scope such as @ApplicationScoped");
        }
        for (BeanInfo bean : found) {
            if (bean.getBeanClass().equals(method.declaringClass().name())) {
                return bean;
            }
        }
        if (found.size() > 1) {
            throw new InvalidRuleException(
                    annotation,
                    method,
                    "several beans inherit it, " + found.get(0).getBeanClass() + " and "
                            + found.get(1).getBeanClass()
                            + " among them, and nothing tells which of them decides; annotate the methods of one of them");
        }
        return found.get(0);
    }

    /**
     * Whether a class, or all that inherit from it, would be beans, and are none in this build: by {@code @IfBuildProfile}
     * and its like, as alternatives that are not selected, or since they are excluded.
     */
    boolean areDisabled(ClassInfo type) {
        if (!beansWith(type).isEmpty()) {
            return false;
        }
        if (!type.isAbstract()) {
            return isDisabled(type);
        }
        List<ClassInfo> heirs = index.getAllKnownSubclasses(type.name()).stream()
                .filter(heir -> !heir.isAbstract())
                .toList();
        return isDisabled(type) || (!heirs.isEmpty() && heirs.stream().allMatch(this::isDisabled));
    }

    private boolean isDisabled(ClassInfo type) {
        return annotations.hasAnnotation(type, Vetoed.class)
                || annotations.hasAnnotation(type, Alternative.class)
                || excluded.test(type.name());
    }

    private List<BeanInfo> beansWith(ClassInfo type) {
        return beans.get()
                .classBeans()
                .filter(bean -> isOrExtends(index, bean.getBeanClass(), List.of(type.name())))
                .collect();
    }

    /** Whether a class, or one that it extends, is one of some. */
    static boolean isOrExtends(IndexView index, DotName type, Collection<DotName> some) {
        for (@Nullable DotName each = type; each != null; each = superclassOf(index, each)) {
            if (some.contains(each)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable DotName superclassOf(IndexView index, DotName type) {
        ClassInfo known = index.getClassByName(type);
        return known == null ? null : known.superName();
    }
}
