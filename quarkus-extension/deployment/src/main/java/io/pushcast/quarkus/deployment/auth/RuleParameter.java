package io.pushcast.quarkus.deployment.auth;

import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.quarkus.runtime.auth.RuleArgument.Source;
import io.quarkus.security.identity.SecurityIdentity;
import java.security.Principal;
import java.util.Map;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodParameterInfo;
import org.jspecify.annotations.Nullable;

/**
 * Where an argument of a rule's method comes from.
 *
 * @param source what it is
 * @param name the name of the pattern's parameter; empty if it is none
 * @param conversion what makes the argument from the parameter's text; null if it stays a text, or is none
 */
record RuleParameter(Source source, String name, @Nullable ParameterConversion conversion) {

    private static final Map<DotName, Source> BY_TYPE = Map.of(
            DotName.createSimple(SecurityIdentity.class), Source.IDENTITY,
            DotName.createSimple(Principal.class), Source.PRINCIPAL,
            DotName.createSimple(ChannelName.class), Source.CHANNEL,
            DotName.createSimple(SocketId.class), Source.SOCKET);

    /** What the parameter gets by its type alone; null if its type says nothing. */
    static @Nullable RuleParameter byType(MethodParameterInfo parameter) {
        Source source = BY_TYPE.get(parameter.type().name());
        return source == null ? null : new RuleParameter(source, "", null);
    }
}
