package io.pushcast.quarkus.deployment.auth;

import io.pushcast.auth.AuthenticateUser;
import io.pushcast.auth.SignedInUser;
import io.pushcast.quarkus.runtime.auth.RuleArgument.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.MethodParameterInfo;

/** Checks a method annotated with {@link AuthenticateUser}. */
final class UserRuleMethod {

    static final DotName AUTHENTICATE_USER = DotName.createSimple(AuthenticateUser.class);

    private static final DotName USER = DotName.createSimple(SignedInUser.class);

    private UserRuleMethod() {}

    /** @throws InvalidRuleException if there are several; the message names them */
    static Optional<CheckedRuleMethod> theOnly(List<MethodInfo> methods) {
        if (methods.size() > 1) {
            throw new InvalidRuleException(
                    AUTHENTICATE_USER,
                    methods.get(0),
                    "there is another on " + InvalidRuleException.describe(methods.get(1))
                            + "; an application has one, since nothing tells which of them decides");
        }
        return methods.stream().findFirst().map(UserRuleMethod::of);
    }

    /** @throws InvalidRuleException if the method is wrong; the message says what would be right */
    static CheckedRuleMethod of(MethodInfo method) {
        CheckedRuleMethod.checkCallable(AUTHENTICATE_USER, method);
        if (!CheckedRuleMethod.decided(method.returnType()).name().equals(USER)) {
            throw new InvalidRuleException(
                    AUTHENTICATE_USER,
                    method,
                    "it returns " + method.returnType()
                            + "; it must return SignedInUser (null refuses), or an Optional, CompletionStage or Uni of it");
        }
        List<RuleParameter> parameters = new ArrayList<>();
        for (MethodParameterInfo parameter : method.parameters()) {
            RuleParameter byType = RuleParameter.byType(parameter);
            if (byType == null || byType.source() == Source.CHANNEL) {
                throw new InvalidRuleException(
                        AUTHENTICATE_USER,
                        method,
                        "its parameter " + parameter.nameOrDefault() + " is a " + parameter.type()
                                + "; it can be SecurityIdentity, Principal or SocketId");
            }
            parameters.add(byType);
        }
        return new CheckedRuleMethod(
                AUTHENTICATE_USER,
                method,
                List.copyOf(parameters),
                CheckedRuleMethod.thread(AUTHENTICATE_USER, method));
    }
}
