package io.pushcast.examples.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** How long an event takes until it is accepted, when there are few of them. */
final class LoneEvent implements Scenario {

    @Override
    public String id() {
        return "lone-event";
    }

    @Override
    public List<BenchmarkResult> measure(BenchmarkSetup bench) throws InterruptedException {
        double rate = bench.lightRate();
        var app = bench.server().app();
        List<Percentiles> ours = new ArrayList<>();
        List<Percentiles> theirs = new ArrayList<>();
        for (int i = 0; i <= bench.rounds(); i++) {
            Percentiles our =
                    latencies(bench.time(), rate, PushcastContender.to(app).alone());
            Percentiles their = latencies(bench.time(), rate, new AsyncOneByOne(app, 64).alone());
            if (i > 0) {
                ours.add(our);
                theirs.add(their);
            }
        }
        List<String> details = List.of(
                "Pushcast: " + describe(ours),
                "PusherAsync: " + describe(theirs),
                TargetValue.number(rate) + " events/s at random times");
        return List.of(
                BenchmarkResult.of(
                        this,
                        "latency of a lone event at 10 % load, added over the bare client, p50",
                        added(ours, theirs, 0.5),
                        TargetValue.atMost(0.02, 0, " ms"),
                        details),
                BenchmarkResult.of(
                        this, "the same, p99", added(ours, theirs, 0.99), TargetValue.atMost(0.2, 0, " ms"), details));
    }

    /** In milliseconds, from the call until its stage is complete. */
    private static Percentiles latencies(Duration time, double rate, SingleEventPublisher lone)
            throws InterruptedException {
        try (lone) {
            pace(time.dividedBy(3), rate, lone);
            return Percentiles.of(pace(time, rate, lone).stream()
                    .mapToDouble(CompletableFuture::join)
                    .toArray());
        }
    }

    private static List<CompletableFuture<Double>> pace(Duration time, double rate, SingleEventPublisher lone)
            throws InterruptedException {
        SampleOrders orders = SampleOrders.toChannels(1_000);
        List<CompletableFuture<Double>> millis = new ArrayList<>();
        new RandomArrivals(rate).run(time, number -> {
            long start = System.nanoTime();
            millis.add(lone.send(orders.get(number))
                    .thenApply(accepted -> (System.nanoTime() - start) / 1e6)
                    .toCompletableFuture());
        });
        return millis;
    }

    private static double added(List<Percentiles> ours, List<Percentiles> theirs, double share) {
        return Percentiles.medianOf(ours, share) - Percentiles.medianOf(theirs, share);
    }

    private static String describe(List<Percentiles> rounds) {
        return "p50 " + TargetValue.number(Percentiles.medianOf(rounds, 0.5)) + " ms, p99 "
                + TargetValue.number(Percentiles.medianOf(rounds, 0.99)) + " ms";
    }
}
