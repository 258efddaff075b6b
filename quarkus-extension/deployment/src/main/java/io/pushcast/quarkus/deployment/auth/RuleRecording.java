package io.pushcast.quarkus.deployment.auth;

import io.pushcast.quarkus.runtime.auth.AuthRecorder;
import io.pushcast.quarkus.runtime.auth.RuleArgument;
import io.pushcast.quarkus.runtime.auth.RuleInvocation;
import io.quarkus.arc.deployment.InvokerFactoryBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.arc.processor.BeanInfo;
import io.quarkus.arc.processor.InvokerInfo;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.recording.RecorderContext;
import io.quarkus.runtime.RuntimeValue;
import java.lang.constant.ClassDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records how methods that decide about users are called. */
final class RuleRecording {

    private final AuthRecorder recorder;
    private final RecorderContext context;
    private final RuleBeans beans;
    private final InvokerFactoryBuildItem invokers;
    private final ConversionClasses conversions;
    private final Map<CheckedRuleMethod, Optional<RuntimeValue<RuleInvocation>>> calls = new HashMap<>();

    RuleRecording(
            AuthRecorder recorder,
            RecorderContext context,
            RuleBeans beans,
            InvokerFactoryBuildItem invokers,
            ConversionClasses conversions) {
        this.recorder = recorder;
        this.context = context;
        this.beans = beans;
        this.invokers = invokers;
        this.conversions = conversions;
    }

    /** The call of a method, the same each time; empty if no bean has it, or several have, which is an error. */
    Optional<RuntimeValue<RuleInvocation>> call(
            CheckedRuleMethod method, BuildProducer<ValidationErrorBuildItem> errors) {
        return calls.computeIfAbsent(method, each -> record(each, errors));
    }

    private Optional<RuntimeValue<RuleInvocation>> record(
            CheckedRuleMethod method, BuildProducer<ValidationErrorBuildItem> errors) {
        BeanInfo bean;
        try {
            bean = beans.beanOf(method.annotation(), method.method());
        } catch (InvalidRuleException e) {
            errors.produce(new ValidationErrorBuildItem(e));
            return Optional.empty();
        }
        InvokerInfo invoker = invokers.createInvoker(bean, method.method())
                .withInstanceLookup()
                .build();
        return Optional.of(recorder.call(
                method.description(), context.newInstance(nameOf(invoker.getClassDesc())), method.thread()));
    }

    /** What a method is called with. */
    List<RuleArgument> arguments(CheckedRuleMethod method) {
        return method.parameters().stream()
                .map(parameter -> new RuleArgument(
                        parameter.source(), parameter.name(), conversion(method, parameter.conversion())))
                .toList();
    }

    private @Nullable RuntimeValue<Function<String, Object>> conversion(
            CheckedRuleMethod method, @Nullable ParameterConversion conversion) {
        if (conversion == null) {
            return null;
        }
        if (conversion instanceof ParameterConversion.ByBean byBean) {
            return recorder.converter(byBean.bean());
        }
        return context.newInstance(conversions.write(
                (ParameterConversion.ByFactory) conversion, method.method().declaringClass()));
    }

    private static String nameOf(ClassDesc type) {
        return type.packageName().isEmpty() ? type.displayName() : type.packageName() + "." + type.displayName();
    }
}
