package io.pushcast.examples.benchmarks;

import io.pushcast.Pushcast;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.delivery.OverflowPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What it costs a caller that messages expire, one each millisecond, while very many others wait. */
final class ExpiringMessages implements Scenario {

    private static final int WAITING = 100_000;
    private static final int CHANNELS = 1_000;
    private static final double PERCENTILE = 99.9;

    @Override
    public String id() {
        return "expiring-messages";
    }

    @Override
    public List<BenchmarkResult> measure(BenchmarkSetup bench) {
        double few = slowestPublishMillis(bench, 100);
        double many = slowestPublishMillis(bench, WAITING);
        return List.of(BenchmarkResult.of(
                this,
                "publish, 99.9th percentile, while one of 100,000 waiting messages expires each ms",
                many,
                TargetValue.atMost(1, 1, " ms"),
                List.of("with 100 waiting: " + TargetValue.number(few) + " ms")));
    }

    private static double slowestPublishMillis(BenchmarkSetup bench, int waiting) {
        Pushcast pushcast = Pushcast.builder()
                .transport(new AwayTransport())
                .delivery(DeliverySettings.builder()
                        .bufferMessages(10 * WAITING)
                        .bufferBytes(1L << 40)
                        .overflowPolicy(OverflowPolicy.FAIL)
                        .deliveryTimeout(Duration.ofHours(1))
                        .build())
                .build();
        try {
            for (int i = 0; i < waiting; i++) {
                pushcast.to("c" + i % CHANNELS).named("e").payload(i).publish();
            }
            long end = System.nanoTime() + bench.time().toNanos();
            List<Long> nanos = new ArrayList<>();
            while (System.nanoTime() - end < 0) {
                long start = System.nanoTime();
                pushcast.to("x")
                        .named("e")
                        .payload(1)
                        .deadline(Duration.ofMillis(100))
                        .publish();
                nanos.add(System.nanoTime() - start);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            nanos.sort(null);
            return nanos.get((int) ((nanos.size() - 1) * PERCENTILE / 100)) / 1e6;
        } finally {
            pushcast.close(Duration.ZERO);
        }
    }
}
