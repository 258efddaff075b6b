package io.pushcast.auth;

import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.message.ChannelName;
import io.pushcast.pusher.PusherApp;
import io.pushcast.text.LogText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers clients that ask whether they may subscribe to a private, encrypted or presence channel, whatever web framework
 * brings the question. Immutable and safe for use by several threads.
 *
 * <p>A client posts a form with {@code socket_id} and {@code channel_name}. It is granted what a rule allows, and nothing
 * else: a channel without a rule is refused, and a rule that fails grants nothing. Clients that ask for several
 * channels at once, as the plugin pusher-js-auth does, post {@code channel_name[0]}, {@code channel_name[1]} and so on.
 *
 * <p>It depends on the app alone, and on nothing that publishes: who may subscribe is the same with whatever transport.
 *
 * @param <U> what the application knows its users by
 * @see <a href="https://pusher.com/docs/channels/server_api/authorizing-users/">Authorizing users</a>
 */
public final class ChannelAuthEndpoint<U> {

    private static final Logger log = LoggerFactory.getLogger(ChannelAuthEndpoint.class);

    private final ChannelRules<U> rules;
    private final AuthLimits limits;
    private final AuthResponseWriter grants;
    private final @Nullable EncryptionKeys keys;
    private final LongSupplier nanoTime;

    /**
     * Grants subscriptions to channels of the app, with the limits of {@linkplain PusherApp#server its server}.
     *
     * @throws IllegalStateException if there is a rule for encrypted channels, which need keys
     */
    public ChannelAuthEndpoint(PusherApp app, ChannelRules<U> rules, JsonCodec json) {
        this(app, rules, json, AuthLimits.of(app.server()));
    }

    /**
     * Grants subscriptions to channels of the app.
     *
     * @param json writes the information about presence members
     * @param limits what the app's server takes
     * @throws IllegalStateException if there is a rule for encrypted channels, which need keys
     */
    public ChannelAuthEndpoint(PusherApp app, ChannelRules<U> rules, JsonCodec json, AuthLimits limits) {
        this(app, rules, json, limits, null);
    }

    /**
     * Grants subscriptions to channels of the app, encrypted ones too.
     *
     * @param json writes the information about presence members
     * @param limits what the app's server takes
     * @param keys the keys that the publisher encrypts with; null if there are no encrypted channels
     * @throws IllegalStateException if there is a rule for encrypted channels and no keys; the message names it
     */
    public ChannelAuthEndpoint(
            PusherApp app, ChannelRules<U> rules, JsonCodec json, AuthLimits limits, @Nullable EncryptionKeys keys) {
        this(app, rules, json, limits, keys, System::nanoTime);
    }

    ChannelAuthEndpoint(
            PusherApp app,
            ChannelRules<U> rules,
            JsonCodec json,
            AuthLimits limits,
            @Nullable EncryptionKeys keys,
            LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.rules = Objects.requireNonNull(rules, "rules");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.grants = new AuthResponseWriter(app, json, limits);
        this.keys = keys;
        for (ChannelPattern pattern : rules.patterns()) {
            if (keys == null && pattern.type().isEncrypted()) {
                throw new IllegalStateException(
                        "The rule for '" + pattern + "' is for encrypted channels, and there are no"
                                + " keys, without which subscribers can decrypt nothing; give the endpoint EncryptionKeys");
            }
        }
    }

    /**
     * The answer to one form. The stage never completes exceptionally; it completes when the rule's stage does, in the
     * thread that completes that, or after {@link AuthLimits#maxDecisionTime}, as a failure of the rule, on one of the
     * threads on which {@link CompletableFuture} runs asynchronous tasks.
     *
     * <p>In this order: a field that is missing, repeated or no channel name or socket id is 400 and is named; without a
     * user it is 401, and no rule is asked; a channel that no rule matches, or that its rule denies, is 403; a rule that
     * fails, or that gives a presence member larger than the limits, is 500, and the log says why. A presence channel
     * that a rule allows without naming a member is 403, which is logged too.
     *
     * <p>A form that asks for several channels gets 400 and 401 as a whole; else it gets 200 with, for each channel, the
     * status and the body that it would have had alone: {@code {"private-a":{"status":200,"data":{…}},…}}. It is complete
     * when all rules have answered, and after {@link AuthLimits#maxDecisionTime} for all of them together: rules that have not
     * answered by then have failed, and those that have not been asked are not.
     *
     * <p>Cancelling what is returned, since the client has gone, cancels the stages of the rules that have not answered; so does
     * the end of their time.
     *
     * @param form the form's fields, decoded; of each, all values that were sent
     * @param user who sent it, as the application has authenticated them; null if it hasn't
     */
    public CompletionStage<AuthResponse> handle(Map<String, List<String>> form, @Nullable U user) {
        try {
            AuthForm fields = AuthForm.read(form, limits);
            if (user == null) {
                return CompletableFuture.completedFuture(refuseWithoutUser(fields));
            }
            return fields.isBatch()
                    ? decideAll(fields.subscriptions(), user)
                    : decide(fields.subscriptions().get(0), user, limits.maxDecisionTime());
        } catch (AuthForm.MalformedFormException e) {
            log.debug("Refused a subscription: {}", e.getMessage());
            return CompletableFuture.completedFuture(AuthResponse.refusal(400, String.valueOf(e.getMessage())));
        }
    }

