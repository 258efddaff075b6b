package io.pushcast.testing.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final RateLimit limit = new RateLimit(2, now::get);

    @Test
    void allowsSoManyInAnyOneSecond() {
        assertThat(limit.tryTake()).isTrue();
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(600));
        assertThat(limit.tryTake()).isTrue();
        assertThat(limit.tryTake()).isFalse();

        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(400));
        assertThat(limit.tryTake()).isTrue();
        assertThat(limit.tryTake()).isFalse();
    }
}
