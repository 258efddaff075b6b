package io.pushcast.examples.benchmarks;

import java.util.Arrays;
import java.util.List;

/** Samples in order of size. */
final class Percentiles {

    private final double[] sorted;

    private Percentiles(double[] samples) {
        this.sorted = samples.clone();
        Arrays.sort(sorted);
    }

    static Percentiles of(double[] samples) {
        if (samples.length == 0) {
            throw new IllegalArgumentException("There is no sample; was anything delivered?");
        }
        return new Percentiles(samples);
    }

    /** The median, over several rounds, of the sample below which that share of a round's lies. */
    static double medianOf(List<Percentiles> rounds, double share) {
        return of(rounds.stream().mapToDouble(round -> round.at(share)).toArray())
                .median();
    }

    double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The sample below which that share of them lies; 0 for the smallest, 1 for the largest. */
    double at(double share) {
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, Math.min(sorted.length - 1, index))];
    }
}
