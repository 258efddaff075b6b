package io.pushcast.quarkus.deployment.auth;

import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.ChannelPattern;
import io.pushcast.auth.PresenceMember;
import io.pushcast.quarkus.runtime.auth.RuleArgument.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.MethodParameterInfo;
import org.jboss.jandex.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * A method annotated with {@link AuthorizeChannel}, checked.
 *
 * @param called the method, and what it is called with
 * @param patterns the channels that it decides about
 */
public record RuleMethod(CheckedRuleMethod called, List<ChannelPattern> patterns) {

    static final DotName AUTHORIZE_CHANNEL = DotName.createSimple(AuthorizeChannel.class);

    private static final DotName BOOLEAN = DotName.createSimple(Boolean.class);
    private static final Set<DotName> MEMBERS =
            Set.of(DotName.createSimple(PresenceMember.class), DotName.createSimple(AuthDecision.class));

    /** @throws InvalidRuleException if the annotation or the method is wrong; the message says what would be right */
    static RuleMethod of(AnnotationInstance annotation, ParameterConversions conversions) {
        MethodInfo method = annotation.target().asMethod();
        List<ChannelPattern> patterns = patterns(annotation, method);
        CheckedRuleMethod.checkCallable(AUTHORIZE_CHANNEL, method);
        checkResult(method, patterns);
        List<RuleParameter> parameters = new ArrayList<>();
        for (MethodParameterInfo parameter : method.parameters()) {
            RuleParameter byType = RuleParameter.byType(parameter);
            parameters.add(byType == null ? byName(method, parameter, patterns, conversions) : byType);
        }
        return new RuleMethod(
                new CheckedRuleMethod(
                        AUTHORIZE_CHANNEL,
                        method,
                        List.copyOf(parameters),
                        CheckedRuleMethod.thread(AUTHORIZE_CHANNEL, method)),
                patterns);
    }

    /** As it is named in errors and logs. */
    public String description() {
        return called.description();
    }

    private static List<ChannelPattern> patterns(AnnotationInstance annotation, MethodInfo method) {
        String[] texts = annotation.value().asStringArray();
        if (texts.length == 0) {
            throw invalid(method, "it names no channel; it needs at least one pattern");
        }
        try {
            return Arrays.stream(texts).map(ChannelPattern::parse).toList();
        } catch (IllegalArgumentException e) {
            throw invalid(method, String.valueOf(e.getMessage()));
        }
    }

    private static void checkResult(MethodInfo method, List<ChannelPattern> patterns) {
        DotName type = CheckedRuleMethod.decided(method.returnType()).name();
        if (MEMBERS.contains(type)) {
            return;
        }
        if (!type.equals(BOOLEAN) && !type.equals(PrimitiveType.BOOLEAN.name())) {
            throw invalid(
                    method,
                    "it returns " + method.returnType()
                            + "; it must return boolean, PresenceMember (null refuses) or AuthDecision, or an Optional,"
                            + " CompletionStage or Uni of these");
        }
        for (ChannelPattern pattern : patterns) {
            if (pattern.type().isPresence()) {
                throw invalid(
                        method,
                        "it returns " + method.returnType() + ", and '" + pattern
                                + "' is for presence channels, whose subscribers see who joins; it must return"
                                + " PresenceMember (null refuses) or AuthDecision");
            }
        }
    }

    private static RuleParameter byName(
            MethodInfo method,
            MethodParameterInfo parameter,
            List<ChannelPattern> patterns,
            ParameterConversions conversions) {
        @Nullable String name = parameter.name();
        if (name == null) {
            throw invalid(
                    method,
                    "the name of its parameter " + (parameter.position() + 1)
                            + " is not in the class file; compile with -parameters");
        }
        for (ChannelPattern pattern : patterns) {
            if (!pattern.parameters().contains(name)) {
                throw invalid(
                        method,
                        "the parameter '" + name + "' of the method is none of the pattern '" + pattern
                                + "', which has "
                                + (pattern.parameters().isEmpty() ? "none" : String.join(", ", pattern.parameters()))
                                + "; others can only be SecurityIdentity, Principal, ChannelName or SocketId");
            }
        }
        return parameter.type().name().equals(DotName.STRING_NAME)
                ? new RuleParameter(Source.PARAMETER, name, null)
                : new RuleParameter(Source.PARAMETER, name, conversion(method, parameter, name, conversions));
    }

    private static ParameterConversion conversion(
            MethodInfo method, MethodParameterInfo parameter, String name, ParameterConversions conversions) {
        String isA = "the parameter '" + name + "' is a " + parameter.type();
        try {
            return conversions
                    .to(parameter.type(), method.declaringClass().name().packagePrefix())
                    .orElseThrow(() -> invalid(
                            method,
                            isA
                                    + "; a part of a channel's name can be a String, a number, an enum, a type with a static"
                                    + " method fromString, valueOf, of or parse, or a constructor, that takes a String, or"
                                    + " one for which a bean is a MicroProfile Converter"));
        } catch (IllegalStateException e) {
            throw invalid(method, isA + ", and " + e.getMessage() + "; there must be one");
        }
    }

    private static InvalidRuleException invalid(MethodInfo method, String problem) {
        return new InvalidRuleException(AUTHORIZE_CHANNEL, method, problem);
    }
}
