package io.pushcast.examples.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The rates of several contenders, which took turns: in each round each one was started, warmed up, measured and closed, so
 * that what else the machine does meanwhile meets all of them. Ratios are taken within a round.
 */
final class ContenderComparison {

    /** Rounds that do not count: the JVM compiles for half a minute, on the cores that are measured. */
    private static final int WARM_UP_ROUNDS = 4;

    private final List<String> names = new ArrayList<>();
    private final List<List<Double>> rounds = new ArrayList<>();

    private ContenderComparison() {}

    static ContenderComparison of(
            BenchmarkSetup bench, SampleOrders orders, List<Supplier<? extends Contender>> contenders)
            throws InterruptedException {
        ContenderComparison comparison = new ContenderComparison();
        for (int i = 0; i < WARM_UP_ROUNDS + bench.rounds(); i++) {
            comparison.round(bench.time(), orders, contenders);
        }
        comparison.rounds.subList(0, WARM_UP_ROUNDS).clear();
        return comparison;
    }

    private void round(Duration time, SampleOrders orders, List<Supplier<? extends Contender>> contenders)
            throws InterruptedException {
        List<Double> rates = new ArrayList<>();
        for (Supplier<? extends Contender> contender : contenders) {
            try (Contender next = contender.get();
                    PublishingLoad load = PublishingLoad.start(next, orders)) {
                load.run(time.dividedBy(3));
                rates.add(load.rate(time));
                if (names.size() < contenders.size()) {
                    names.add(next.name());
                }
            }
        }
        rounds.add(rates);
    }

    /** The median of a contender's rates. */
    double rate(int contender) {
        return Percentiles.of(rates(contender)).median();
    }

    /** The median of how many times as fast one was as another. */
    double ratio(int contender, int other) {
        return Percentiles.of(rounds.stream()
                        .mapToDouble(rates -> rates.get(contender) / rates.get(other))
                        .toArray())
                .median();
    }

    /** A contender's rates in words. */
    String describe(int contender) {
        Percentiles rates = Percentiles.of(rates(contender));
        return names.get(contender) + ": " + TargetValue.number(rates.median()) + " events/s ("
                + TargetValue.number(rates.at(0)) + "–" + TargetValue.number(rates.at(1)) + ")";
    }

    private double[] rates(int contender) {
        return rounds.stream().mapToDouble(rates -> rates.get(contender)).toArray();
    }
}
