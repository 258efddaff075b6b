package io.pushcast.examples.benchmarks;

import com.sun.management.ThreadMXBean;
import io.pushcast.json.JsonCodec;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Writes JSON as another codec does, and keeps what that took: it is the payload's, and not delivery's. */
final class TimedCodec implements JsonCodec {

    private final JsonCodec json = JsonCodec.detect();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ThreadLocal<long[]> lastNanos = ThreadLocal.withInitial(() -> new long[1]);
    private final LongAdder bytes = new LongAdder();
    private final boolean countsBytes;

    private TimedCodec(boolean countsBytes) {
        this.countsBytes = countsBytes;
    }

    /** One that keeps how long it took. */
    static TimedCodec ofNanos() {
        return new TimedCodec(false);
    }

    /** One that keeps what it allocated. */
    static TimedCodec ofBytes() {
        return new TimedCodec(true);
    }

    @Override
    public String write(@Nullable Object value) {
        if (countsBytes) {
            long before = threads.getCurrentThreadAllocatedBytes();
            String text = json.write(value);
            bytes.add(threads.getCurrentThreadAllocatedBytes() - before);
            return text;
        }
        long start = System.nanoTime();
        String text = json.write(value);
        lastNanos.get()[0] = System.nanoTime() - start;
        return text;
    }

    /** How long this thread's last one took. */
    long lastNanos() {
        return lastNanos.get()[0];
    }

    /** What all of them have allocated. */
    long bytes() {
        return bytes.sum();
    }
}
