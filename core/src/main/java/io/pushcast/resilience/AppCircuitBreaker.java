package io.pushcast.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.pushcast.message.DeliveryStatus.ServerState;
import io.pushcast.transport.Outcome.Retryable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuit breaker of one app: Resilience4j's, which also says how long it is open, and tells the log when it opens and
 * closes. Each permit is to be given back by exactly one of {@link #succeeded}, {@link #failed} and {@link #release}. Safe for
 * use by several threads.
 */
final class AppCircuitBreaker {

    private static final Logger log = LoggerFactory.getLogger(AppCircuitBreaker.class);

    /** How often a breaker is asked whether it lets a request pass, when its configuration can't tell. */
    private static final Duration POLL = Duration.ofMillis(100);

    /** That it is still open is told so often. */
    private static final long COMPLAINT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String app;
    private final CircuitBreaker breaker;
    private final LongSupplier nanoTime;
    private final Object noticing = new Object();
    private volatile CircuitBreaker.State noticed = CircuitBreaker.State.CLOSED;
    private volatile long openUntil;
    private volatile @Nullable Retryable lastFailure;

    /** Guarded by {@link #noticing}, as what follows is. */
    private long openSince;

    private long toldAt;
    private boolean toldOpen;
    private boolean everTold;

    /** The breaker that is registered under the name of the app, or a new one. */
    AppCircuitBreaker(String app, ResilienceSettings settings, LongSupplier nanoTime) {
        this.app = app;
        this.nanoTime = nanoTime;
        this.openUntil = nanoTime.getAsLong();
        this.breaker = settings.breakers().circuitBreaker(app, config(settings, nanoTime));
        notice();
    }

    private static CircuitBreakerConfig config(ResilienceSettings settings, LongSupplier nanoTime) {
        CircuitBreakerConfig given = settings.breakerConfig();
        if (given != null) {
            return given;
        }
        CircuitBreakerConfig.Builder config = CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(ResilienceSettings.DEFAULT_WINDOW)
                .minimumNumberOfCalls(ResilienceSettings.DEFAULT_MINIMUM_REQUESTS)
                .failureRateThreshold(ResilienceSettings.DEFAULT_FAILURE_RATE)
                .waitDurationInOpenState(ResilienceSettings.DEFAULT_OPEN)
                .permittedNumberOfCallsInHalfOpenState(ResilienceSettings.DEFAULT_PROBES);
        try {
            config.clock(new MonotonicClock(nanoTime));
        } catch (NoSuchMethodError e) {
            log.debug("Resilience4j is older than 2.3: its circuit breaker goes by the system's clock", e);
        }
        return config.build();
    }

    /**
     * How long no request passes.
     *
     * @param untilSomethingEnds the answer while a probe is under way, whose end decides
     */
    Duration pause(long now, Duration untilSomethingEnds) {
        notice();
        return switch (noticed) {
            case OPEN -> {
                long remaining = openUntil - now;
                if (remaining > 0) {
                    yield Duration.ofNanos(remaining);
                }
                yield wouldPass() ? Duration.ZERO : POLL;
            }
            case HALF_OPEN -> wouldPass() ? Duration.ZERO : untilSomethingEnds;
            case FORCED_OPEN -> POLL;
            case CLOSED, DISABLED, METRICS_ONLY -> Duration.ZERO;
        };
    }

    /** Asking an open breaker is also what makes it half open. */
    private boolean wouldPass() {
        boolean passes = tryPass();
        if (passes) {
            breaker.releasePermission();
        }
        return passes;
    }

    /** A permit for one request; false if there is none. */
    boolean tryPass() {
        boolean passes = breaker.tryAcquirePermission();
        notice();
        return passes;
    }

    /** The request says nothing about the server. */
    void release() {
        breaker.releasePermission();
    }

    /** The server did its work. */
    void succeeded(long nanos) {
        try {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        } finally {
            // A consumer of its events, which is the application's, may throw when the state has changed already.
            notice();
        }
    }

    /** The server failed, or could not be reached. */
    void failed(long nanos, Retryable failure) {
        Throwable cause = failure.cause();
        lastFailure = failure;
        try {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, cause != null ? cause : new ServerFailure(failure.status()));
        } finally {
            notice();
        }
    }

    /** The breaker's own part of the answer: serving, open or half open. */
    ServerState state() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> ServerState.OPEN;
            case HALF_OPEN -> ServerState.HALF_OPEN;
            case CLOSED, DISABLED, METRICS_ONLY -> ServerState.SERVING;
        };
    }

    /**
     * Looks whether it has changed its state, which it does when it is asked or told. To listen to it instead would make it
     * create an event for every request, and tie us to a breaker that may be the application's and outlive us.
     */
    private void notice() {
        if (breaker.getState() == noticed) {
            return;
        }
        synchronized (noticing) {
            CircuitBreaker.State state = breaker.getState();
            if (state != noticed) {
                changed(state);
                noticed = state;
            }
        }
    }

    private void changed(CircuitBreaker.State state) {
        if (state == CircuitBreaker.State.OPEN) {
            Long wait = breaker.getCircuitBreakerConfig()
                    .getWaitIntervalFunctionInOpenState()
                    .apply(1);
            openUntil = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(wait);
            tellOpen();
        } else if (state == CircuitBreaker.State.CLOSED) {
            lastFailure = null;
            if (toldOpen) {
                log.info("The circuit breaker of the app '{}' is closed: the server answers, messages go out", app);
            }
            toldOpen = false;
        }
    }

    /**
     * It opens again each time that the server is tried in vain, and may open and close all the time where half of the requests
     * fail: that is worth telling now and then.
     */
    private void tellOpen() {
        long now = nanoTime.getAsLong();
        boolean first = noticed == CircuitBreaker.State.CLOSED;
        openSince = first ? now : openSince;
        if (!everTold || now - toldAt >= COMPLAINT_NANOS) {
            toldAt = now;
            everTold = true;
            toldOpen = true;
            log.warn(
                    "The circuit breaker of the app '{}' {}, messages wait: {}",
                    app,
                    first ? "is open" : "has been open for " + TimeUnit.NANOSECONDS.toSeconds(now - openSince) + " s",
                    describe(lastFailure));
        }
    }

    private static String describe(@Nullable Retryable failure) {
        if (failure == null) {
            return "requests failed";
        }
        String answer = failure.answer();
        return answer == null ? "the last request failed: " + failure.cause() : answer;
    }

    /** What the breaker is told of an answer that is a failure. */
    private static final class ServerFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ServerFailure(int status) {
            super("The server answered " + status, null, false, false);
        }
    }
}
