package io.pushcast.spring.subscribe;

import io.pushcast.spring.PushcastConfigurationException;
import io.pushcast.subscribe.Subscribe;
import io.pushcast.subscribe.SubscribeMethod;
import io.pushcast.subscribe.SubscriberBuilder;
import java.lang.reflect.Method;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;

/** Finds the {@link Subscribe} methods of the beans of one context, without making the beans. */
final class SubscribeMethods {

    private static final Logger LOG = LoggerFactory.getLogger(SubscribeMethods.class);

    private final ConfigurableListableBeanFactory beans;

    SubscribeMethods(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /** @throws PushcastConfigurationException if one of them can't be called with events */
    void addTo(SubscriberBuilder subscriber) {
        for (String name : beans.getBeanNamesForType(Object.class, true, false)) {
            Class<?> type =
                    ScopedProxyUtils.isScopedTarget(name) ? null : AutoProxyUtils.determineTargetClass(beans, name);
            if (type != null) {
                annotated(type).forEach((method, annotation) -> add(subscriber, name, method, annotation));
            }
        }
    }

    static Map<Method, Subscribe> annotated(Class<?> type) {
        if (!AnnotationUtils.isCandidateClass(type, Subscribe.class)) {
            return Map.of();
        }
        try {
            return MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<Subscribe>)
                    method -> AnnotatedElementUtils.findMergedAnnotation(method, Subscribe.class));
        } catch (IllegalStateException | LinkageError e) {
            // A library's bean may name a class in its signatures that is there only for those who use it.
            LOG.debug("No @Subscribe methods are looked for in {}", type, e);
            return Map.of();
        }
    }

    private void add(SubscriberBuilder subscriber, String beanName, Method method, Subscribe annotation) {
        try {
            SubscribeMethod.of(invocable(beanName, method), annotation, this::resolved)
                    .addTo(subscriber, () -> beans.getBean(beanName));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new PushcastConfigurationException(String.valueOf(e.getMessage()), "Correct the method.", e);
        }
    }

    private String resolved(String channel) {
        String value = beans.resolveEmbeddedValue(channel);
        return value == null ? channel : value;
    }

    private Method invocable(String beanName, Method method) {
        Class<?> beanType = beans.getType(beanName);
        Method invocable = beanType == null ? method : AopUtils.selectInvocableMethod(method, beanType);
        ReflectionUtils.makeAccessible(invocable);
        return invocable;
    }
}
