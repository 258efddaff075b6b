package io.pushcast.spring.auth;

import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.ChannelPattern;
import io.pushcast.auth.ChannelRules;
import io.pushcast.spring.PushcastConfigurationException;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.convert.ConversionService;
import org.springframework.util.ReflectionUtils;

/** Finds the {@link AuthorizeChannel} methods of all beans and makes rules of them. */
final class MethodRules {

    /**
     * The narrower patterns first, since the first that matches decides and beans have no order of their own: those with
     * more text of their own, and those whose last parameter takes less.
     */
    private static final Comparator<Found> NARROWER_FIRST = Comparator.<Found>comparingInt(found ->
                    -found.pattern.toString().replaceAll("\\{[^}]*}", "").length())
            .thenComparing(found -> found.pattern.toString().contains("...}"))
            .thenComparing(found -> found.pattern.toString());

    private final ConfigurableListableBeanFactory beans;
    private final ConversionService conversion;
    private final DefaultParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

    MethodRules(ConfigurableListableBeanFactory beans, ConversionService conversion) {
        this.beans = beans;
        this.conversion = conversion;
    }

    private record Found(ChannelPattern pattern, Method method, MethodRule rule) {}

    /** @throws PushcastConfigurationException if a method can't be a rule, or two have the same pattern */
    void addTo(ChannelRules.Builder<Principal> rules) {
        List<Found> all = new ArrayList<>();
        for (String name : beans.getBeanNamesForType(Object.class)) {
            if (!ScopedProxyUtils.isScopedTarget(name)) {
                find(name, all);
            }
        }
        all.sort(NARROWER_FIRST);
        requireDistinct(all);
        all.forEach(found -> rules.rule(found.pattern, found.rule));
    }

    private void find(String beanName, List<Found> all) {
        Class<?> type = targetClass(beanName);
        if (type == null || isSpringsOwn(type) || !AnnotationUtils.isCandidateClass(type, AuthorizeChannel.class)) {
            return;
        }
        Map<Method, AuthorizeChannel> methods =
                MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<AuthorizeChannel>)
                        method -> AnnotatedElementUtils.findMergedAnnotation(method, AuthorizeChannel.class));
        methods.forEach((method, annotation) -> {
            List<ChannelPattern> patterns = patterns(method, annotation);
            MethodRule rule = rule(beanName, type, method, patterns);
            patterns.forEach(pattern -> all.add(new Found(pattern, method, rule)));
        });
    }

    /** They have no rules, and some can't be looked into: their signatures name classes that are not there. */
    private static boolean isSpringsOwn(Class<?> type) {
        return type.getName().startsWith("org.springframework.");
    }

    private @Nullable Class<?> targetClass(String beanName) {
        Class<?> type = AutoProxyUtils.determineTargetClass(beans, beanName);
        if (type == null || !ScopedObject.class.isAssignableFrom(type)) {
            return type;
        }
        return AutoProxyUtils.determineTargetClass(beans, ScopedProxyUtils.getTargetBeanName(beanName));
    }

    private MethodRule rule(String beanName, Class<?> type, Method method, List<ChannelPattern> patterns) {
        requireResult(type, method, patterns);
        List<RuleParameter> parameters = new ArrayList<>();
        for (int i = 0; i < method.getParameterCount(); i++) {
            MethodParameter parameter = new MethodParameter(method, i).withContainingClass(type);
            parameter.initParameterNameDiscovery(names);
            parameters.add(RuleParameter.of(parameter, patterns, conversion));
        }
        return new MethodRule(() -> beans.getBean(beanName), invocable(beanName, method), List.copyOf(parameters));
    }

    private static List<ChannelPattern> patterns(Method method, AuthorizeChannel annotation) {
        List<ChannelPattern> patterns = new ArrayList<>();
        for (String text : annotation.value()) {
            try {
                patterns.add(ChannelPattern.parse(text));
            } catch (IllegalArgumentException e) {
                throw wrong(method, "has a wrong pattern: " + e.getMessage(), "Correct the pattern.");
            }
        }
        if (patterns.isEmpty()) {
            throw wrong(method, "names no pattern", "Name the channels that it decides about.");
        }
        return patterns;
    }

    private static void requireResult(Class<?> type, Method method, List<ChannelPattern> patterns) {
        ResolvableType result = ResolvableType.forMethodReturnType(method, type);
        if (!RuleResult.isAllowed(result)) {
            throw wrong(
                    method,
                    "returns " + result,
                    "Let it return boolean, PresenceMember or AuthDecision, an Optional or a CompletionStage of these.");
        }
        for (ChannelPattern pattern : patterns) {
            if (pattern.type().isPresence() && !RuleResult.namesMember(result)) {
                throw wrong(
                        method,
                        "returns " + result + " and decides about the presence channels '" + pattern
                                + "', whose members see who is there",
                        "Let it return the PresenceMember that joins, or null to refuse.");
            }
        }
    }

    private Method invocable(String beanName, Method method) {
        Class<?> beanType = beans.getType(beanName);
        try {
            Method invocable = beanType == null ? method : AopUtils.selectInvocableMethod(method, beanType);
            ReflectionUtils.makeAccessible(invocable);
            return invocable;
        } catch (IllegalStateException e) {
            throw wrong(method, "can't be called through the proxy of its bean: " + e.getMessage(), "Make it public.");
        }
    }

    private static void requireDistinct(List<Found> all) {
        for (int i = 1; i < all.size(); i++) {
            Found former = all.get(i - 1);
            Found latter = all.get(i);
            if (former.pattern.equals(latter.pattern)) {
                throw new PushcastConfigurationException(
                        "Two @AuthorizeChannel methods decide about '" + latter.pattern + "': "
                                + Methods.describe(former.method) + " and " + Methods.describe(latter.method) + ".",
                        "Leave one of them.");
            }
        }
    }

    private static PushcastConfigurationException wrong(Method method, String what, String action) {
        return new PushcastConfigurationException(
                "The @AuthorizeChannel method " + Methods.describe(method) + " " + what + ".", action);
    }
}
