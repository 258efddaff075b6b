package io.pushcast.examples.benchmarks;

import io.pushcast.Pushcast;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * How long {@code publish} keeps its caller, at a tenth of the load, beyond writing the payload's JSON: for single events,
 * when the caller comes from elsewhere and the delivery thread sleeps, and for bursts, when both are warm.
 */
final class CallerLatency implements Scenario {

    private static final int BURST = 100;

    @Override
    public String id() {
        return "publish";
    }

    @Override
    public List<BenchmarkResult> measure(BenchmarkSetup bench) throws InterruptedException {
        List<BenchmarkResult> results = new ArrayList<>();
        results.addAll(publish(bench, 1, "single events"));
        results.addAll(publish(bench, BURST, "bursts of " + BURST));
        results.addAll(wakeUp(bench));
        return results;
    }

    private List<BenchmarkResult> publish(BenchmarkSetup bench, int burst, String how) throws InterruptedException {
        double rate = bench.lightRate();
        List<Percentiles> rounds = rounds(bench, () -> round(bench, rate, burst));
        List<String> details = details(rounds, rate, "events/s, " + how);
        return List.of(
                BenchmarkResult.of(
                        this,
                        "`publish()` in the caller's thread beyond writing the JSON, " + how + ", p50",
                        Percentiles.medianOf(rounds, 0.5),
                        TargetValue.atMost(2, 2, " µs"),
                        details),
                BenchmarkResult.of(
                        this,
                        "the same, p99",
                        Percentiles.medianOf(rounds, 0.99),
                        TargetValue.atMost(50, 50, " µs"),
                        details));
    }

    /** What of the above is none of ours. */
    private List<BenchmarkResult> wakeUp(BenchmarkSetup bench) throws InterruptedException {
        double rate = bench.lightRate();
        List<Percentiles> rounds = rounds(bench, () -> wakeUps(bench.time(), rate));
        List<String> details = details(rounds, rate, "times a second");
        return List.of(
                BenchmarkResult.told(
                        this,
                        "for comparison: only waking a thread that sleeps (`LockSupport.unpark`), p50",
                        Percentiles.medianOf(rounds, 0.5),
                        " µs",
                        details),
                BenchmarkResult.told(this, "the same, p99", Percentiles.medianOf(rounds, 0.99), " µs", details));
    }

    /** The first round, in which the JVM still compiles, does not count. */
    private static List<Percentiles> rounds(BenchmarkSetup bench, Round round) throws InterruptedException {
        List<Percentiles> rounds = new ArrayList<>();
        for (int i = 0; i <= bench.rounds(); i++) {
            Percentiles measured = round.measure();
            if (i > 0) {
                rounds.add(measured);
            }
        }
        return rounds;
    }

    private static List<String> details(List<Percentiles> rounds, double rate, String what) {
        return List.of(
                "p90 " + TargetValue.number(Percentiles.medianOf(rounds, 0.9)) + " µs, p99.9 "
                        + TargetValue.number(Percentiles.medianOf(rounds, 0.999)) + " µs",
                TargetValue.number(rate) + " " + what + " at random times");
    }

    private static Percentiles wakeUps(Duration time, double rate) throws InterruptedException {
        List<Double> micros = new ArrayList<>();
        try (WakeUpCost sleeper = new WakeUpCost()) {
            new RandomArrivals(rate).run(time, number -> micros.add(sleeper.wake() / 1e3));
        }
        return percentiles(micros);
    }

    private static Percentiles round(BenchmarkSetup bench, double rate, int burst) throws InterruptedException {
        TimedCodec json = TimedCodec.ofNanos();
        try (Pushcast pushcast =
                Pushcast.builder().app(bench.server().app()).json(json).build()) {
            Caller caller = new Caller(pushcast, json);
            caller.run(bench.time().dividedBy(3), rate, burst);
            return caller.run(bench.time(), rate, burst);
        }
    }

    /** Publishes and takes the time. */
    private static final class Caller {

        private final SampleOrders orders = SampleOrders.toChannels(1_000);
        private final Pushcast pushcast;
        private final TimedCodec json;

        Caller(Pushcast pushcast, TimedCodec json) {
            this.pushcast = pushcast;
            this.json = json;
        }

        /** In microseconds. */
        Percentiles run(Duration time, double rate, int burst) throws InterruptedException {
            List<Double> micros = new ArrayList<>();
            List<CompletableFuture<?>> deliveries = new ArrayList<>();
            new RandomArrivals(rate / burst).run(time, number -> {
                for (int i = 0; i < burst; i++) {
                    OrderPlaced order = orders.get((long) number * burst + i);
                    long start = System.nanoTime();
                    var delivery = pushcast.publish(order);
                    long took = System.nanoTime() - start;
                    micros.add((took - json.lastNanos()) / 1e3);
                    deliveries.add(delivery.toCompletableFuture());
                }
            });
            deliveries.forEach(CompletableFuture::join);
            return percentiles(micros);
        }
    }

    private static Percentiles percentiles(List<Double> samples) {
        return Percentiles.of(samples.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** One round of a measurement. */
    private interface Round {

        Percentiles measure() throws InterruptedException;
    }
}
