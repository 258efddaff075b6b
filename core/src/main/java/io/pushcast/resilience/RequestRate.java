package io.pushcast.resilience;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The limit of requests in a period, if there is one. Never blocks. Safe for use by several threads. */
final class RequestRate {

    private static final Duration POLL = Duration.ofMillis(10);

    private final @Nullable RateLimiter limiter;

    RequestRate(String name, ResilienceSettings settings) {
        RateLimiterConfig config = settings.rateLimit();
        this.limiter = config == null ? null : settings.rateLimiters().rateLimiter(name, config);
        if (limiter != null) {
            // With a timeout it would make the caller sleep, and that is a thread which must not.
            limiter.changeTimeoutDuration(Duration.ZERO);
        }
    }

    /** How long no request may go; zero if one may go now. */
    Duration pause() {
        if (limiter == null || limiter.getMetrics().getAvailablePermissions() > 0) {
            return Duration.ZERO;
        }
        return limiter instanceof AtomicRateLimiter atomic
                ? Duration.ofNanos(Math.max(1, atomic.getDetailedMetrics().getNanosToWait()))
                : POLL;
    }

    /** Whether a request may go now; if it may, it counts. */
    boolean tryPass() {
        return limiter == null || limiter.acquirePermission();
    }
}
