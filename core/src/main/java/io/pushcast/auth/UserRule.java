package io.pushcast.auth;

import io.pushcast.message.SocketId;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Decides as whom a connection may sign in. Implementations are safe for use by several threads.
 *
 * @param <U> what the application knows its users by
 */
@FunctionalInterface
public interface UserRule<U> {

    /**
     * Who the user is to Pusher, now or later; empty to refuse. It is asked in the thread that calls
     * {@link UserAuthEndpoint#handle}, so a rule that must wait for something should say so with its stage.
     *
     * <p>Nothing is granted by a rule that throws, returns null, or whose stage fails or gives null; that is logged.
     * So is a stage that is not complete after {@link AuthLimits#maxDecisionTime}, which then grants nothing either.
     *
     * @param user who asks, as the application has authenticated them
     * @param socketId the connection that is to sign in. The client says so itself: do not take it for an identity
     */
    CompletionStage<Optional<SignedInUser>> signIn(U user, SocketId socketId);

    /** The rule that decides at once, by the user alone. */
    static <U> UserRule<U> of(Function<? super U, Optional<SignedInUser>> decision) {
        Objects.requireNonNull(decision, "decision");
        return (user, socketId) -> CompletableFuture.completedFuture(decision.apply(user));
    }
}
