package io.pushcast.examples.benchmarks;

import io.pushcast.Publication;
import io.pushcast.Pushcast;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.delivery.OverflowPolicy;
import java.time.Duration;
import java.util.List;

/** Publications into a full buffer of which only the latest of each key and channel is kept. */
final class Conflation implements Scenario {

    private static final int CHANNELS = 50_000;

    @Override
    public String id() {
        return "conflation";
    }

    @Override
    public List<BenchmarkResult> measure(BenchmarkSetup bench) {
        double keyPerChannel = publicationsPerSecond(bench, false);
        double oneKey = publicationsPerSecond(bench, true);
        return List.of(BenchmarkResult.of(
                this,
                "LATEST_PER_KEY: a key for each of 50,000 channels against one key for all",
                keyPerChannel / oneKey,
                TargetValue.atMost(2, 2, "×"),
                List.of(TargetValue.number(keyPerChannel) + " publications/s against " + TargetValue.number(oneKey))));
    }

    private static double publicationsPerSecond(BenchmarkSetup bench, boolean oneKey) {
        Pushcast pushcast = Pushcast.builder()
                .transport(new AwayTransport())
                .delivery(DeliverySettings.builder()
                        .bufferMessages(CHANNELS)
                        .bufferBytes(1L << 40)
                        .overflowPolicy(OverflowPolicy.LATEST_PER_KEY)
                        .deliveryTimeout(Duration.ofHours(1))
                        .build())
                .build();
        try {
            int published = 0;
            while (published < CHANNELS) {
                publish(pushcast, oneKey, published++);
            }
            long start = System.nanoTime();
            long nanos = bench.time().toNanos();
            while (System.nanoTime() - start < nanos) {
                publish(pushcast, oneKey, published++);
            }
            return (published - CHANNELS) * 1e9 / (System.nanoTime() - start);
        } finally {
            pushcast.close(Duration.ZERO);
        }
    }

    private static void publish(Pushcast pushcast, boolean oneKey, int number) {
        Publication to = pushcast.to("c" + number % CHANNELS);
        (oneKey ? to.orderedBy("tenant") : to).named("level").payload(number).publish();
    }
}
