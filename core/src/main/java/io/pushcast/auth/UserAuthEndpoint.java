package io.pushcast.auth;

import io.pushcast.json.JsonCodec;
import io.pushcast.message.SocketId;
import io.pushcast.pusher.PusherApp;
import io.pushcast.text.LogText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers clients that ask to sign in as a user, whatever web framework brings the question. A connection that has signed
 * in gets what is published to its user ({@link io.pushcast.message.ChannelName#ofUser}). Immutable and safe for use by
 * several threads.
 *
 * <p>A client posts a form with {@code socket_id}. It signs in as whom the rule says, and a rule that fails signs in
 * nobody.
 *
 * @param <U> what the application knows its users by
 * @see <a href="https://pusher.com/docs/channels/server_api/authenticating-users/">Authenticating users</a>
 */
public final class UserAuthEndpoint<U> {

    private static final Logger log = LoggerFactory.getLogger(UserAuthEndpoint.class);

    private final UserRule<U> rule;
    private final AuthResponseWriter grants;
    private final Duration maxDecisionTime;

    /** Signs users in to the app, with the limits of {@linkplain PusherApp#server its server}. */
    public UserAuthEndpoint(PusherApp app, UserRule<U> rule, JsonCodec json) {
        this(app, rule, json, AuthLimits.of(app.server()));
    }

    /**
     * Signs users in to the app.
     *
     * @param json writes the information about users
     * @param limits what the app's server takes
     */
    public UserAuthEndpoint(PusherApp app, UserRule<U> rule, JsonCodec json, AuthLimits limits) {
        this.rule = Objects.requireNonNull(rule, "rule");
        this.grants = new AuthResponseWriter(app, json, limits);
        this.maxDecisionTime = limits.maxDecisionTime();
    }

    /**
     * The answer to one form. The stage never completes exceptionally; it completes when the rule's stage does, in the
     * thread that completes that, or after {@link AuthLimits#maxDecisionTime}, as a failure of the rule, on one of the
     * threads on which {@link CompletableFuture} runs asynchronous tasks.
     *
     * <p>In this order: a {@code socket_id} that is missing, repeated or none is 400; without a user it is 401, and the
     * rule is not asked; when the rule gives nobody it is 403; a rule that fails, or that gives a user larger than the
     * limits, is 500, and the log says why.
     *
     * <p>Cancelling what is returned, since the client has gone, cancels the rule's stage; so does the end of its time.
     *
     * @param form the form's fields, decoded; of each, all values that were sent
     * @param user who sent it, as the application has authenticated them; null if it hasn't
     */
    public CompletionStage<AuthResponse> handle(Map<String, List<String>> form, @Nullable U user) {
        try {
            SocketId socketId = AuthForm.socketId(form);
            return user == null ? CompletableFuture.completedFuture(refuseWithoutUser()) : signIn(socketId, user);
        } catch (AuthForm.MalformedFormException e) {
            log.debug("Refused a sign-in: {}", e.getMessage());
            return CompletableFuture.completedFuture(AuthResponse.refusal(400, String.valueOf(e.getMessage())));
        }
    }

    private CompletionStage<AuthResponse> signIn(SocketId socketId, U user) {
        return new RuleEvaluation<>(
                        () -> rule.signIn(user, socketId),
                        (Optional<SignedInUser> decision) -> decision.map(known -> grants.toSignIn(socketId, known))
                                .orElseGet(this::refuse),
                        this::failed,
                        maxDecisionTime)
                .ask();
    }

    private AuthResponse refuse() {
        log.debug("Refused a sign-in: the rule gives nobody");
        return AuthResponse.refusal(403, "This user may not sign in");
    }

    private AuthResponse refuseWithoutUser() {
        log.debug("Refused a sign-in: there is no user");
        return AuthResponse.refusal(401, "There is no user");
    }

    private AuthResponse failed(Throwable failure) {
        log.error(
                "Refused a sign-in: its rule failed: {}", LogText.line(String.valueOf(failure.getMessage())), failure);
        return AuthResponse.refusal(500, "The user could not be signed in");
    }
}
