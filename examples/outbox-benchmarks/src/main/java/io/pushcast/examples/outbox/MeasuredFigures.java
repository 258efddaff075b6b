package io.pushcast.examples.outbox;

import java.util.Arrays;
import java.util.Locale;

/** What was measured, again and again. */
final class MeasuredFigures {

    private final double[] sorted;

    private MeasuredFigures(double[] sorted) {
        this.sorted = sorted;
    }

    static MeasuredFigures of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new MeasuredFigures(sorted);
    }

    double median() {
        return share(0.5);
    }

    /** The value that so large a part of all is not above. */
    double share(double part) {
        return sorted[(int) (part * (sorted.length - 1))];
    }

    /** The median, and the least and the most. */
    String text(String unit) {
        return text(0.5, unit);
    }

    String text(double part, String unit) {
        return number(share(part)) + unit + " (" + number(sorted[0]) + "–" + number(sorted[sorted.length - 1]) + ")";
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.2f", value);
    }
}
