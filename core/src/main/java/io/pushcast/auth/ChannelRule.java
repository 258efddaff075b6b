package io.pushcast.auth;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Decides whether a user may subscribe to a channel. Implementations are safe for use by several threads.
 *
 * @param <U> what the application knows its users by
 */
@FunctionalInterface
public interface ChannelRule<U> {

    /**
     * The decision about one subscription, now or later. It is asked in the thread that calls
     * {@link ChannelAuthEndpoint#handle}, so a rule that must wait for something should say so with its stage.
     *
     * <p>Nothing is granted by a rule that throws, returns null, or whose stage fails or gives null; that is logged.
     * So is a stage that is not complete after {@link AuthLimits#maxDecisionTime}, which then grants nothing either and is
     * cancelled, as it is when the client goes.
     */
    CompletionStage<AuthDecision> decide(ChannelRequest<U> request);

    /** The rule that decides at once. */
    static <U> ChannelRule<U> of(Function<? super ChannelRequest<U>, ? extends AuthDecision> decision) {
        Objects.requireNonNull(decision, "decision");
        return request -> CompletableFuture.completedFuture(decision.apply(request));
    }

    /**
     * The rule that allows what the condition holds for, and denies the rest, at once. For private channels: on a presence
     * channel a rule must say who joins, see {@link AuthDecision#member}.
     */
    static <U> ChannelRule<U> when(Predicate<? super ChannelRequest<U>> condition) {
        Objects.requireNonNull(condition, "condition");
        return of(request -> condition.test(request) ? AuthDecision.allow() : AuthDecision.deny());
    }
}
