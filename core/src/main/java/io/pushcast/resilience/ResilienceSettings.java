package io.pushcast.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How failures are met. Immutable and safe for use by several threads. */
public final class ResilienceSettings {

    static final Duration DEFAULT_INITIAL_BACKOFF = Duration.ofMillis(100);
    static final Duration DEFAULT_MAX_BACKOFF = Duration.ofSeconds(10);
    static final Duration DEFAULT_SUSPENSION = Duration.ofSeconds(60);
    static final float DEFAULT_FAILURE_RATE = 50;
    static final int DEFAULT_WINDOW = 20;
    static final int DEFAULT_MINIMUM_REQUESTS = 5;
    static final Duration DEFAULT_OPEN = Duration.ofSeconds(2);
    static final int DEFAULT_PROBES = 1;
    static final Duration DEFAULT_MAX_RETRY_AFTER = Duration.ofMinutes(5);
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Duration initialBackoff;
    private final Duration maxBackoff;
    private final int maxAttempts;
    private final Duration suspension;
    private final Duration maxRetryAfter;
    private final @Nullable CircuitBreakerConfig breakerConfig;
    private final CircuitBreakerRegistry breakers;
    private final RetryRegistry retries;
    private final @Nullable RateLimiterConfig rateLimit;
    private final RateLimiterRegistry rateLimiters;

