package io.pushcast.spring.auth;

import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.ChannelRequest;
import io.pushcast.auth.ChannelRule;
import io.pushcast.auth.StageCancellation;
import java.security.Principal;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A rule that is a method of a bean.
 *
 * @param method returns what {@link RuleResult} takes
 */
record ChannelRuleMethod(RuleInvocation method) implements ChannelRule<Principal> {

    @Override
    public CompletionStage<AuthDecision> decide(ChannelRequest<Principal> request) {
        CompletionStage<? extends @Nullable Object> answer = method.ask(AuthCaller.of(request));
        return StageCancellation.passOn(answer.thenApply(RuleResult::decision), answer);
    }
}
