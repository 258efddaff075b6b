package io.pushcast.examples.benchmarks;

import io.pushcast.delivery.DeliverySettings;
import io.pushcast.delivery.OverflowPolicy;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.DeliveryListener;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The heap that a full buffer takes while the server is away. */
final class FullBuffer implements Scenario {

    private static final double MIB = 1 << 20;

    @Override
    public String id() {
        return "full-buffer";
    }

    @Override
    public List<BenchmarkResult> measure(BenchmarkSetup bench) {
        CountDownLatch full = new CountDownLatch(1);
        DeliveryListener untilFull = new DeliveryListener() {
            @Override
            public void onFailed(ChannelMessage message, DeliveryException failure) {
                if (failure.reason() == Reason.BUFFER_FULL) {
                    full.countDown();
                }
            }
        };
        PushcastContender contender =
                PushcastContender.with(builder -> builder.app(bench.server().app())
                        .delivery(DeliverySettings.builder()
                                .overflowPolicy(OverflowPolicy.FAIL)
                                .build())
                        .listener(untilFull));
        bench.server().down();
        try {
            SampleOrders orders = SampleOrders.toChannels(1_000);
            long idle = usedHeap();
            long published = 0;
            while (full.getCount() > 0) {
                contender.publish(orders.get(published++));
            }
            double mebibytes = (double) (usedHeap() - idle) / MIB;
            return List.of(BenchmarkResult.of(
                    this,
                    "heap with a 32 MiB buffer full, above idle",
                    mebibytes,
                    TargetValue.atMost(96, 96, " MiB"),
                    List.of("about " + TargetValue.number((double) published) + " events wait")));
        } finally {
            contender.abort();
            bench.server().up();
        }
    }

    private static long usedHeap() {
        // What is freed by finishing reference processing of the first is collected by the second.
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
