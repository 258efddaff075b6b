package io.pushcast.quarkus.runtime.auth;

import io.pushcast.auth.SignedInUser;
import io.pushcast.auth.StageCancellation;
import io.pushcast.auth.UserRule;
import io.pushcast.message.SocketId;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Asks the method annotated with {@link io.pushcast.auth.AuthenticateUser}. */
final class RecordedUserRule implements UserRule<SecurityIdentity> {

    private final RuleInvocation call;
    private final List<RuleArgument> arguments;

    RecordedUserRule(RuleInvocation call, List<RuleArgument> arguments) {
        this.call = call;
        this.arguments = List.copyOf(arguments);
    }

    @Override
    public CompletionStage<Optional<SignedInUser>> signIn(SecurityIdentity user, SocketId socketId) {
        CompletionStage<Optional<Object>> answer = call.answer(() -> arguments.stream()
                .map(argument -> argument.valueFor(user, socketId))
                .toArray());
        return StageCancellation.passOn(answer.thenApply(given -> given.map(SignedInUser.class::cast)), answer);
    }
}
