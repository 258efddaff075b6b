package io.pushcast.subscribe;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Logs what may happen very often: at once, and then once a minute with how often it happened since. */
final class OccasionalLog {

    private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final AtomicLong nextAt = new AtomicLong(System.nanoTime());
    private final AtomicLong since = new AtomicLong();

    void warn(Logger log, String what, @Nullable Throwable cause) {
        long now = System.nanoTime();
        long due = nextAt.get();
        if (now - due >= 0 && nextAt.compareAndSet(due, now + PERIOD_NANOS)) {
            long more = since.getAndSet(0);
            log.warn("{}{}", what, more == 0 ? "" : " (and " + more + " more like it in the last minute)", cause);
        } else {
            since.incrementAndGet();
        }
    }
}
