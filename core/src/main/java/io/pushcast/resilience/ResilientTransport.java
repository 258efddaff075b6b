package io.pushcast.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.DeliveryStatus.ServerState;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import io.pushcast.transport.Transport;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps requests from a server that would not take them: while the circuit breaker is open, the app is suspended, the rate
 * limit is reached, or the server asked to wait, {@link #pause} says for how long, and a request that comes all the same is
 * {@link Kind#HELD}. Each request that does go out counts for the breaker once, whatever becomes of it. Safe for use by
 * several threads.
 */
public final class ResilientTransport implements Transport {

    private static final Logger log = LoggerFactory.getLogger(ResilientTransport.class);

    /** How often a breaker is asked whether it lets a request pass, when its configuration can't tell. */
    private static final Duration POLL = Duration.ofMillis(100);

    /** What a caller is told to wait for the end of a request that decides; that end wakes it earlier. */
    private static final Duration UNTIL_SOMETHING_ENDS = Duration.ofSeconds(1);

    private final String name;
    private final Transport transport;
    private final Duration maxRetryAfter;
    private final LongSupplier nanoTime;
    private final CircuitBreaker breaker;
    private final Suspension suspension;
    private final Throttle throttle;
    private final RequestRate rate;
    private volatile long openUntil;

    /**
     * Puts itself before a transport, which it closes when it is closed.
     *
     * @param name the name of the app, in the registries and in logs
     * @param transport what sends
     * @param settings how failures are met
     * @param nanoTime the time, in nanoseconds from any origin, never going back
     */
    public ResilientTransport(String name, Transport transport, ResilienceSettings settings, LongSupplier nanoTime) {
        this.name = name;
        this.transport = transport;
        this.maxRetryAfter = settings.maxRetryAfter();
        this.nanoTime = nanoTime;
        this.suspension = new Suspension(settings.suspension().toNanos());
        this.throttle = new Throttle(settings, nanoTime.getAsLong());
        this.rate = new RequestRate(name, settings);
        this.openUntil = nanoTime.getAsLong();
        this.breaker = settings.breakers().circuitBreaker(name, breakerConfig(settings, nanoTime));
        watch(breaker, new WeakReference<>(this));
    }

    /** Weakly, since a breaker in the application's registry may outlive this, and can't be left. */
    private static void watch(CircuitBreaker breaker, WeakReference<ResilientTransport> watcher) {
        breaker.getEventPublisher().onStateTransition(event -> {
            ResilientTransport transport = watcher.get();
            if (transport != null) {
                transport.stateChanged(event.getStateTransition().getToState());
            }
        });
    }

    private static CircuitBreakerConfig breakerConfig(ResilienceSettings settings, LongSupplier nanoTime) {
        CircuitBreakerConfig given = settings.breakerConfig();
        if (given != null) {
            return given;
        }
        return CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(ResilienceSettings.DEFAULT_WINDOW)
                .minimumNumberOfCalls(ResilienceSettings.DEFAULT_MINIMUM_REQUESTS)
                .failureRateThreshold(ResilienceSettings.DEFAULT_FAILURE_RATE)
                .waitDurationInOpenState(ResilienceSettings.DEFAULT_OPEN)
                .permittedNumberOfCallsInHalfOpenState(ResilienceSettings.DEFAULT_PROBES)
                .clock(new MonotonicClock(nanoTime))
                .build();
    }

    @Override
    public Duration pause() {
        long now = nanoTime.getAsLong();
        Duration below = transport.pause();
        long asked = Math.max(suspension.remaining(now), throttle.remaining(now));
        if (asked == Long.MAX_VALUE) {
            return longer(UNTIL_SOMETHING_ENDS, below);
        }
        if (asked > 0 || !below.isZero()) {
            return longer(Duration.ofNanos(asked), below);
        }
        Duration breaking = breakerPause(now);
        return breaking.isZero() ? rate.pause() : breaking;
    }

    private Duration breakerPause(long now) {
        return switch (breaker.getState()) {
            case OPEN -> {
                long remaining = openUntil - now;
                if (remaining > 0) {
                    yield Duration.ofNanos(remaining);
                }
                yield letsPass() ? Duration.ZERO : POLL;
            }
            case HALF_OPEN -> letsPass() ? Duration.ZERO : UNTIL_SOMETHING_ENDS;
            case FORCED_OPEN -> POLL;
            case CLOSED, DISABLED, METRICS_ONLY -> Duration.ZERO;
        };
    }

    /** Whether requests are sent, or why not. */
    public ServerState state() {
        if (suspension.isSuspended()) {
            return ServerState.SUSPENDED;
        }
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> ServerState.OPEN;
            case HALF_OPEN -> ServerState.HALF_OPEN;
            case CLOSED, DISABLED, METRICS_ONLY ->
                throttle.remaining(nanoTime.getAsLong()) > 0 ? ServerState.THROTTLING : ServerState.SERVING;
        };
    }

    /** Asking an open breaker is also what makes it half open. */
    private boolean letsPass() {
        if (!breaker.tryAcquirePermission()) {
            return false;
        }
        breaker.releasePermission();
        return true;
    }

    @Override
    public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
        long start = nanoTime.getAsLong();
        long pass = throttle.remaining(start) > 0 ? Suspension.REFUSED : suspension.tryPass(start);
        if (pass == Suspension.REFUSED) {
            return held("the server asked to wait");
        }
        if (!breaker.tryAcquirePermission()) {
            suspension.inconclusive(pass);
            return held("the circuit breaker is " + breaker.getState());
        }
        if (!rate.tryPass()) {
            breaker.releasePermission();
            suspension.inconclusive(pass);
            return held("the rate limit is reached");
        }
        try {
            return transport.send(messages).handle((outcome, failure) -> settle(outcome, failure, pass, start));
        } catch (Throwable t) {
            // Even an Error has to give the permit back: a half-open breaker would wait for it for ever.
            return CompletableFuture.completedFuture(settle(null, t, pass, start));
        }
    }

    private Outcome settle(@Nullable Outcome outcome, @Nullable Throwable failure, long pass, long start) {
        Outcome known = outcome == null ? Outcome.unknown(failure) : withinReason(outcome);
        try {
            tell(known, pass, start);
        } catch (RuntimeException e) {
            // From a consumer of Resilience4j's events; what it thinks does not change what became of the request.
            log.error("A listener to the circuit breaker of the app '{}' failed", name, e);
        }
        return known;
    }

    /** Tells pauses and breaker what became of a request: the breaker exactly once for each permit. */
    private void tell(Outcome outcome, long pass, long start) {
        long now = nanoTime.getAsLong();
        if (outcome instanceof Outcome.Suspended refused) {
            if (suspension.refused(pass, now)) {
                log.error(
                        "Pusher does not serve the app '{}': {} {}. Nothing is sent until it does; check its id, key and"
                                + " secret, and its quota",
                        name,
                        refused.status(),
                        Outcome.onOneLine(refused.body()));
            }
            breaker.releasePermission();
        } else if (outcome instanceof Retryable failure) {
            tellFailure(failure, pass, now, now - start);
        } else {
            throttle.notAsked();
            served(pass);
            breaker.onSuccess(now - start, TimeUnit.NANOSECONDS);
        }
    }

    private void tellFailure(Retryable failure, long pass, long now, long took) {
        if (failure.retryAfter() != null || failure.kind() == Kind.THROTTLED) {
            throttle.asked(failure.retryAfter(), now);
        }
        switch (failure.kind()) {
            case OUTAGE, UNKNOWN -> {
                suspension.inconclusive(pass);
                breaker.onError(took, TimeUnit.NANOSECONDS, causeOf(failure));
            }
            case THROTTLED -> {
                served(pass);
                breaker.releasePermission();
            }
            case HELD -> {
                suspension.inconclusive(pass);
                breaker.releasePermission();
            }
        }
    }

    private void served(long pass) {
        if (suspension.served(pass)) {
            log.info("Pusher serves the app '{}' again", name);
        }
    }

    private void stateChanged(CircuitBreaker.State state) {
        if (state == CircuitBreaker.State.OPEN) {
            Long wait = breaker.getCircuitBreakerConfig()
                    .getWaitIntervalFunctionInOpenState()
                    .apply(1);
            openUntil = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(wait);
            log.warn("The circuit breaker of the app '{}' is open: Pusher fails, messages wait", name);
        } else if (state == CircuitBreaker.State.CLOSED) {
            log.info("The circuit breaker of the app '{}' is closed: Pusher answers, messages go out", name);
        }
    }

    private Outcome withinReason(Outcome outcome) {
        return outcome instanceof Retryable failure
                        && failure.retryAfter() != null
                        && failure.retryAfter().compareTo(maxRetryAfter) > 0
                ? new Retryable(failure.kind(), failure.status(), failure.body(), maxRetryAfter, failure.cause())
                : outcome;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Throwable causeOf(Retryable failure) {
        Throwable cause = failure.cause();
        return cause != null ? cause : new ServerFailure(failure.status());
    }

    private static CompletionStage<Outcome> held(String why) {
        return CompletableFuture.completedFuture(new Retryable(Kind.HELD, 0, why, null, null));
    }

    /** Closes the transport behind; requests under way end as that one ends them. */
    @Override
    public void close() {
        transport.close();
    }

    /** What the breaker is told of an answer that is a failure. */
    private static final class ServerFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ServerFailure(int status) {
            super("The server answered " + status, null, false, false);
        }
    }
}
