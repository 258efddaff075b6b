package io.pushcast.quarkus.deployment;

import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.ChannelPattern;
import io.pushcast.auth.PresenceMember;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.quarkus.runtime.RuleArgument;
import io.pushcast.quarkus.runtime.RuleArgument.Source;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Modifier;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.MethodParameterInfo;
import org.jboss.jandex.PrimitiveType;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/**
 * A method annotated with {@link AuthorizeChannel}, checked.
 *
 * @param method the method
 * @param patterns the channels that it decides about
 * @param arguments what it is called with
 */
record RuleMethod(MethodInfo method, List<ChannelPattern> patterns, List<RuleArgument> arguments) {

    static final DotName AUTHORIZE_CHANNEL = DotName.createSimple(AuthorizeChannel.class);

    private static final DotName BOOLEAN = DotName.createSimple(Boolean.class);
    private static final Set<DotName> MEMBERS =
            Set.of(DotName.createSimple(PresenceMember.class), DotName.createSimple(AuthDecision.class));
    private static final Set<DotName> AROUND = Set.of(
            DotName.createSimple(Optional.class),
            DotName.createSimple(CompletionStage.class),
            DotName.createSimple(Uni.class));
    private static final Map<DotName, Source> BY_TYPE = Map.of(
            DotName.createSimple(SecurityIdentity.class), Source.IDENTITY,
            DotName.createSimple(Principal.class), Source.PRINCIPAL,
            DotName.createSimple(ChannelName.class), Source.CHANNEL,
            DotName.createSimple(SocketId.class), Source.SOCKET);
    private static final Map<DotName, Source> BY_NAME = Map.of(
            DotName.createSimple(String.class), Source.TEXT,
            PrimitiveType.INT.name(), Source.INT,
            DotName.createSimple(Integer.class), Source.INT,
            PrimitiveType.LONG.name(), Source.LONG,
            DotName.createSimple(Long.class), Source.LONG,
            DotName.createSimple(UUID.class), Source.UUID);

    /** @throws InvalidRuleException if the annotation or the method is wrong; the message says what would be right */
    static RuleMethod of(AnnotationInstance annotation) {
        MethodInfo method = annotation.target().asMethod();
        List<ChannelPattern> patterns = patterns(annotation, method);
        checkCallable(method);
        checkResult(method, patterns);
        List<RuleArgument> arguments = new ArrayList<>();
        for (MethodParameterInfo parameter : method.parameters()) {
            arguments.add(argument(method, parameter, patterns));
        }
        return new RuleMethod(method, patterns, List.copyOf(arguments));
    }

    /** As it is named in errors and logs. */
    String description() {
        return describe(method);
    }

    static String describe(MethodInfo method) {
        return method.declaringClass().name() + "." + method.name() + "()";
    }

    private static List<ChannelPattern> patterns(AnnotationInstance annotation, MethodInfo method) {
        String[] texts = annotation.value().asStringArray();
        if (texts.length == 0) {
            throw new InvalidRuleException(method, "it names no channel; it needs at least one pattern");
        }
        try {
            return Arrays.stream(texts).map(ChannelPattern::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new InvalidRuleException(method, String.valueOf(e.getMessage()));
        }
    }

    private static void checkCallable(MethodInfo method) {
        if (Modifier.isPrivate(method.flags())) {
            throw new InvalidRuleException(method, "it is private, so that nothing can call it; leave that out");
        }
        if (Modifier.isAbstract(method.flags())) {
            throw new InvalidRuleException(method, "it is abstract; annotate the method of the bean's class");
        }
    }

    private static void checkResult(MethodInfo method, List<ChannelPattern> patterns) {
        DotName type = decided(method.returnType()).name();
        if (MEMBERS.contains(type)) {
            return;
        }
        if (!type.equals(BOOLEAN) && !type.equals(PrimitiveType.BOOLEAN.name())) {
            throw new InvalidRuleException(
                    method,
                    "it returns " + method.returnType()
                            + "; it must return boolean, PresenceMember (null refuses) or AuthDecision, or an Optional,"
                            + " CompletionStage or Uni of these");
        }
        for (ChannelPattern pattern : patterns) {
            if (pattern.type().isPresence()) {
                throw new InvalidRuleException(
                        method,
                        "it returns " + method.returnType() + ", and '" + pattern
                                + "' is for presence channels, whose subscribers see who joins; it must return"
                                + " PresenceMember (null refuses) or AuthDecision");
            }
        }
    }

    private static Type decided(Type returned) {
        return returned.kind() == Type.Kind.PARAMETERIZED_TYPE && AROUND.contains(returned.name())
                ? decided(returned.asParameterizedType().arguments().get(0))
                : returned;
    }

    private static RuleArgument argument(
            MethodInfo method, MethodParameterInfo parameter, List<ChannelPattern> patterns) {
        Source byType = BY_TYPE.get(parameter.type().name());
        if (byType != null) {
            return new RuleArgument(byType, "");
        }
        @Nullable String name = parameter.name();
        if (name == null) {
            throw new InvalidRuleException(
                    method,
                    "the name of its parameter " + (parameter.position() + 1)
                            + " is not in the class file; compile with -parameters");
        }
        for (ChannelPattern pattern : patterns) {
            if (!pattern.parameters().contains(name)) {
                throw new InvalidRuleException(
                        method,
                        "the parameter '" + name + "' of the method is none of the pattern '" + pattern
                                + "', which has "
                                + (pattern.parameters().isEmpty() ? "none" : String.join(", ", pattern.parameters()))
                                + "; others can only be SecurityIdentity, Principal, ChannelName or SocketId");
            }
        }
        Source byName = BY_NAME.get(parameter.type().name());
        if (byName == null) {
            throw new InvalidRuleException(
                    method,
                    "the parameter '" + name + "' is a " + parameter.type()
                            + "; a part of a channel's name can be a String, int, long or UUID");
        }
        return new RuleArgument(byName, name);
    }
}
