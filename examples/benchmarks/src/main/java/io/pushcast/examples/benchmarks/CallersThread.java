package io.pushcast.examples.benchmarks;

import io.pushcast.Pushcast;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** How long {@code publish} keeps its caller, at a tenth of the load, beyond writing the payload's JSON. */
final class CallersThread implements Scenario {

    @Override
    public String id() {
        return "publish";
    }

    @Override
    public List<Result> measure(Bench bench) throws InterruptedException {
        double rate = bench.lightRate();
        List<Percentiles> rounds = new ArrayList<>();
        for (int i = 0; i <= bench.rounds(); i++) {
            Percentiles round = round(bench, rate);
            if (i > 0) {
                rounds.add(round);
            }
        }
        List<String> details = List.of(
                "p90 " + Target.number(Percentiles.medianOf(rounds, 0.9)) + " µs, p99.9 "
                        + Target.number(Percentiles.medianOf(rounds, 0.999)) + " µs",
                Target.number(rate) + " events/s at random times");
        return List.of(
                Result.of(
                        this,
                        "`publish()` in the caller's thread beyond writing the JSON, p50",
                        Percentiles.medianOf(rounds, 0.5),
                        Target.atMost(2, 2, " µs"),
                        details),
                Result.of(
                        this,
                        "the same, p99",
                        Percentiles.medianOf(rounds, 0.99),
                        Target.atMost(50, 50, " µs"),
                        details));
    }

    private static Percentiles round(Bench bench, double rate) throws InterruptedException {
        TimedCodec json = TimedCodec.ofNanos();
        try (Pushcast pushcast =
                Pushcast.builder().app(bench.server().app()).json(json).build()) {
            publish(pushcast, json, bench.time().dividedBy(3), rate);
            return publish(pushcast, json, bench.time(), rate);
        }
    }

    private static Percentiles publish(Pushcast pushcast, TimedCodec json, Duration time, double rate)
            throws InterruptedException {
        Orders orders = Orders.toChannels(1_000);
        List<Double> micros = new ArrayList<>();
        List<CompletableFuture<?>> deliveries = new ArrayList<>();
        new Pacer(rate).run(time, number -> {
            OrderPlaced order = orders.get(number);
            long start = System.nanoTime();
            var delivery = pushcast.publish(order);
            long took = System.nanoTime() - start;
            micros.add((took - json.lastNanos()) / 1e3);
            deliveries.add(delivery.toCompletableFuture());
        });
        deliveries.forEach(CompletableFuture::join);
        return Percentiles.of(micros.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
