package io.pushcast.quarkus.deployment.auth;

import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.ChannelPattern;
import io.pushcast.auth.ChannelRule;
import io.pushcast.auth.ChannelRules;
import io.pushcast.auth.UserRule;
import io.pushcast.quarkus.deployment.PushcastBuildTimeConfig;
import io.pushcast.quarkus.runtime.auth.AuthBeans;
import io.pushcast.quarkus.runtime.auth.AuthHandler;
import io.pushcast.quarkus.runtime.auth.AuthRecorder;
import io.pushcast.quarkus.runtime.auth.BlockingCalls;
import io.pushcast.quarkus.runtime.web.RouteRecorder;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.ArcConfig;
import io.quarkus.arc.deployment.AutoAddScopeBuildItem;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.CompletedApplicationClassPredicateBuildItem;
import io.quarkus.arc.deployment.ExcludedTypeBuildItem;
import io.quarkus.arc.deployment.InvokerFactoryBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.TransformedAnnotationsBuildItem;
import io.quarkus.arc.deployment.UnremovableBeanBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.arc.processor.BeanInfo;
import io.quarkus.arc.processor.BuiltinScope;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.GeneratedClassBuildItem;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.deployment.execannotations.ExecutionModelAnnotationsAllowedBuildItem;
import io.quarkus.deployment.recording.RecorderContext;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.deployment.HttpRootPathBuildItem;
import io.quarkus.vertx.http.deployment.RouteBuildItem;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.ParameterizedType;
import org.jboss.jandex.Type;
import org.jboss.logging.Logger;

/** The endpoints that authorise subscriptions and sign users in, and the rules of the application. */
class ChannelAuthProcessor {

    private static final Logger log = Logger.getLogger(ChannelAuthProcessor.class);

    private static final List<DotName> RULES = List.of(RuleMethod.AUTHORIZE_CHANNEL, UserRuleMethod.AUTHENTICATE_USER);
    private static final DotName CONVERTER = DotName.createSimple(Converter.class);
    private static final Type USER = Type.create(DotName.createSimple(SecurityIdentity.class), Type.Kind.CLASS);
    private static final Type CHANNEL_RULES = ParameterizedType.create(ChannelRules.class, USER);
    private static final Type USER_RULE = ParameterizedType.create(UserRule.class, USER);

    @BuildStep
    AdditionalBeanBuildItem beans() {
        return AdditionalBeanBuildItem.builder()
                .addBeanClasses(AuthBeans.class, BlockingCalls.class)
                .setUnremovable()
                .build();
    }

