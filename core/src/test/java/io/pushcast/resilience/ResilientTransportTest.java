package io.pushcast.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.pushcast.RecordedLog;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.DeliveryStatus.ServerState;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import io.pushcast.transport.Transport;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ResilientTransportTest {

    private static final List<ChannelMessage> MESSAGE = message("1");
    private static final Outcome REFUSED = new Outcome.Suspended(403, "no");
    private static final Outcome OUTAGE = new Retryable(Kind.OUTAGE, 503, "", null, null);
    private static final Duration JUST_OVER_TWO_SECONDS = Duration.ofMillis(2_001);
    private static final Outcome HELD = new Retryable(Kind.HELD, 0, "the circuit breaker is OPEN", null, null);

    private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
    private final List<CompletableFuture<Outcome>> wire = new ArrayList<>();
    private long now = Long.MAX_VALUE - 1_000;

    private final ResilientTransport transport = new ResilientTransport(
            "app",
            messages -> {
                CompletableFuture<Outcome> answer = new CompletableFuture<>();
                wire.add(answer);
                return answer;
            },
            ResilienceSettings.builder().circuitBreakerRegistry(registry).build(),
            () -> now);

    @Test
    void passesRequestsWhileAllIsWell() {
        assertThat(transport.pause()).isZero();
        assertThat(answered(Outcome.Accepted.INSTANCE)).isEqualTo(Outcome.Accepted.INSTANCE);
        assertThat(breaker().getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
    }

    @Test
    void opensTheBreakerAfterFiveFailuresAndHoldsWhatComes() {
        for (int i = 0; i < 5; i++) {
            answered(OUTAGE);
        }

        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.OPEN);
        assertThat(transport.pause()).isEqualTo(Duration.ofSeconds(2));
        assertThat(sent()).isCompletedWithValue(HELD);
        assertThat(wire).hasSize(5);
    }

    @Test
    void probesWhenTheBreakerHasBeenOpenLongEnoughAndClosesIt() {
        openBreaker();
        pass(JUST_OVER_TWO_SECONDS);

        assertThat(transport.pause()).isZero();
        CompletableFuture<Outcome> probe = sent();
        assertThat(transport.pause()).as("the probe is under way").isPositive();
        assertThat(sent()).isCompleted();
        answerAll(Outcome.Accepted.INSTANCE);

        assertThat(probe).isCompletedWithValue(Outcome.Accepted.INSTANCE);
        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
        assertThat(transport.pause()).isZero();
    }

    @Test
    void opensAgainWhenTheProbeFails() {
        openBreaker();
        pass(JUST_OVER_TWO_SECONDS);
        answered(OUTAGE);

        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.OPEN);
        assertThat(transport.pause()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void saysWhyTheBreakerIsOpenOnceAndThenEveryMinute() {
        try (RecordedLog log = new RecordedLog(AppCircuitBreaker.class)) {
            openBreaker();
            for (int i = 0; i < 40; i++) {
                pass(JUST_OVER_TWO_SECONDS);
                answered(new Retryable(Kind.OUTAGE, 0, null, null, new ConnectException("refused by localhost:1")));
            }
            pass(JUST_OVER_TWO_SECONDS);
            answered(Outcome.Accepted.INSTANCE);

            assertThat(log.lines())
                    .containsExactly(
                            "WARN The circuit breaker of the app 'app' is open, messages wait: the server answered 503",
                            "WARN The circuit breaker of the app 'app' has been open for 60 s, messages wait: the last"
                                    + " request failed: java.net.ConnectException: refused by localhost:1",
                            "INFO The circuit breaker of the app 'app' is closed: the server answers, messages go out");
        }
    }

    @Test
    void keepsTheBreakerClosedWhenNothingIsSentForLongAfterAnOutage() {
        openBreaker();
        pass(JUST_OVER_TWO_SECONDS);
        answered(Outcome.Accepted.INSTANCE);
        pass(Duration.ofHours(1));

        assertThat(transport.pause()).isZero();
    }

    @Test
    void countsRejectionsAsTheServerBeingWell() {
        for (int i = 0; i < 20; i++) {
            answered(new Outcome.Rejected(400, ""));
        }

        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void waitsAsLongAsTheServerAsksAndCountsNoFailure() {
        answered(new Retryable(Kind.THROTTLED, 429, "", Duration.ofMillis(1_500), null));

        assertThat(transport.pause()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(sent()).isCompletedWithValueMatching(outcome -> ((Retryable) outcome).kind() == Kind.HELD);
        pass(Duration.ofMillis(1_500));
        assertThat(transport.pause()).isZero();
        assertThat(breaker().getMetrics().getNumberOfFailedCalls()).isZero();
    }

    @Test
    void slowsDownMoreAndMoreWhenTheServerDoesNotSayForHowLong() {
        Retryable slowDown = new Retryable(Kind.THROTTLED, 429, "", null, null);
        for (long pause : new long[] {100, 200, 400}) {
            answered(slowDown);
            assertThat(transport.pause()).isEqualTo(Duration.ofMillis(pause));
            pass(transport.pause());
        }

        answered(Outcome.Accepted.INSTANCE);
        answered(slowDown);
        assertThat(transport.pause()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void obeysRetryAfterWithinReason() {
        Outcome outcome =
                answered(new Retryable(Kind.THROTTLED, 429, "", Duration.ofSeconds(Long.MAX_VALUE / 2), null));

        assertThat(((Retryable) outcome).retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(transport.pause()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void asksNowAndThenWhetherALongPauseIsStillWanted() {
        Retryable longPause = new Retryable(Kind.THROTTLED, 429, "", Duration.ofMinutes(4), null);
        answered(longPause);
        pass(Duration.ofSeconds(30));
        assertThat(transport.pause()).isZero();

        CompletableFuture<Outcome> probe = sent();
        assertThat(transport.pause()).as("one request asks").isPositive();
        assertThat(sent()).isCompletedWithValueMatching(outcome -> ((Retryable) outcome).kind() == Kind.HELD);
        answerAll(longPause);
        assertThat(probe).isCompleted();
        assertThat(transport.pause()).isEqualTo(Duration.ofSeconds(30));
        pass(Duration.ofSeconds(30));
        answered(Outcome.Accepted.INSTANCE);

        assertThat(transport.pause()).isZero();
        assertThat(transport.state()).isEqualTo(ServerState.SERVING);
    }

    @Test
    void asksFourTimesWithinTheDeliveryTimeout() {
        ResilientTransport hasty = new ResilientTransport(
                "hasty",
                messages -> CompletableFuture.completedFuture(
                        new Retryable(Kind.THROTTLED, 429, "", Duration.ofMinutes(4), null)),
                ResilienceSettings.builder().suspension(Duration.ofSeconds(1)).build(),
                Duration.ofSeconds(20),
                () -> now);
        hasty.send(MESSAGE);

        assertThat(hasty.pause()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void warnsOfSettingsThatContradictEachOther() {
        try (RecordedLog log = new RecordedLog(ResilientTransport.class)) {
            new ResilientTransport(
                    "app",
                    messages -> new CompletableFuture<>(),
                    ResilienceSettings.defaults(),
                    Duration.ofSeconds(20),
                    () -> now);

            assertThat(log.lines())
                    .containsExactly(
                            "WARN The settings of the app 'app' contradict each other: suspension is PT1M and the"
                                    + " delivery timeout PT20S, so that a message that waits so long once expires without having"
                                    + " been sent again. Choose a shorter suspension or a longer delivery timeout");
        }
    }

    @Test
    void isNotHurriedByAServerThatAsksToWaitForNoTime() {
        Retryable now = new Retryable(Kind.THROTTLED, 429, "", Duration.ZERO, null);
        for (long pause : new long[] {100, 200, 400}) {
            answered(now);
            assertThat(transport.pause()).isEqualTo(Duration.ofMillis(pause));
            pass(transport.pause());
        }
    }

    @Test
    void endsAPauseByNoRequestFromBeforeIt() {
        CompletableFuture<Outcome> early = sent();
        CompletableFuture<Outcome> throttled = sent();
        wire.get(1).complete(new Retryable(Kind.THROTTLED, 429, "", Duration.ofSeconds(3), null));
        wire.get(0).complete(Outcome.Accepted.INSTANCE);

        assertThat(List.of(early, throttled)).allMatch(CompletableFuture::isDone);
        assertThat(transport.pause()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void letsOtherMessagesPassWhenOneIsRefused() {
        answered(Outcome.Accepted.INSTANCE);
        assertThat(answered(message("poison"), REFUSED)).isEqualTo(REFUSED);

        assertThat(transport.pause()).isZero();
        assertThat(transport.state()).isEqualTo(ServerState.SERVING);
        assertThat(transport.send(message("poison")).toCompletableFuture())
                .as("asking the same again tells nothing")
                .isCompletedWithValueMatching(outcome -> ((Retryable) outcome).kind() == Kind.HELD);
        answered(message("2"), Outcome.Accepted.INSTANCE);

        for (int i = 0; i < 30; i++) {
            answered(message("poison"), REFUSED);
            assertThat(transport.pause()).isZero();
            assertThat(transport.state()).isEqualTo(ServerState.SERVING);
        }
    }

    @Test
    void believesThatTheAppIsRefusedWhenNoSingleMessageExplainsIt() {
        List<ChannelMessage> batch = List.of(message("1").get(0), message("2").get(0));
        answered(batch, REFUSED);
        answered(message("1"), REFUSED);
        assertThat(transport.pause()).as("the first may be to blame").isZero();
        answered(message("2"), REFUSED);

        assertThat(transport.pause()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void pausesAnAppThatWasServedShortlyAtFirst() {
        answered(message("0"), Outcome.Accepted.INSTANCE);
        answered(message("1"), REFUSED);
        for (int i = 0; i < 9; i++) {
            answered(message("other" + i), REFUSED);
            assertThat(transport.pause()).isEqualTo(Duration.ofSeconds(Math.min(60, 1L << i)));
            pass(transport.pause());
        }
        answered(message("fine"), Outcome.Accepted.INSTANCE);
        assertThat(transport.pause()).isZero();
    }

    @Test
    void countsOneMessageThatAlwaysFailsOnlyOnceForTheBreaker() {
        answered(message("0"), Outcome.Accepted.INSTANCE);
        answered(message("poison"), OUTAGE);
        answered(message("1"), Outcome.Accepted.INSTANCE);
        for (int i = 0; i < 30; i++) {
            answered(message("poison"), OUTAGE);
        }

        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
        assertThat(breaker().getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
        assertThat(breaker().getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(2);
    }

    @Test
    void makesNothingElseWaitWhenOneMessageAloneIsToldToWaitAgainAndAgain() {
        Retryable slowDown = new Retryable(Kind.THROTTLED, 429, "", Duration.ofSeconds(20), null);
        answered(message("told to wait"), slowDown);
        assertThat(transport.pause()).as("as long as it may be about the app").isEqualTo(Duration.ofSeconds(20));
        pass(Duration.ofSeconds(20));
        answered(message("1"), Outcome.Accepted.INSTANCE);
        for (int i = 0; i < 5; i++) {
            answered(message("told to wait"), slowDown);
            assertThat(transport.pause()).isZero();
        }

        answered(message("2"), slowDown);
        assertThat(transport.pause()).as("a second message confirms it").isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void letsNoEarlierRequestEndASuspension() {
        CompletableFuture<Outcome> early = sent();
        CompletableFuture<Outcome> refused = transport.send(message("2")).toCompletableFuture();
        CompletableFuture<Outcome> confirmed = transport.send(message("3")).toCompletableFuture();
        wire.get(1).complete(REFUSED);
        wire.get(2).complete(REFUSED);
        wire.get(0).complete(Outcome.Accepted.INSTANCE);

        assertThat(List.of(early, refused, confirmed)).allMatch(CompletableFuture::isDone);
        assertThat(transport.pause()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void takesAMissingStageOrOutcomeForALostAnswer() {
        ResilientTransport broken =
                new ResilientTransport("broken", messages -> null, ResilienceSettings.defaults(), () -> now);

        assertThat(broken.send(MESSAGE).toCompletableFuture())
                .isCompletedWithValueMatching(outcome -> ((Retryable) outcome).kind() == Kind.UNKNOWN);
        CompletableFuture<Outcome> sent = sent();
        wire.get(0).complete(null);
        assertThat(sent).isCompletedWithValueMatching(outcome -> ((Retryable) outcome).kind() == Kind.UNKNOWN);
    }

    @Test
    void pausesWhenTheAppIsNotServedAndLetsOneRequestAsk() {
        answered(message("0"), new Outcome.Suspended(401, "who?"));
        assertThat(transport.state()).isEqualTo(ServerState.SUSPENDED);
        answered(new Outcome.Suspended(401, "who?"));
        assertThat(transport.pause()).isEqualTo(Duration.ofSeconds(60));
        pass(Duration.ofSeconds(60));
        assertThat(transport.pause()).isZero();

        sent();
        assertThat(transport.pause()).isPositive();
        assertThat(sent()).isCompletedWithValueMatching(outcome -> ((Retryable) outcome).kind() == Kind.HELD);
        answerAll(new Outcome.Suspended(401, "who?"));
        assertThat(transport.pause()).isEqualTo(Duration.ofSeconds(60));

        pass(Duration.ofSeconds(60));
        answered(Outcome.Accepted.INSTANCE);
        assertThat(transport.pause()).isZero();
    }

    @Test
    void probesAgainWhenAProbeOfASuspendedAppIsLost() {
        answered(new Outcome.Suspended(403, ""));
        pass(Duration.ofSeconds(60));
        answered(OUTAGE);

        assertThat(transport.pause()).isZero();
        answered(Outcome.Accepted.INSTANCE);
        assertThat(transport.pause()).isZero();
    }

    @Test
    void givesThePermitBackWhateverTheTransportThrows() {
        openBreaker();
        pass(JUST_OVER_TWO_SECONDS);
        ResilientTransport broken = new ResilientTransport(
                "app",
                messages -> {
                    throw new AssertionError("broken");
                },
                ResilienceSettings.builder().circuitBreakerRegistry(registry).build(),
                () -> now);

        assertThat(broken.send(MESSAGE).toCompletableFuture())
                .isCompletedWithValueMatching(outcome -> ((Retryable) outcome).cause() instanceof AssertionError);
        assertThat(breaker().getState()).as("the probe counted").isEqualTo(CircuitBreaker.State.OPEN);
    }

    @Test
    void givesThePermitOfAProbeBackWhenAListenerToTheRateLimiterThrows() {
        RateLimiterRegistry limiters = RateLimiterRegistry.ofDefaults();
        List<CompletableFuture<Outcome>> requests = new ArrayList<>();
        openBreaker();
        pass(JUST_OVER_TWO_SECONDS);
        ResilientTransport limited = new ResilientTransport(
                "app",
                messages -> {
                    CompletableFuture<Outcome> answer = new CompletableFuture<>();
                    requests.add(answer);
                    return answer;
                },
                ResilienceSettings.builder()
                        .circuitBreakerRegistry(registry)
                        .rateLimit(
                                RateLimiterConfig.custom().limitForPeriod(100).build())
                        .rateLimiterRegistry(limiters)
                        .build(),
                () -> now);
        AtomicBoolean thrown = new AtomicBoolean();
        limiters.rateLimiter("app").getEventPublisher().onSuccess(event -> {
            if (thrown.compareAndSet(false, true)) {
                throw new IllegalStateException("a listener's own trouble");
            }
        });

        assertThat(limited.send(MESSAGE).toCompletableFuture())
                .isCompletedWithValueMatching(outcome -> ((Retryable) outcome).kind() == Kind.HELD);
        assertThat(limited.pause()).isZero();
        limited.send(MESSAGE);
        requests.get(0).complete(Outcome.Accepted.INSTANCE);
        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void givesThePermitOfAProbeBackWhenTheApplicationsPredicateThrows() {
        AtomicBoolean throwing = new AtomicBoolean();
        List<CompletableFuture<Outcome>> requests = new ArrayList<>();
        ResilientTransport watched = new ResilientTransport(
                "watched",
                messages -> {
                    CompletableFuture<Outcome> answer = new CompletableFuture<>();
                    requests.add(answer);
                    return answer;
                },
                ResilienceSettings.builder()
                        .circuitBreaker(CircuitBreakerConfig.custom()
                                .slidingWindowSize(1)
                                .minimumNumberOfCalls(1)
                                .permittedNumberOfCallsInHalfOpenState(1)
                                .recordException(failure -> {
                                    if (throwing.get()) {
                                        throw new IllegalStateException("a predicate's own trouble");
                                    }
                                    return true;
                                })
                                .build())
                        .circuitBreakerRegistry(registry)
                        .build(),
                () -> now);
        registry.circuitBreaker("watched").transitionToOpenState();
        registry.circuitBreaker("watched").transitionToHalfOpenState();
        throwing.set(true);
        watched.send(MESSAGE);
        requests.get(0).complete(OUTAGE);

        assertThat(watched.pause()).as("the next probe may go").isZero();
    }

    @Test
    void takesABatchThatIsNotFoundForNoSignThatTheAppIsServed() {
        answered(new Outcome.Suspended(404, "unknown app"));
        pass(Duration.ofSeconds(60));
        CompletableFuture<Outcome> probe =
                transport.send(List.of(MESSAGE.get(0), MESSAGE.get(0))).toCompletableFuture();
        answerAll(new Outcome.Rejected(404, "not found"));

        assertThat(probe).isCompleted();
        assertThat(transport.state()).isEqualTo(ServerState.SUSPENDED);
    }

    @Test
    void keepsWithinTheRateAllowed() {
        ResilientTransport limited = new ResilientTransport(
                "limited",
                messages -> CompletableFuture.completedFuture(Outcome.Accepted.INSTANCE),
                ResilienceSettings.builder()
                        .rateLimit(RateLimiterConfig.custom()
                                .limitForPeriod(2)
                                .limitRefreshPeriod(Duration.ofHours(1))
                                .timeoutDuration(Duration.ofHours(2))
                                .build())
                        .build(),
                () -> now);

        limited.send(MESSAGE);
        assertThat(limited.pause()).isZero();
        limited.send(MESSAGE);
        assertThat(limited.pause()).isBetween(Duration.ofMinutes(1), Duration.ofHours(1));
        assertThat(limited.send(MESSAGE).toCompletableFuture())
                .isCompletedWithValue(new Retryable(Kind.HELD, 0, "the rate limit is reached", null, null));
    }

    @Test
    void closesTheTransportBehind() {
        List<String> closed = new ArrayList<>();
        Transport behind = new Transport() {
            @Override
            public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
                return CompletableFuture.completedFuture(Outcome.Accepted.INSTANCE);
            }

            @Override
            public void close() {
                closed.add("closed");
            }
        };
        new ResilientTransport("other", behind, ResilienceSettings.defaults(), () -> now).close();

        assertThat(closed).hasSize(1);
    }

    private CircuitBreaker breaker() {
        return registry.circuitBreaker("app");
    }

    private void openBreaker() {
        for (int i = 0; i < 5; i++) {
            answered(OUTAGE);
        }
    }

    private CompletableFuture<Outcome> sent() {
        return transport.send(MESSAGE).toCompletableFuture();
    }

    private Outcome answered(List<ChannelMessage> messages, Outcome outcome) {
        CompletableFuture<Outcome> sent = transport.send(messages).toCompletableFuture();
        answerAll(outcome);
        return sent.join();
    }

    private static List<ChannelMessage> message(String id) {
        return List.of(ChannelMessage.builder(id, List.of(ChannelName.of("a")), "e", "{}")
                .build());
    }

    private Outcome answered(Outcome outcome) {
        CompletableFuture<Outcome> sent = sent();
        answerAll(outcome);
        return sent.join();
    }

    private void answerAll(Outcome outcome) {
        List.copyOf(wire).forEach(answer -> answer.complete(outcome));
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
