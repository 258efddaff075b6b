package io.pushcast.examples.benchmarks;

import java.util.List;

/** As many events as go through, over 1 000 channels, without any delay on the way. */
final class SustainedThroughput implements Scenario {

    @Override
    public String id() {
        return "sustained";
    }

    @Override
    public List<BenchmarkResult> measure(BenchmarkSetup bench) throws InterruptedException {
        var app = bench.server().app();
        ContenderComparison rates = ContenderComparison.of(
                bench,
                SampleOrders.toChannels(1_000),
                List.of(
                        () -> PushcastContender.to(app),
                        () -> new HandMadeBatches(app, 8),
                        () -> new AsyncOneByOne(app, 64),
                        () -> new BlockingClient(app, 8)));
        return List.of(
                row(rates, 1, "hand-made batches of ten through `PusherAsync`, 8 in flight each", 1.0, 1.3),
                row(rates, 2, "`PusherAsync` one by one, 64 in flight", 3.5, 5),
                row(rates, 3, "`Pusher` (blocking) from 8 threads", 6, 8));
    }

    private BenchmarkResult row(ContenderComparison rates, int other, String against, double must, double aim) {
        return BenchmarkResult.of(
                this,
                "events/s over 1 000 channels vs " + against,
                rates.ratio(0, other),
                TargetValue.atLeast(must, aim, "×"),
                List.of(rates.describe(0), rates.describe(other)));
    }
}
