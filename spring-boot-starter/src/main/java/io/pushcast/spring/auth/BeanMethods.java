package io.pushcast.spring.auth;

import io.pushcast.spring.PushcastConfigurationException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Finds the methods of all beans that have one annotation, and makes them ready to be called. */
final class BeanMethods<A extends Annotation> {

    private static final Logger log = LoggerFactory.getLogger(BeanMethods.class);

    private final ConfigurableListableBeanFactory beans;
    private final Class<A> annotationType;
    private final DefaultParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

    BeanMethods(ConfigurableListableBeanFactory beans, Class<A> annotationType) {
        this.beans = beans;
        this.annotationType = annotationType;
    }

    /** All of them, also of parent contexts; of a bean that is lazy too, which is not made for this. */
    List<Found> find() {
        List<Found> all = new ArrayList<>();
        for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, Object.class)) {
            Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null : targetClass(name);
            if (type != null) {
                all.addAll(find(name, type));
            }
        }
        return all;
    }

    /** Those of one bean, whose class is this. */
    List<Found> find(String beanName, Class<?> type) {
        if (isSpringsOwn(type) || !AnnotationUtils.isCandidateClass(type, annotationType)) {
            return List.of();
        }
        List<Found> found = new ArrayList<>();
        annotated(type).forEach((method, annotation) -> found.add(new Found(beanName, type, method, annotation)));
        return found;
    }

    /** None if the type can't be looked into: without a rule, nobody is let in. */
    private Map<Method, A> annotated(Class<?> type) {
        try {
            return MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<A>)
                    method -> AnnotatedElementUtils.findMergedAnnotation(method, annotationType));
        } catch (IllegalStateException | LinkageError e) {
            // A library's bean may name a class in its signatures that is there only for those who use it.
            log.debug("No @{} methods are looked for in {}", annotationType.getSimpleName(), type, e);
            return Map.of();
        }
    }

    /** They have no such methods; but applications may be in a package below, as Spring's samples are. */
    private static boolean isSpringsOwn(Class<?> type) {
        return type.getName().startsWith("org.springframework.")
                && !AnnotatedElementUtils.isAnnotated(ClassUtils.getUserClass(type), Component.class);
    }

    private @Nullable Class<?> targetClass(String beanName) {
        ConfigurableListableBeanFactory owner = owner(beanName);
        Class<?> type = AutoProxyUtils.determineTargetClass(owner, beanName);
        if (type == null || !ScopedObject.class.isAssignableFrom(type)) {
            return type;
        }
        return AutoProxyUtils.determineTargetClass(owner, ScopedProxyUtils.getTargetBeanName(beanName));
    }

    /** The context that has the bean, which alone knows how it was made. */
    private ConfigurableListableBeanFactory owner(String beanName) {
        ConfigurableListableBeanFactory owner = beans;
        while (!owner.containsLocalBean(beanName)
                && owner.getParentBeanFactory() instanceof ConfigurableListableBeanFactory parent) {
            owner = parent;
        }
        return owner;
    }

    /** One of them. */
    final class Found {

        private final String beanName;
        private final Class<?> type;
        private final Method method;
        private final A annotation;

        private Found(String beanName, Class<?> type, Method method, A annotation) {
            this.beanName = beanName;
            this.type = type;
            this.method = method;
            this.annotation = annotation;
        }

        A annotation() {
            return annotation;
        }

        /** As it is declared, and, for proxies that have only interfaces, as the interface declares it. */
        Set<Method> declarations() {
            return new LinkedHashSet<>(List.of(method, ClassUtils.getInterfaceMethodIfPossible(method, type)));
        }

        ResolvableType result() {
            return ResolvableType.forMethodReturnType(method, type);
        }

        /** Such as {@code com.shop.OrderChannels.canSee(Principal, String)}. */
        String description() {
            return MethodDescriptions.describe(method);
        }

        /** Such as {@code OrderChannels.canSee}. */
        String name() {
            return type.getSimpleName() + "." + method.getName();
        }

        /**
         * The method, ready to be called.
         *
         * @param source where the argument for a parameter comes from
         * @throws PushcastConfigurationException if it can't be called
         */
        RuleInvocation asked(Function<MethodParameter, RuleParameter> source) {
            List<RuleParameter> parameters = new ArrayList<>();
            for (int i = 0; i < method.getParameterCount(); i++) {
                MethodParameter parameter = new MethodParameter(method, i).withContainingClass(type);
                parameter.initParameterNameDiscovery(names);
                parameters.add(source.apply(parameter));
            }
            return new RuleInvocation(() -> beans.getBean(beanName), invocable(), List.copyOf(parameters));
        }

        private Method invocable() {
            Class<?> beanType = beans.getType(beanName);
            if (beanType != null && SpringProxy.class.isAssignableFrom(beanType) && !isInterceptable(beanType)) {
                throw wrong(
                        "can't be intercepted by the proxy of its bean: " + reason(),
                        "Make it public and not final, or move it to a bean without a proxy.");
            }
            try {
                Method invocable = beanType == null ? method : AopUtils.selectInvocableMethod(method, beanType);
                ReflectionUtils.makeAccessible(invocable);
                return invocable;
            } catch (IllegalStateException e) {
                throw wrong("can't be called through the proxy of its bean: " + e.getMessage(), "Make it public.");
            }
        }

        /** A proxy of interfaces alone is looked at by Spring itself. */
        private boolean isInterceptable(Class<?> proxy) {
            return Proxy.isProxyClass(proxy) || Modifier.isPrivate(method.getModifiers()) || reason().isEmpty();
        }

        /** What keeps a class that extends the bean's from overriding the method; empty if nothing does. */
        private String reason() {
            int modifiers = method.getModifiers();
            if (Modifier.isStatic(modifiers)) {
                return "it is static, so that method security and transactions would be skipped";
            }
            if (Modifier.isFinal(modifiers)) {
                return "it is final, so that method security and transactions would be skipped";
            }
            boolean packagePrivate = !Modifier.isPublic(modifiers) && !Modifier.isProtected(modifiers);
            Class<?> owner = method.getDeclaringClass();
            return packagePrivate && !owner.getPackage().equals(type.getPackage())
                    ? "it is package-private and inherited from another package, so that method security and transactions would"
                            + " be skipped"
                    : "";
        }

        /** What to throw if there is something wrong with it. */
        PushcastConfigurationException wrong(String what, String action) {
            return new PushcastConfigurationException(
                    "The @" + annotationType.getSimpleName() + " method " + description() + " " + what + ".", action);
        }
    }
}
