package io.pushcast.examples.benchmarks;

import java.util.Locale;

/**
 * What a figure has to reach.
 *
 * @param more whether more is better
 * @param must what it must reach
 * @param aim what would be good to reach; the same as {@code must} if there is nothing beyond
 * @param unit what stands behind the figures, such as {@code ×} or {@code  ms}
 */
record TargetValue(boolean more, double must, double aim, String unit) {

    static TargetValue atLeast(double must, double aim, String unit) {
        return new TargetValue(true, must, aim, unit);
    }

    static TargetValue atMost(double must, double aim, String unit) {
        return new TargetValue(false, must, aim, unit);
    }

    String verdict(double value) {
        if (reaches(value, aim)) {
            return "reached";
        }
        return reaches(value, must) ? "reached, not the aim" : "**missed**";
    }

    private boolean reaches(double value, double wanted) {
        return more ? value >= wanted : value <= wanted;
    }

    String mustText() {
        return text(must);
    }

    String aimText() {
        return aim == must ? "" : text(aim);
    }

    private String text(double wanted) {
        return (more ? "≥ " : "≤ ") + number(wanted) + unit;
    }

    /** Three digits that count, or all before the point. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
    }
}
