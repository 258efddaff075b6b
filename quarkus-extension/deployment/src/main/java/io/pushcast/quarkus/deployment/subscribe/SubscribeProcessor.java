package io.pushcast.quarkus.deployment.subscribe;

import io.pushcast.quarkus.deployment.PushcastBuildTimeConfig;
import io.pushcast.quarkus.runtime.health.PushcastSubscriberWellnessCheck;
import io.pushcast.quarkus.runtime.observation.SubscriberMeters;
import io.pushcast.quarkus.runtime.subscribe.SubscribeMethods;
import io.pushcast.quarkus.runtime.subscribe.SubscribeRecorder;
import io.pushcast.quarkus.runtime.subscribe.SubscriberBeans;
import io.pushcast.subscribe.Subscribe;
import io.pushcast.subscribe.SubscribeMethod;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.AutoAddScopeBuildItem;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.UnremovableBeanBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.arc.processor.BeanInfo;
import io.quarkus.arc.processor.BuiltinScope;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveMethodBuildItem;
import io.quarkus.deployment.metrics.MetricsCapabilityBuildItem;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.metrics.MetricsFactory;
import io.quarkus.smallrye.health.deployment.spi.HealthBuildItem;
import jakarta.inject.Singleton;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/** Finds {@link Subscribe} methods, checks them, and has the application's subscriber call them. */
class SubscribeProcessor {

    private static final DotName SUBSCRIBE = DotName.createSimple(Subscribe.class);

    @BuildStep
    AdditionalBeanBuildItem beans() {
        return AdditionalBeanBuildItem.unremovableOf(SubscriberBeans.class);
    }

    @BuildStep
    AutoAddScopeBuildItem makeClassesWithMethodsBeans() {
        return AutoAddScopeBuildItem.builder()
                .anyMethodMatches(method -> method.hasDeclaredAnnotation(SUBSCRIBE))
                .defaultScope(BuiltinScope.SINGLETON)
                .reason("it has a method annotated with @Subscribe")
                .unremovable()
                .build();
    }

    @BuildStep
    UnremovableBeanBuildItem keepBeansWithMethods(CombinedIndexBuildItem index) {
        return new UnremovableBeanBuildItem((Predicate<BeanInfo>) bean -> bean.isClassBean()
                && !methodsOf(bean.getImplClazz(), index.getIndex()).isEmpty());
    }

    @BuildStep
    SubscribeMethodsBuildItem find(
            CombinedIndexBuildItem index,
            BeanDiscoveryFinishedBuildItem beans,
            BuildProducer<ValidationErrorBuildItem> errors) {
        List<SubscribeMethodsBuildItem.Found> found = new ArrayList<>();
        for (BeanInfo bean : beans.beanStream().classBeans()) {
            for (MethodInfo method : methodsOf(bean.getImplClazz(), index.getIndex())) {
                try {
                    found.add(new SubscribeMethodsBuildItem.Found(bean.getIdentifier(), checked(method)));
                } catch (IllegalArgumentException e) {
                    errors.produce(new ValidationErrorBuildItem(e));
                }
            }
        }
        return new SubscribeMethodsBuildItem(found);
    }

    /** Its own, and those that it inherits. */
    private static List<MethodInfo> methodsOf(ClassInfo type, IndexView index) {
        List<MethodInfo> methods = new ArrayList<>();
        for (ClassInfo each = type; each != null; each = superclass(each, index)) {
            for (MethodInfo method : each.methods()) {
                if (method.hasDeclaredAnnotation(SUBSCRIBE) && !method.isBridge() && !method.isSynthetic()) {
                    methods.add(method);
                }
            }
        }
        return methods;
    }

    private static @Nullable ClassInfo superclass(ClassInfo type, IndexView index) {
        return type.superName() == null ? null : index.getClassByName(type.superName());
    }

    /** @throws IllegalArgumentException if it can't be called with events */
    private static Method checked(MethodInfo info) {
        Method method = load(info);
        if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
            throw new IllegalArgumentException(
                    "The @Subscribe method " + info.declaringClass().name() + "." + info.name()
                            + " is private or static, so that its bean can't be called: make it neither");
        }
        // What stands in the configuration is known later, and checked then.
        SubscribeMethod.of(
                method, method.getAnnotation(Subscribe.class), channel -> channel.replaceAll("\\$\\{[^}]*}", "x"));
        return method;
    }

    private static Method load(MethodInfo info) {
        Class<?> type = load(info.declaringClass().name());
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(info.name()) && hasParameters(method, info))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(info + " is in the index, but can't be loaded"));
    }

    private static boolean hasParameters(Method method, MethodInfo info) {
        List<DotName> given = Arrays.stream(method.getParameterTypes())
                .map(DotName::createSimple)
                .toList();
        return given.equals(info.parameterTypes().stream().map(Type::name).toList());
    }

    private static Class<?> load(DotName name) {
        try {
            return Class.forName(name.toString(), false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + " is in the index, but can't be loaded", e);
        }
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    SyntheticBeanBuildItem record(SubscribeRecorder recorder, SubscribeMethodsBuildItem found) {
        RuntimeValue<SubscribeMethods> methods = recorder.methods();
        for (SubscribeMethodsBuildItem.Found each : found.methods()) {
            Method method = each.method();
            recorder.add(
                    methods,
                    each.beanId(),
                    method.getDeclaringClass(),
                    method.getName(),
                    List.of(method.getParameterTypes()));
        }
        return SyntheticBeanBuildItem.configure(SubscribeMethods.class)
                .scope(Singleton.class)
                .unremovable()
                .runtimeValue(methods)
                .done();
    }

    @BuildStep
    void registerForReflection(
            CombinedIndexBuildItem index,
            SubscribeMethodsBuildItem found,
            BuildProducer<ReflectiveMethodBuildItem> methods,
            BuildProducer<ReflectiveHierarchyBuildItem> payloads) {
        found.methods().forEach(each -> methods.produce(new ReflectiveMethodBuildItem(false, each.method())));
        index.getIndex().getAnnotations(SUBSCRIBE).stream()
                .flatMap(annotation -> annotation.target().asMethod().parameterTypes().stream())
                .filter(type -> !type.name().toString().startsWith("io.pushcast."))
                .forEach(type -> payloads.produce(ReflectiveHierarchyBuildItem.builder(type)
                        .source("@Subscribe")
                        .build()));
    }

    @BuildStep
    void addHealthCheck(
            PushcastBuildTimeConfig config, SubscribeMethodsBuildItem found, BuildProducer<HealthBuildItem> checks) {
        if (!found.methods().isEmpty()) {
            checks.produce(new HealthBuildItem(
                    PushcastSubscriberWellnessCheck.class.getName(),
                    config.health().enabled()));
        }
    }

    @BuildStep
    void measure(
            PushcastBuildTimeConfig config,
            Optional<MetricsCapabilityBuildItem> metrics,
            BuildProducer<AdditionalBeanBuildItem> beans) {
        if (config.metrics().enabled()
                && metrics.filter(found -> found.metricsSupported(MetricsFactory.MICROMETER))
                        .isPresent()) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(SubscriberMeters.class));
        }
    }
}
