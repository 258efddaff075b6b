package io.pushcast.examples.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** How many events a request holds when there are more than enough. The server counts the requests. */
final class BatchFill implements Scenario {

    @Override
    public String id() {
        return "batch-fill";
    }

    @Override
    public List<BenchmarkResult> measure(BenchmarkSetup bench) throws InterruptedException {
        List<Double> fills = new ArrayList<>();
        for (int i = 0; i < bench.rounds(); i++) {
            fills.add(round(bench));
        }
        Percentiles rounds =
                Percentiles.of(fills.stream().mapToDouble(Double::doubleValue).toArray());
        return List.of(BenchmarkResult.of(
                this,
                "batch fill when saturated",
                rounds.median(),
                TargetValue.atLeast(9.5, 9.5, " of 10"),
                List.of("over 1 000 channels; the worst round " + TargetValue.number(rounds.at(0)))));
    }

    private static double round(BenchmarkSetup bench) throws InterruptedException {
        try (PushcastContender contender = PushcastContender.to(bench.server().app());
                PublishingLoad load = PublishingLoad.start(contender, SampleOrders.toChannels(1_000))) {
            load.run(bench.time().dividedBy(3));
            long delivered = contender.delivered();
            long requests = bench.server().requests();
            load.run(bench.time());
            delivered = contender.delivered() - delivered;
            return (double) delivered / (bench.server().requests() - requests);
        }
    }
}
