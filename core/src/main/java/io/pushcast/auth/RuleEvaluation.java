package io.pushcast.auth;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a rule is asked, and how it goes on. Whatever the rule does, there is an answer, and it can't fail.
 *
 * @param <D> what the rule decides
 * @param rule asks it; anything may come of that
 * @param carryOut the answer to a decision
 * @param failed the answer if there is no decision, or it can't be carried out; tells why in the log
 * @param patience how long to wait for the decision
 */
record RuleEvaluation<D>(
        Supplier<CompletionStage<D>> rule,
        Function<D, AuthResponse> carryOut,
        Function<Throwable, AuthResponse> failed,
        Duration patience) {

    private static final Logger log = LoggerFactory.getLogger(RuleEvaluation.class);

    /** Whoever cancels the answer cancels the rule's stage, as the end of its patience does. */
    CompletableFuture<AuthResponse> ask() {
        CompletableFuture<Supplier<AuthResponse>> decided = new CompletableFuture<>();
        CompletionStage<D> decision = null;
        AtomicBoolean abandoned = new AtomicBoolean();
        try {
            decision = rule.get();
            if (decision == null) {
                throw new IllegalStateException("It returned null for a stage");
            }
            decision.whenComplete((result, failure) ->
                    decided.complete(() -> abandoned.get() ? abandoned() : answer(result, failure)));
        } catch (Throwable e) {
            decided.complete(() -> refuse(e));
        }
        CompletionStage<D> asked = decision;
        CompletableFuture<AuthResponse> answer = decided.orTimeout(
                        Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS)
                .thenApply(Supplier::get)
                .exceptionallyCompose(late -> refuseLate(asked));
        return cancelling(answer, asked, abandoned);
    }

    private static <T> CompletableFuture<T> cancelling(
            CompletableFuture<T> answer, @Nullable CompletionStage<?> asked, AtomicBoolean abandoned) {
        CompletionStage<T> ended = answer;
        ended.whenComplete((response, failure) -> {
            if (failure instanceof CancellationException && asked != null) {
                abandoned.set(true);
                StageCancellation.cancel(asked);
            }
        });
        return answer;
    }

    /** Nobody waits for it. */
    private static AuthResponse abandoned() {
        return AuthResponse.refusal(500, "The client has gone");
    }

    /** Not in the one thread that watches all timeouts. */
    private CompletableFuture<AuthResponse> refuseLate(@Nullable CompletionStage<D> decision) {
        return CompletableFuture.supplyAsync(() -> {
            AuthResponse refusal = refuse(new IllegalStateException("It did not decide within " + patience));
            if (decision != null) {
                StageCancellation.cancel(decision);
            }
            return refusal;
        });
    }

    private AuthResponse answer(@Nullable D decision, @Nullable Throwable failure) {
        if (failure != null) {
            return refuse(unwrapped(failure));
        }
        if (decision == null) {
            return refuse(new IllegalStateException("Its decision is null"));
        }
        try {
            return carryOut.apply(decision);
        } catch (RuntimeException | Error e) {
            return refuse(e);
        }
    }

    private AuthResponse refuse(Throwable failure) {
        try {
            return failed.apply(failure);
        } catch (RuntimeException | Error e) {
            // Whatever a rule throws may fail when it is asked for its message, which loggers do too.
            log.error(
                    "A rule failed with a {}, and telling of that failed with a {}",
                    failure.getClass().getName(),
                    e.getClass().getName());
            return AuthResponse.refusal(500, "The rule failed");
        }
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
