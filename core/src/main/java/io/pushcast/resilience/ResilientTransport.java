package io.pushcast.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps requests from a server that would not take them: while the circuit breaker is open, the app is suspended, the rate
 * limit is reached, or the server asked to wait, {@link #pause} says for how long, and a request that comes all the same is {@link Kind#HELD}. Each
 * request that does go out counts for the breaker once, whatever becomes of it. Safe for use by several threads.
 */
public final class ResilientTransport implements Transport {

    private static final Logger log = LoggerFactory.getLogger(ResilientTransport.class);

    /** How often a breaker is asked whether it lets a request pass, when its configuration can't tell. */
    private static final Duration POLL = Duration.ofMillis(100);

    /** What a caller is told to wait for the end of a request that decides; that end wakes it earlier. */
    private static final Duration UNTIL_SOMETHING_ENDS = Duration.ofSeconds(1);

    private final String name;
    private final Transport transport;
    private final LongSupplier nanoTime;
    private final CircuitBreaker breaker;
    private final Suspension suspension;
    private final RequestRate rate;
    private final AtomicLong notBefore;
    private volatile long openUntil;

    /**
     * Puts itself before a transport, which it closes when it is closed.
     *
     * @param name the name of the app, in the registry and in logs
     * @param transport what sends
     * @param settings how failures are met
     * @param nanoTime the time, in nanoseconds from any origin, never going back
     */
    public ResilientTransport(String name, Transport transport, ResilienceSettings settings, LongSupplier nanoTime) {
        this.name = name;
        this.transport = transport;
        this.nanoTime = nanoTime;
        this.suspension = new Suspension(settings.suspension().toNanos());
        this.rate = new RequestRate(name, settings);
        this.notBefore = new AtomicLong(nanoTime.getAsLong());
        this.openUntil = nanoTime.getAsLong();
        this.breaker = settings.breakers().circuitBreaker(name, breakerConfig(settings, nanoTime));
        breaker.getEventPublisher()
                .onStateTransition(
                        event -> stateChanged(event.getStateTransition().getToState()));
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
                .maxWaitDurationInHalfOpenState(ResilienceSettings.DEFAULT_MAX_HALF_OPEN)
                .clock(new MonotonicClock(nanoTime))
                .build();
    }

    @Override
    public Duration pause() {
        long now = nanoTime.getAsLong();
        long asked = Math.max(suspension.remaining(now), notBefore.get() - now);
        if (asked == Long.MAX_VALUE) {
            return UNTIL_SOMETHING_ENDS;
        }
        if (asked > 0) {
            return Duration.ofNanos(asked);
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
        if (notBefore.get() - start > 0 || !suspension.tryPass(start)) {
            return CompletableFuture.completedFuture(held("the server asked to wait"));
        }
        if (!breaker.tryAcquirePermission()) {
            suspension.inconclusive();
            return CompletableFuture.completedFuture(held("the circuit breaker is " + breaker.getState()));
        }
        if (!rate.tryPass()) {
            breaker.releasePermission();
            suspension.inconclusive();
            return CompletableFuture.completedFuture(held("the rate limit is reached"));
        }
        CompletionStage<Outcome> sent;
        try {
            sent = transport.send(messages);
        } catch (Throwable t) {
            // Even an Error has to give the permit back: a half-open breaker would wait for it for ever.
            return CompletableFuture.completedFuture(settle(failed(t), start));
        }
        return sent.handle((outcome, failure) -> settle(failure == null ? outcome : failed(failure), start));
    }

    /** Tells breaker and pauses what became of a request: exactly one of them for each permit. */
    private Outcome settle(Outcome outcome, long start) {
        long now = nanoTime.getAsLong();
        long took = now - start;
        if (outcome instanceof Outcome.Suspended refused) {
            breaker.releasePermission();
            if (suspension.refused(now)) {
                log.error(
                        "Pusher does not serve the app '{}': {} {}. Nothing is sent until it does; check its id, key and"
                                + " secret, and its quota",
                        name,
                        refused.status(),
                        refused.body());
            }
        } else if (outcome instanceof Retryable retryable) {
            settleFailure(retryable, now, took);
        } else {
            breaker.onSuccess(took, TimeUnit.NANOSECONDS);
            served();
        }
        return outcome;
    }

    private void settleFailure(Retryable failure, long now, long took) {
        Duration retryAfter = failure.retryAfter();
        if (retryAfter != null) {
            long until = now + retryAfter.toNanos();
            notBefore.accumulateAndGet(until, (a, b) -> a - b >= 0 ? a : b);
        }
        switch (failure.kind()) {
            case OUTAGE, UNKNOWN -> {
                suspension.inconclusive();
                breaker.onError(took, TimeUnit.NANOSECONDS, causeOf(failure));
            }
            case THROTTLED -> {
                breaker.releasePermission();
                served();
            }
            case HELD -> {
                breaker.releasePermission();
                suspension.inconclusive();
            }
        }
    }

    private void served() {
        if (suspension.served()) {
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

    private static Throwable causeOf(Retryable failure) {
        Throwable cause = failure.cause();
        return cause != null ? cause : new ServerFailure(failure.status());
    }

    private static Retryable held(String why) {
        return new Retryable(Kind.HELD, 0, why, null, null);
    }

    private static Retryable failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new Retryable(Kind.UNKNOWN, 0, null, null, cause);
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
