package io.pushcast.spring.auth;

import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.ChannelRequest;
import io.pushcast.auth.ChannelRule;
import java.security.Principal;
import java.util.concurrent.CompletionStage;

/**
 * A rule that is a method of a bean.
 *
 * @param method returns what {@link RuleResult} takes
 */
record ChannelRuleMethod(RuleInvocation method) implements ChannelRule<Principal> {

    @Override
    public CompletionStage<AuthDecision> decide(ChannelRequest<Principal> request) {
        return method.ask(AuthCaller.of(request)).thenApply(RuleResult::decision);
    }
}
