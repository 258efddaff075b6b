package io.pushcast.examples.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server that is far away: each answer comes later. Both use the same number of connections. */
final class AddedRoundTrip implements Scenario {

    private static final int CONNECTIONS = 8;

    @Override
    public String id() {
        return "round-trip";
    }

    @Override
    public List<BenchmarkResult> measure(BenchmarkSetup bench) throws InterruptedException {
        List<BenchmarkResult> results = new ArrayList<>();
        for (int millis : new int[] {20, 80}) {
            results.add(measure(bench, millis));
        }
        return results;
    }

    private BenchmarkResult measure(BenchmarkSetup bench, int millis) throws InterruptedException {
        var app = bench.server().app();
        bench.server().delay(Duration.ofMillis(millis));
        try {
            ContenderComparison rates = ContenderComparison.of(
                    bench,
                    SampleOrders.toChannels(1_000),
                    List.of(
                            () -> PushcastContender.with(
                                    builder -> builder.app(app).delivery(BenchmarkSettings.shortBuffer())),
                            () -> new AsyncOneByOne(app, CONNECTIONS)));
            return BenchmarkResult.of(
                    this,
                    "events/s with " + millis + " ms more round trip vs `PusherAsync` one by one, 8 connections each",
                    rates.ratio(0, 1),
                    TargetValue.atLeast(9, 10, "×"),
                    List.of(rates.describe(0), rates.describe(1)));
        } finally {
            bench.server().delay(Duration.ZERO);
        }
    }
}
