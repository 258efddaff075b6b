package io.pushcast.quarkus.deployment;

import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.ChannelPattern;
import io.pushcast.auth.ChannelRule;
import io.pushcast.auth.ChannelRules;
import io.pushcast.quarkus.runtime.PushcastRecorder;
import io.quarkus.arc.deployment.AutoAddScopeBuildItem;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.InvokerFactoryBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.UnremovableBeanBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.arc.processor.BeanInfo;
import io.quarkus.arc.processor.BuiltinScope;
import io.quarkus.arc.processor.InvokerInfo;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.recording.RecorderContext;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.deployment.BodyHandlerBuildItem;
import io.quarkus.vertx.http.deployment.HttpRootPathBuildItem;
import io.quarkus.vertx.http.deployment.RequireBodyHandlerBuildItem;
import io.quarkus.vertx.http.deployment.RouteBuildItem;
import jakarta.inject.Singleton;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.ParameterizedType;
import org.jboss.jandex.Type;
import org.jboss.logging.Logger;

/** The endpoint that authorises subscriptions, and the rules of the application. */
class ChannelAuthProcessor {

    private static final Logger log = Logger.getLogger(ChannelAuthProcessor.class);

    private static final Type RULES = ParameterizedType.create(
            ChannelRules.class, Type.create(DotName.createSimple(SecurityIdentity.class), Type.Kind.CLASS));

    @BuildStep
    AutoAddScopeBuildItem makeClassesWithRulesBeans() {
        return AutoAddScopeBuildItem.builder()
                .containsAnnotations(RuleMethod.AUTHORIZE_CHANNEL)
                .defaultScope(BuiltinScope.SINGLETON)
                .reason("it has a method annotated with @AuthorizeChannel")
                .unremovable()
                .build();
    }

    @BuildStep
    UnremovableBeanBuildItem keepBeansWithRules() {
        return UnremovableBeanBuildItem.beanClassAnnotation(RuleMethod.AUTHORIZE_CHANNEL);
    }

    @BuildStep
    ChannelRulesBuildItem findRules(CombinedIndexBuildItem index, BuildProducer<ValidationErrorBuildItem> errors) {
        List<RuleMethod> methods = new ArrayList<>();
        for (AnnotationInstance annotation : index.getIndex().getAnnotations(RuleMethod.AUTHORIZE_CHANNEL)) {
            try {
                methods.add(RuleMethod.of(annotation));
            } catch (InvalidRuleException e) {
                errors.produce(new ValidationErrorBuildItem(e));
            }
        }
        return new ChannelRulesBuildItem(methods);
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    SyntheticBeanBuildItem recordRules(
            PushcastRecorder recorder,
            RecorderContext context,
            ChannelRulesBuildItem found,
            BeanDiscoveryFinishedBuildItem beans,
            InvokerFactoryBuildItem invokers,
            BuildProducer<ValidationErrorBuildItem> errors) {
        RuntimeValue<ChannelRules.Builder<SecurityIdentity>> rules = recorder.rules();
        List<Rule> ordered = order(found.methods());
        checkOverlaps(ordered, errors);
        for (Rule rule : ordered) {
            Optional<BeanInfo> bean = beanOf(rule.method(), beans);
            if (bean.isPresent()) {
                InvokerInfo invoker = invokers.createInvoker(
                                bean.get(), rule.method().method())
                        .withInstanceLookup()
                        .build();
                recorder.addRule(
                        rules,
                        rule.pattern().toString(),
                        rule.method().description(),
                        context.newInstance(nameOf(invoker.getClassDesc())),
                        rule.method().arguments());
            } else {
                errors.produce(new ValidationErrorBuildItem(new InvalidRuleException(
                        rule.method().method(),
                        "its class is no CDI bean; give it a scope such as @ApplicationScoped")));
            }
        }
        return SyntheticBeanBuildItem.configure(ChannelRules.class)
                .types(RULES)
                .scope(Singleton.class)
                .defaultBean()
                .runtimeValue(recorder.build(rules))
                .done();
    }

    @BuildStep
    void requireForms(PushcastBuildTimeConfig config, BuildProducer<RequireBodyHandlerBuildItem> required) {
        if (config.auth().enabled()) {
            required.produce(new RequireBodyHandlerBuildItem());
        }
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void addEndpoint(
            PushcastRecorder recorder,
            PushcastBuildTimeConfig config,
            HttpRootPathBuildItem root,
            BodyHandlerBuildItem bodyHandler,
            ChannelRulesBuildItem rules,
            Capabilities capabilities,
            BuildProducer<RouteBuildItem> routes) {
        if (config.auth().enabled()) {
            if (!rules.methods().isEmpty() && capabilities.isMissing(Capability.SECURITY)) {
                log.warnf(
                        "There are methods annotated with @AuthorizeChannel, and no extension that authenticates users: %s"
                                + " will answer every request with 401. Add one, such as quarkus-oidc",
                        config.auth().path());
            }
            routes.produce(root.routeBuilder()
                    .routeFunction(config.auth().path(), recorder.forms(bodyHandler.getHandler()))
                    .handler(recorder.authHandler())
                    .blockingRoute()
                    .build());
        }
    }

    private static String nameOf(ClassDesc type) {
        return type.packageName().isEmpty() ? type.displayName() : type.packageName() + "." + type.displayName();
    }

    private static Optional<BeanInfo> beanOf(RuleMethod rule, BeanDiscoveryFinishedBuildItem beans) {
        ClassInfo declaring = rule.method().declaringClass();
        return beans.beanStream()
                .classBeans()
                .filter(bean -> bean.getBeanClass().equals(declaring.name()))
                .firstResult();
    }

    /**
     * Methods have no order, so a narrower pattern is put before a wider one: one that matches all that another matches
     * can't have more text of its own, and with as much text, only {@code {x...}} is wider.
     */
    private static List<Rule> order(List<RuleMethod> methods) {
        return methods.stream()
                .flatMap(method -> method.patterns().stream().map(pattern -> new Rule(pattern, method)))
                .sorted(Comparator.comparingInt((Rule rule) -> -ownText(rule.pattern()))
                        .thenComparing(rule -> rule.pattern().toString().endsWith("...}"))
                        .thenComparing(rule -> rule.pattern().toString()))
                .toList();
    }

    private static int ownText(ChannelPattern pattern) {
        return pattern.toString().replaceAll("\\{[^}]*}", "").length();
    }

    private static void checkOverlaps(List<Rule> ordered, BuildProducer<ValidationErrorBuildItem> errors) {
        ChannelRules.Builder<SecurityIdentity> rules = ChannelRules.builder();
        ordered.forEach(rule -> rules.rule(rule.pattern(), ChannelRule.of(request -> AuthDecision.deny())));
        try {
            rules.build();
        } catch (IllegalStateException e) {
            errors.produce(new ValidationErrorBuildItem(new InvalidRuleException(String.valueOf(e.getMessage()), e)));
        }
    }

    /** One pattern with the method that decides about it. */
    private record Rule(ChannelPattern pattern, RuleMethod method) {}
}
