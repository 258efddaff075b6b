package io.pushcast.examples.benchmarks;

import java.util.List;

/** All events to one channel, in strict order: only one request can be under way. */
final class HotChannel implements Scenario {

    @Override
    public String id() {
        return "hot-channel";
    }

    @Override
    public List<BenchmarkResult> measure(BenchmarkSetup bench) throws InterruptedException {
        var app = bench.server().app();
        ContenderComparison rates = ContenderComparison.of(
                bench,
                SampleOrders.toChannels(1),
                List.of(() -> PushcastContender.to(app), () -> new HandMadeBatches(app, 1)));
        return List.of(BenchmarkResult.of(
                this,
                "events/s on one channel in strict order vs hand-made batches of ten, one in flight",
                rates.ratio(0, 1),
                TargetValue.atLeast(1.5, 2, "×"),
                List.of(rates.describe(0), rates.describe(1))));
    }
}
