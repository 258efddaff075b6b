package io.pushcast.auth;

import io.pushcast.json.JsonCodec;
import io.pushcast.message.ChannelName;
import io.pushcast.pusher.PusherApp;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers clients that ask whether they may subscribe to a private or presence channel, whatever web framework brings
 * the question. Immutable and safe for use by several threads.
 *
 * <p>A client posts a form with {@code socket_id} and {@code channel_name}. It is granted what a rule allows, and nothing
 * else: a channel without a rule is refused, and a rule that fails grants nothing.
 *
 * @param <U> what the application knows its users by
 * @see <a href="https://pusher.com/docs/channels/server_api/authorizing-users/">Authorizing users</a>
 */
public final class ChannelAuthEndpoint<U> {

    private static final Logger log = LoggerFactory.getLogger(ChannelAuthEndpoint.class);

    private final ChannelRules<U> rules;
    private final AuthLimits limits;
    private final Grants grants;

    /** Grants subscriptions to channels of the app, with Pusher's limits. */
    public ChannelAuthEndpoint(PusherApp app, ChannelRules<U> rules, JsonCodec json) {
        this(app, rules, json, AuthLimits.PUSHER);
    }

    /**
     * Grants subscriptions to channels of the app.
     *
     * @param json writes the information about presence members
     * @param limits what the app's server takes
     */
    public ChannelAuthEndpoint(PusherApp app, ChannelRules<U> rules, JsonCodec json, AuthLimits limits) {
        this.rules = Objects.requireNonNull(rules, "rules");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.grants = new Grants(new ChannelSigner(app), Objects.requireNonNull(json, "json"), limits);
    }

    /**
     * The answer to one form. The stage never completes exceptionally; it completes when the rule's stage does, in the
     * thread that completes that.
     *
     * <p>In this order: a field that is missing, repeated or no channel name or socket id is 400 and is named; without a
     * user it is 401, and no rule is asked; a channel that no rule matches, or that its rule denies, is 403; a rule that
     * fails, or that gives a presence member larger than the limits, is 500, and the log says why. A presence channel that
     * a rule allows without naming a member is 403, which is logged too.
     *
     * @param form the form's fields, decoded; of each, all values that were sent
     * @param user who sent it, as the application has authenticated them; null if it hasn't
     */
    public CompletionStage<AuthResponse> handle(Map<String, List<String>> form, @Nullable U user) {
        try {
            AuthForm fields = AuthForm.read(form, limits);
            return user == null ? answered(refuseWithoutUser(fields)) : decide(fields, user);
        } catch (AuthForm.MalformedFormException e) {
            log.debug("Refused a subscription: {}", e.getMessage());
            return answered(AuthResponse.refusal(400, String.valueOf(e.getMessage())));
        }
    }

    private CompletionStage<AuthResponse> decide(AuthForm fields, U user) {
        Optional<ChannelRules.Match<U>> match = rules.match(fields.channel());
        return match.isPresent() ? ask(match.get(), fields, user) : answered(refuseWithoutRule(fields.channel()));
    }

    private CompletionStage<AuthResponse> ask(ChannelRules.Match<U> match, AuthForm fields, U user) {
        CompletableFuture<AuthResponse> answer = new CompletableFuture<>();
        try {
            CompletionStage<AuthDecision> decision = match.rule()
                    .decide(new ChannelRequest<>(user, fields.channel(), fields.socketId(), match.parameters()));
            if (decision == null) {
                return answered(failed(match, fields, new IllegalStateException("It returned null for a stage")));
            }
            decision.whenComplete((result, failure) -> answer.complete(carryOut(match, fields, result, failure)));
        } catch (Throwable e) {
            answer.complete(failed(match, fields, e));
        }
        return answer;
    }

    private AuthResponse carryOut(
            ChannelRules.Match<U> match,
            AuthForm fields,
            @Nullable AuthDecision decision,
            @Nullable Throwable failure) {
        if (failure != null) {
            return failed(match, fields, failure);
        }
        if (decision == null) {
            return failed(match, fields, new IllegalStateException("Its decision is null"));
        }
        try {
            return answer(match, fields, decision);
        } catch (RuntimeException | Error e) {
            return failed(match, fields, e);
        }
    }

    private AuthResponse answer(ChannelRules.Match<U> match, AuthForm fields, AuthDecision decision) {
        ChannelName channel = fields.channel();
        if (channel.type().isPresence()) {
            return decision instanceof AuthDecision.Member joining
                    ? grants.toJoin(fields.socketId(), channel, joining.member())
                    : refuse(match, channel, decision);
        }
        boolean allowed = decision instanceof AuthDecision.Allow || decision instanceof AuthDecision.Member;
        return allowed ? grants.toSubscribe(fields.socketId(), channel) : refuse(match, channel, decision);
    }

    private AuthResponse refuse(ChannelRules.Match<U> match, ChannelName channel, AuthDecision decision) {
        if (decision instanceof AuthDecision.Allow) {
            log.error(
                    "Refused a subscription to {}: the rule for '{}' allows it without saying who joins; on a presence"
                            + " channel it must give AuthDecision.member(…)",
                    channel,
                    match.pattern());
        } else {
            log.debug("Refused a subscription to {}: the rule for '{}' denies it", channel, match.pattern());
        }
        return forbidden();
    }

    private AuthResponse refuseWithoutUser(AuthForm fields) {
        log.debug("Refused a subscription to {}: there is no user", fields.channel());
        return AuthResponse.refusal(401, "There is no user");
    }

    private AuthResponse refuseWithoutRule(ChannelName channel) {
        log.debug("Refused a subscription to {}: no rule is for it; there are rules for {}", channel, rules.patterns());
        return forbidden();
    }

    private static AuthResponse forbidden() {
        return AuthResponse.refusal(403, "This channel may not be subscribed to");
    }

    private static <U> AuthResponse failed(ChannelRules.Match<U> match, AuthForm fields, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        log.error(
                "Refused a subscription to {}: the rule for '{}' failed: {}",
                fields.channel(),
                match.pattern(),
                cause.getMessage(),
                cause);
        return AuthResponse.refusal(500, "The channel could not be authorised");
    }

    private static CompletionStage<AuthResponse> answered(AuthResponse response) {
        return CompletableFuture.completedFuture(response);
    }
}
