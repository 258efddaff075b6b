package io.pushcast.resilience;

import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.pushcast.transport.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how long to wait before a request is sent again, or that it is to be given up. A request that waits takes nobody's
 * place: waiting is left to the caller. Safe for use by several threads.
 */
public final class RetrySchedule {

    private static final Logger log = LoggerFactory.getLogger(RetrySchedule.class);

    private final Retry retry;
    private final ResilienceSettings settings;
    private final DoubleSupplier random;

    /**
     * A schedule with these settings.
     *
     * @param name the name in the registry
     * @param settings its delays and the registry
     * @param random gives numbers from 0 (inclusive) to 1 (exclusive)
     */
    public RetrySchedule(String name, ResilienceSettings settings, DoubleSupplier random) {
        this.settings = settings;
        this.random = random;
        RetryConfig config = RetryConfig.<Outcome>custom()
                .maxAttempts(settings.maxAttempts())
                .retryOnResult(outcome -> outcome instanceof Outcome.Retryable || outcome instanceof Outcome.Suspended)
                .intervalBiFunction((attempt, result) -> delayMillis(settings, attempt, result, random))
                .build();
        // A retry left in a shared registry by an earlier publisher has that one's delays.
        settings.retries().remove(name);
        this.retry = settings.retries().retry(name, config);
    }

    /** The attempts to send one request, from the first. */
    public Attempts begin() {
        return new Attempts(retry, settings, random);
    }

    private static long delayMillis(
            ResilienceSettings settings, int attempt, Either<Throwable, Outcome> result, DoubleSupplier random) {
        Outcome outcome = result.isRight() ? result.get() : null;
        if (outcome instanceof Outcome.Suspended) {
            return settings.suspension().toMillis();
        }
        long jittered = fullJitter(settings, attempt, random);
        if (outcome instanceof Outcome.Retryable retryable && retryable.retryAfter() != null) {
            // Everybody was told the same time: jitter on top of it keeps them from coming back all at once.
            return asked(settings, retryable).toMillis() + jittered;
        }
        return jittered;
    }

    private static Duration asked(ResilienceSettings settings, Outcome outcome) {
        Duration asked = outcome instanceof Outcome.Retryable retryable ? retryable.retryAfter() : null;
        return asked == null ? Duration.ZERO : shorter(asked, settings.maxRetryAfter());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static long fullJitter(ResilienceSettings settings, int attempt, DoubleSupplier random) {
        double ceiling = (double) settings.initialBackoff().toMillis() * Math.pow(2, Math.min(attempt - 1, 40));
        return (long) (random.getAsDouble()
                * Math.min(ceiling, (double) settings.maxBackoff().toMillis()));
    }

    /** The attempts to send one request. Not for use by several threads at once. */
    public static final class Attempts {

        private final Retry retry;
        private final ResilienceSettings settings;
        private final DoubleSupplier random;
        private int failures;
        private Duration backoff = Duration.ZERO;

        /** Made at the first failure, which most requests don't have. */
        private Retry.@Nullable AsyncContext<Outcome> context;

        private Attempts(Retry retry, ResilienceSettings settings, DoubleSupplier random) {
            this.retry = retry;
            this.settings = settings;
            this.random = random;
        }

        /**
         * The attempt ended like this: how long to wait before the next one.
         *
         * @param failure a {@link Outcome.Retryable} or {@link Outcome.Suspended}
         * @return empty if it was the last attempt allowed
         */
        public Optional<Duration> afterFailure(Outcome failure) {
            failures++;
            Retry.AsyncContext<Outcome> context = context();
            long millis = context.onResult(failure);
            backoff = millis < 0 || failure instanceof Outcome.Suspended
                    ? Duration.ofMillis(fullJitter(settings, failures, random))
                    : Duration.ofMillis(millis).minus(asked(settings, failure));
            if (millis >= 0) {
                return Optional.of(Duration.ofMillis(millis));
            }
            try {
                context.onComplete();
            } catch (RuntimeException e) {
                // From a consumer of Resilience4j's events; it was the last attempt all the same.
                log.error("A listener to the retries failed", e);
            }
            return Optional.empty();
        }

        /**
         * Of what {@link #afterFailure} said last, the part that is our own backoff: without what the server asked to wait, and
         * without the pause for an app that is refused. After the last attempt, too.
         */
        public Duration backoff() {
            return backoff;
        }

        /**
         * The request was answered for good, so that there will be no further attempt. Not to be called when it was given
         * up: Resilience4j takes this for a success.
         */
        public void answered() {
            context().onComplete();
        }

        private Retry.AsyncContext<Outcome> context() {
            Retry.AsyncContext<Outcome> known = context;
            if (known == null) {
                known = retry.asyncContext();
                context = known;
            }
            return known;
        }
    }
}