    @BuildStep
    void addHandler(PushcastBuildTimeConfig config, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (config.auth().enabled()) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(AuthHandler.class));
        }
    }

    @BuildStep
    void makeClassesWithRulesBeans(BuildProducer<AutoAddScopeBuildItem> scopes) {
        for (DotName annotation : RULES) {
            scopes.produce(AutoAddScopeBuildItem.builder()
                    .anyMethodMatches(method -> isWritten(method) && method.hasDeclaredAnnotation(annotation))
                    .defaultScope(BuiltinScope.SINGLETON)
                    .reason("it has a method annotated with @" + annotation.withoutPackagePrefix())
                    .unremovable()
                    .build());
        }
    }

    @BuildStep
    void keepBeansWithRules(CombinedIndexBuildItem index, BuildProducer<UnremovableBeanBuildItem> unremovable) {
        Set<DotName> withRules = RULES.stream()
                .flatMap(rule -> annotations(rule, index))
                .map(annotation ->
                        annotation.target().asMethod().declaringClass().name())
                .collect(Collectors.toSet());
        unremovable.produce(new UnremovableBeanBuildItem((Predicate<BeanInfo>)
                bean -> bean.isClassBean() && RuleBeans.isOrExtends(index.getIndex(), bean.getBeanClass(), withRules)));
        unremovable.produce(UnremovableBeanBuildItem.beanTypes(CONVERTER));
    }

    /** Quarkus takes {@code @Blocking} and its like for a mistake where nobody says that they count. */
    @BuildStep
    ExecutionModelAnnotationsAllowedBuildItem allowRulesToSayWhereTheyRun() {
        return new ExecutionModelAnnotationsAllowedBuildItem(
                (Predicate<MethodInfo>) method -> RULES.stream().anyMatch(method::hasDeclaredAnnotation));
    }

    @BuildStep
    RuleBeansBuildItem findBeansWithRules(
            CombinedIndexBuildItem index,
            BeanDiscoveryFinishedBuildItem beans,
            TransformedAnnotationsBuildItem annotations,
            List<ExcludedTypeBuildItem> excluded,
            ArcConfig config) {
        List<String> patterns = new ArrayList<>(config.excludeTypes().orElse(List.of()));
        excluded.forEach(each -> patterns.add(each.getMatch()));
        return new RuleBeansBuildItem(
                new RuleBeans(index.getIndex(), beans::beanStream, annotations, new ExcludedTypes(patterns)));
    }

    @BuildStep
    ChannelRulesBuildItem findChannelRules(
            CombinedIndexBuildItem index,
            BeanDiscoveryFinishedBuildItem beans,
            RuleBeansBuildItem ruleBeans,
            BuildProducer<ValidationErrorBuildItem> errors) {
        ParameterConversions conversions =
                new ParameterConversions(index.getComputingIndex(), type -> convertersTo(type, beans));
        List<RuleMethod> methods = new ArrayList<>();
        List<AnnotationInstance> annotations = annotations(RuleMethod.AUTHORIZE_CHANNEL, index)
                .filter(each ->
                        !ruleBeans.beans().areDisabled(each.target().asMethod().declaringClass()))
                .toList();
        for (AnnotationInstance annotation : annotations) {
            try {
                methods.add(RuleMethod.of(annotation, conversions));
            } catch (InvalidRuleException e) {
                errors.produce(new ValidationErrorBuildItem(e));
            }
        }
        return new ChannelRulesBuildItem(methods);
    }

    @BuildStep
    UserRuleBuildItem findUserRule(
            CombinedIndexBuildItem index,
            RuleBeansBuildItem ruleBeans,
            BuildProducer<ValidationErrorBuildItem> errors) {
        List<MethodInfo> found = annotations(UserRuleMethod.AUTHENTICATE_USER, index)
                .map(annotation -> annotation.target().asMethod())
                .filter(method -> !ruleBeans.beans().areDisabled(method.declaringClass()))
                .sorted(Comparator.comparing(InvalidRuleException::describe))
                .toList();
        try {
            return new UserRuleBuildItem(UserRuleMethod.theOnly(found));
        } catch (InvalidRuleException e) {
            errors.produce(new ValidationErrorBuildItem(e));
            return new UserRuleBuildItem(Optional.empty());
        }
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    void recordRules(
            AuthRecorder recorder,
            RecorderContext context,
            ChannelRulesBuildItem channels,
            UserRuleBuildItem users,
            RuleBeansBuildItem ruleBeans,
            InvokerFactoryBuildItem invokers,
            CompletedApplicationClassPredicateBuildItem applicationClasses,
            BuildProducer<GeneratedClassBuildItem> classes,
            BuildProducer<GeneratedResourceBuildItem> resources,
            BuildProducer<SyntheticBeanBuildItem> synthetic,
            BuildProducer<ValidationErrorBuildItem> errors) {
        RuleRecording recording = new RuleRecording(
                recorder,
                context,
                ruleBeans.beans(),
                invokers,
                new ConversionClasses(classes, resources, name -> applicationClasses.test(DotName.createSimple(name))));
        RuntimeValue<ChannelRules.Builder<SecurityIdentity>> rules = recorder.rules();
        List<Rule> ordered = order(channels.methods());
        checkOverlaps(ordered, errors);
        for (Rule rule : ordered) {
            CheckedRuleMethod method = rule.method().called();
            recording
                    .call(method, errors)
                    .ifPresent(call ->
                            recorder.addRule(rules, rule.pattern().toString(), call, recording.arguments(method)));
        }
        synthetic.produce(SyntheticBeanBuildItem.configure(ChannelRules.class)
                .types(CHANNEL_RULES)
                .scope(Singleton.class)
                .defaultBean()
                .runtimeValue(recorder.build(rules))
                .done());
        synthetic.produce(SyntheticBeanBuildItem.configure(UserRule.class)
                .types(USER_RULE)
                .scope(Singleton.class)
                .defaultBean()
                .runtimeValue(users.method()
                        .flatMap(method -> recording
                                .call(method, errors)
                                .map(call -> recorder.userRule(call, recording.arguments(method))))
                        .orElseGet(recorder::noUserRule))
                .done());
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void addEndpoints(
            AuthRecorder recorder,
            RouteRecorder recordedRoutes,
            PushcastBuildTimeConfig config,
            HttpRootPathBuildItem root,
            ChannelRulesBuildItem channels,
            UserRuleBuildItem users,
            Capabilities capabilities,
            BuildProducer<RouteBuildItem> routes) {
        if (!config.auth().enabled()) {
            return;
        }
        if (capabilities.isMissing(Capability.SECURITY)) {
            warnWithoutSecurity(config, channels, users);
        }
        for (String path : config.auth().path()) {
            routes.produce(root.routeBuilder()
                    .routeFunction(belowRoot(path), recordedRoutes.postsAndGets(recorder.authRequests()))
                    .handler(recorder.channelAuth())
                    .build());
        }
        for (String path : config.auth().userPath()) {
            routes.produce(root.routeBuilder()
                    .routeFunction(belowRoot(path), recordedRoutes.postsAndGets(recorder.authRequests()))
                    .handler(recorder.userAuth())
                    .build());
        }
    }

    /** What has a slash in front would be beside the root, where Quarkus authenticates nobody. */
    private static String belowRoot(String path) {
        return path.startsWith("/") ? path.substring(1) : path;
    }

    private static Stream<AnnotationInstance> annotations(DotName rule, CombinedIndexBuildItem index) {
        return index.getIndex().getAnnotations(rule).stream()
                .filter(annotation -> isWritten(annotation.target().asMethod()));
    }

    /** And not made by the compiler, which copies annotations to methods that only call another one. */
    private static boolean isWritten(MethodInfo method) {
        return !method.isBridge() && !method.isSynthetic();
    }

    private static void warnWithoutSecurity(
            PushcastBuildTimeConfig config, ChannelRulesBuildItem channels, UserRuleBuildItem users) {
        if (!channels.methods().isEmpty()) {
            warnWithoutSecurity("AuthorizeChannel", config.auth().path());
        }
        if (users.method().isPresent()) {
            warnWithoutSecurity("AuthenticateUser", config.auth().userPath());
        }
    }

    private static void warnWithoutSecurity(String annotation, List<String> paths) {
        log.warn("There are methods annotated with @" + annotation + ", and no extension that authenticates users: "
                + String.join(", ", paths) + " will answer every request with 401. Add one, such as quarkus-oidc");
    }

    private static List<String> convertersTo(Type type, BeanDiscoveryFinishedBuildItem beans) {
        Type converter = ParameterizedType.create(CONVERTER, type);
        return beans.beanStream().filter(bean -> bean.getTypes().contains(converter)).stream()
                .map(BeanInfo::getIdentifier)
                .toList();
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
        try {
            build(ordered);
        } catch (IllegalStateException e) {
            errors.produce(new ValidationErrorBuildItem(inConflict(ordered, e)));
        }
    }

    private static void build(List<Rule> ordered) {
        ChannelRules.Builder<SecurityIdentity> rules = ChannelRules.builder();
        ordered.forEach(rule -> rules.rule(rule.pattern(), ChannelRule.of(request -> AuthDecision.deny())));
        rules.build();
    }

    /** The same error, with the methods whose patterns it is about. */
    private static InvalidRuleException inConflict(List<Rule> ordered, IllegalStateException conflict) {
        for (Rule later : ordered) {
            for (Rule earlier : ordered.subList(0, ordered.indexOf(later))) {
                try {
                    build(List.of(earlier, later));
                } catch (IllegalStateException e) {
                    return new InvalidRuleException(
                            e.getMessage() + ". The former is of "
                                    + later.method().called().description() + ", the latter of "
                                    + earlier.method().called().description(),
                            e);
                }
            }
        }
        return new InvalidRuleException(String.valueOf(conflict.getMessage()), conflict);
    }

    /** One pattern with the method that decides about it. */
    private record Rule(ChannelPattern pattern, RuleMethod method) {}
}
