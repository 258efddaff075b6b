package io.pushcast.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a rule is asked, and how it goes on. Whatever the rule does, there is an answer, and it can't fail.
 *
 * @param <D> what the rule decides
 * @param rule asks it; anything may come of that
 * @param carryOut the answer to a decision
 * @param failed the answer if there is no decision, or it can't be carried out
 */
record Question<D>(
        Supplier<CompletionStage<D>> rule,
        Function<D, AuthResponse> carryOut,
        Function<Throwable, AuthResponse> failed) {

    CompletableFuture<AuthResponse> ask() {
        CompletableFuture<AuthResponse> answer = new CompletableFuture<>();
        try {
            CompletionStage<D> decision = rule.get();
            if (decision == null) {
                throw new IllegalStateException("It returned null for a stage");
            }
            decision.whenComplete((result, failure) -> answer.complete(answer(result, failure)));
        } catch (Throwable e) {
            answer.complete(failed.apply(e));
        }
        return answer;
    }

    private AuthResponse answer(@Nullable D decision, @Nullable Throwable failure) {
        if (failure != null) {
            return failed.apply(unwrapped(failure));
        }
        if (decision == null) {
            return failed.apply(new IllegalStateException("Its decision is null"));
        }
        try {
            return carryOut.apply(decision);
        } catch (RuntimeException | Error e) {
            return failed.apply(e);
        }
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