    private CompletionStage<AuthResponse> decideAll(List<RequestedSubscription> subscriptions, U user) {
        long start = nanoTime.getAsLong();
        List<CompletableFuture<AuthResponse>> answers = new ArrayList<>(subscriptions.size());
        for (RequestedSubscription each : subscriptions) {
            long spent = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - start);
            answers.add(decide(each, user, limits.maxDecisionTime().minusMillis(spent)));
        }
        CompletableFuture<AuthResponse> all = CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .thenApply(ended -> grants.all(
                        subscriptions,
                        answers.stream().map(CompletableFuture::join).toList()));
        answers.forEach(answer -> StageCancellation.cancelWith(all, answer));
        return all;
    }

    private CompletableFuture<AuthResponse> decide(RequestedSubscription wish, U user, Duration patience) {
        Optional<ChannelRules.Match<U>> found = rules.match(wish.channel());
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(refuseWithoutRule(wish.channel()));
        }
        ChannelRules.Match<U> match = found.get();
        if (patience.isNegative() || patience.isZero()) {
            return CompletableFuture.completedFuture(failed(
                    match,
                    wish.channel(),
                    new IllegalStateException(
                            "It was not asked, since the rules for the other channels of its form took "
                                    + limits.maxDecisionTime())));
        }
        return new RuleEvaluation<>(
                        () -> match.rule()
                                .decide(new ChannelRequest<>(
                                        user, wish.channel(), wish.socketId(), match.parameters())),
                        decision -> carryOut(match, wish, decision),
                        failure -> failed(match, wish.channel(), failure),
                        patience)
                .ask();
    }

    private AuthResponse carryOut(ChannelRules.Match<U> match, RequestedSubscription wish, AuthDecision decision) {
        if (wish.channel().type().isPresence()) {
            return decision instanceof AuthDecision.Member joining
                    ? grants.toJoin(wish, joining.member())
                    : refuse(match, wish.channel(), decision);
        }
        boolean allowed = decision instanceof AuthDecision.Allow || decision instanceof AuthDecision.Member;
        return allowed ? grant(wish) : refuse(match, wish.channel(), decision);
    }

    private AuthResponse grant(RequestedSubscription wish) {
        return wish.channel().type().isEncrypted()
                ? grants.toSubscribe(wish, Objects.requireNonNull(keys, "keys"))
                : grants.toSubscribe(wish);
    }

    private AuthResponse refuse(ChannelRules.Match<U> match, ChannelName channel, AuthDecision decision) {
        if (decision instanceof AuthDecision.Allow) {
            log.error(
                    "Refused a subscription to {}: the rule for '{}' allows it without saying who joins; on a presence"
                            + " channel it must give AuthDecision.member(…)",
                    LogText.name(channel.value()),
                    match.pattern());
        } else {
            log.debug(
                    "Refused a subscription to {}: the rule for '{}' denies it",
                    LogText.name(channel.value()),
                    match.pattern());
        }
        return forbidden();
    }

    private AuthResponse refuseWithoutUser(AuthForm fields) {
        fields.subscriptions()
                .forEach(each -> log.debug(
                        "Refused a subscription to {}: there is no user",
                        LogText.name(each.channel().value())));
        return AuthResponse.refusal(401, "There is no user");
    }

    private AuthResponse refuseWithoutRule(ChannelName channel) {
        log.debug(
                "Refused a subscription to {}: no rule is for it; there are rules for {}",
                LogText.name(channel.value()),
                rules.patterns());
        return forbidden();
    }

    private static AuthResponse forbidden() {
        return AuthResponse.refusal(403, "This channel may not be subscribed to");
    }

    private AuthResponse failed(ChannelRules.Match<U> match, ChannelName channel, Throwable failure) {
        if (failure instanceof InvalidParameterException) {
            log.debug(
                    "Refused a subscription to {}: for the rule for '{}', {}",
                    LogText.name(channel.value()),
                    match.pattern(),
                    failure.getMessage());
            return forbidden();
        }
        log.error(
                "Refused a subscription to {}: the rule for '{}' failed: {}",
                LogText.name(channel.value()),
                match.pattern(),
                LogText.line(String.valueOf(failure.getMessage())),
                failure);
        return AuthResponse.refusal(500, "The channel could not be authorised");
    }
}
