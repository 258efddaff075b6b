package io.pushcast.quarkus.runtime.auth;

import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.ChannelRequest;
import io.pushcast.auth.ChannelRule;
import io.pushcast.auth.PresenceMember;
import io.pushcast.auth.StageCancellation;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Asks a method annotated with {@link io.pushcast.auth.AuthorizeChannel}. */
final class RecordedChannelRule implements ChannelRule<SecurityIdentity> {

    private final RuleInvocation call;
    private final List<RuleArgument> arguments;

    RecordedChannelRule(RuleInvocation call, List<RuleArgument> arguments) {
        this.call = call;
        this.arguments = List.copyOf(arguments);
    }

    @Override
    public CompletionStage<AuthDecision> decide(ChannelRequest<SecurityIdentity> request) {
        CompletionStage<Optional<Object>> answer = call.answer(() ->
                arguments.stream().map(argument -> argument.valueFor(request)).toArray());
        return StageCancellation.passOn(
                answer.thenApply(
                        given -> given.map(RecordedChannelRule::decision).orElseGet(AuthDecision::deny)),
                answer);
    }

    private static AuthDecision decision(Object answer) {
        if (answer instanceof AuthDecision decision) {
            return decision;
        }
        if (answer instanceof PresenceMember member) {
            return AuthDecision.member(member);
        }
        return Boolean.TRUE.equals(answer) ? AuthDecision.allow() : AuthDecision.deny();
    }
}