    private ResilienceSettings(Builder builder) {
        this.initialBackoff = builder.initialBackoff;
        this.maxBackoff = builder.maxBackoff;
        if (maxBackoff.compareTo(initialBackoff) < 0) {
            throw new IllegalArgumentException(
                    "maxBackoff " + maxBackoff + " is shorter than initialBackoff " + initialBackoff);
        }
        this.maxAttempts = builder.maxAttempts;
        this.suspension = builder.suspension;
        this.maxRetryAfter = builder.maxRetryAfter;
        this.breakerConfig = builder.breakerConfig;
        this.breakers = builder.breakers == null ? CircuitBreakerRegistry.ofDefaults() : builder.breakers;
        this.retries = builder.retries == null ? RetryRegistry.ofDefaults() : builder.retries;
        this.rateLimit = builder.rateLimit;
        this.rateLimiters = builder.rateLimiters == null ? RateLimiterRegistry.ofDefaults() : builder.rateLimiters;
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The defaults. */
    public static ResilienceSettings defaults() {
        return builder().build();
    }

    Duration initialBackoff() {
        return initialBackoff;
    }

    Duration maxBackoff() {
        return maxBackoff;
    }

    /** {@link Integer#MAX_VALUE} for no limit but the delivery timeout. */
    int maxAttempts() {
        return maxAttempts;
    }

    Duration suspension() {
        return suspension;
    }

    Duration maxRetryAfter() {
        return maxRetryAfter;
    }

    @Nullable
    CircuitBreakerConfig breakerConfig() {
        return breakerConfig;
    }

    CircuitBreakerRegistry breakers() {
        return breakers;
    }

    RetryRegistry retries() {
        return retries;
    }

    /** Null for no limit. */
    @Nullable
    RateLimiterConfig rateLimit() {
        return rateLimit;
    }

    RateLimiterRegistry rateLimiters() {
        return rateLimiters;
    }

    /** Builds {@link ResilienceSettings}. Not for use by several threads. */
    public static final class Builder {

        private Duration initialBackoff = DEFAULT_INITIAL_BACKOFF;
        private Duration maxBackoff = DEFAULT_MAX_BACKOFF;
        private int maxAttempts = Integer.MAX_VALUE;
        private Duration suspension = DEFAULT_SUSPENSION;
        private Duration maxRetryAfter = DEFAULT_MAX_RETRY_AFTER;
        private @Nullable CircuitBreakerConfig breakerConfig;
        private @Nullable CircuitBreakerRegistry breakers;
        private @Nullable RetryRegistry retries;
        private @Nullable RateLimiterConfig rateLimit;
        private @Nullable RateLimiterRegistry rateLimiters;

        private Builder() {}

        /**
         * The most that the first retry waits; each further one may wait twice as long as the one before. The actual wait
         * is drawn evenly between nothing and that ("full jitter"). Default: 100 ms.
         *
         * @throws IllegalArgumentException if it is shorter than 1 ms or longer than 365 days
         */
        public Builder initialBackoff(Duration initialBackoff) {
            this.initialBackoff = within("initialBackoff", initialBackoff);
            return this;
        }

        /**
         * The most that any retry waits, unless the server asks for more by {@code Retry-After}. Default: 10 s.
         *
         * @throws IllegalArgumentException if it is shorter than 1 ms or longer than 365 days
         */
        public Builder maxBackoff(Duration maxBackoff) {
            this.maxBackoff = within("maxBackoff", maxBackoff);
            return this;
        }

        /**
         * How often a message is sent alone, the first time included. What happens to a batch does not count: instead of being
         * given up, it is divided. Default: no limit; the delivery timeout ends it.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxAttempts(int maxAttempts) {
            if (maxAttempts < 1) {
                throw new IllegalArgumentException("maxAttempts must be at least 1, not " + maxAttempts);
            }
            this.maxAttempts = maxAttempts;
            return this;
        }

        /**
         * How long nothing is sent after the server refused the app itself (401, 403, unknown app). Then one request asks
         * whether it is served again. Refusals count only once two different messages confirm them; until then other messages
         * go on. For an app that was served before, the pause begins with a second and doubles up to this one. Default: 60 s.
         *
         * @throws IllegalArgumentException if it is shorter than 1 ms or longer than 365 days
         */
        public Builder suspension(Duration suspension) {
            this.suspension = within("suspension", suspension);
            return this;
        }

        /**
         * The longest that the server's {@code Retry-After} is obeyed, so that a clock or a proxy gone wrong does not stop
         * the delivery for days. It is never shorter than our own backoff. While it lasts, one request asks every 30 s, and four
         * times within the delivery timeout at least, whether the server is ready: so a message does not expire because of one
         * answer. Default: 5 min.
         *
         * @throws IllegalArgumentException if it is shorter than 1 ms or longer than 365 days
         */
        public Builder maxRetryAfter(Duration maxRetryAfter) {
            this.maxRetryAfter = within("maxRetryAfter", maxRetryAfter);
            return this;
        }

        /**
         * The circuit breaker's own configuration. Default: count-based window of 20 requests, at least 5 of them, opens
         * at 50 % failures, stays open for 2 s, then one request probes. A configuration that records only some
         * exceptions has to record those of a connection, and for statuses 5xx a {@code RuntimeException} of ours.
         */
        public Builder circuitBreaker(CircuitBreakerConfig config) {
            this.breakerConfig = Objects.requireNonNull(config, "config");
            return this;
        }

        /**
         * Where the circuit breaker is registered, under the name of the app. A breaker that is there already under that
         * name is used as it is. Default: a registry of our own.
         */
        public Builder circuitBreakerRegistry(CircuitBreakerRegistry registry) {
            this.breakers = Objects.requireNonNull(registry, "registry");
            return this;
        }

        /**
         * Where the retry is registered, under the name of the app, so that Resilience4j's metrics and events see it.
         * Delays and attempts are those given here. Default: a registry of our own.
         */
        public Builder retryRegistry(RetryRegistry registry) {
            this.retries = Objects.requireNonNull(registry, "registry");
            return this;
        }

        /**
         * How many requests may be sent in a period; what comes beyond waits in the buffer. A request carries up to ten
         * messages. The configuration's own timeout is not used; a limiter that is registered
         * already gets the timeout zero, since nothing here may sleep. Default: no limit.
         */
        public Builder rateLimit(RateLimiterConfig config) {
            this.rateLimit = Objects.requireNonNull(config, "config");
            return this;
        }

        /**
         * Where the rate limiter is registered, under the name of the app. Used only with a {@link #rateLimit}. Default: a
         * registry of our own.
         */
        public Builder rateLimiterRegistry(RateLimiterRegistry registry) {
            this.rateLimiters = Objects.requireNonNull(registry, "registry");
            return this;
        }

        /**
         * The settings.
         *
         * @throws IllegalArgumentException if the longest backoff is shorter than the first
         */
        public ResilienceSettings build() {
            return new ResilienceSettings(this);
        }

        private static Duration within(String name, Duration value) {
            Objects.requireNonNull(value, name);
            if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(name + " must be from 1 ms to 365 days, not " + value);
            }
            return value;
        }
    }
}
