package io.pushcast.spring.auth;

import io.pushcast.auth.AuthenticateUser;
import io.pushcast.auth.SignedInUser;
import io.pushcast.auth.StageCancellation;
import io.pushcast.auth.UserRule;
import io.pushcast.message.SocketId;
import io.pushcast.spring.PushcastConfigurationException;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The application's {@link AuthenticateUser} method as a rule.
 *
 * @param method returns a {@link SignedInUser}, an {@code Optional} of it, or either of them later
 */
record UserRuleMethod(RuleInvocation method) implements UserRule<Principal> {

    /**
     * The rule of the one method that there is; one that signs in nobody if there is none.
     *
     * @throws PushcastConfigurationException if there are several, or it can't be a rule
     */
    static UserRule<Principal> of(ConfigurableListableBeanFactory beans) {
        List<BeanMethods<AuthenticateUser>.Found> all = new BeanMethods<>(beans, AuthenticateUser.class).find();
        if (all.size() > 1) {
            throw new PushcastConfigurationException(
                    "Two @AuthenticateUser methods say as whom users sign in: "
                            + all.get(0).description() + " and " + all.get(1).description() + ".",
                    "Leave one of them.");
        }
        return all.isEmpty() ? nobody() : of(all.get(0), beans);
    }

    private static UserRule<Principal> nobody() {
        return (user, socketId) -> CompletableFuture.completedFuture(Optional.empty());
    }

    private static UserRuleMethod of(BeanMethods<AuthenticateUser>.Found found, BeanFactory beans) {
        if (!RuleResult.isAllowed(found.result(), type -> type == SignedInUser.class)) {
            throw found.wrong(
                    "returns " + found.result(),
                    "Let it return SignedInUser, or an Optional, a CompletionStage or a Mono of it.");
        }
        return new UserRuleMethod(found.asked(parameter -> RuleParameter.ofUser(parameter, found::wrong, beans)));
    }

    @Override
    public CompletionStage<Optional<SignedInUser>> signIn(Principal user, SocketId socketId) {
        CompletionStage<? extends @Nullable Object> answer = method.ask(new AuthCaller(user, socketId, null));
        return StageCancellation.passOn(answer.thenApply(UserRuleMethod::signedIn), answer);
    }

    private static Optional<SignedInUser> signedIn(@Nullable Object answer) {
        return answer instanceof Optional<?> optional
                ? optional.map(SignedInUser.class::cast)
                : Optional.ofNullable((SignedInUser) answer);
    }
}
