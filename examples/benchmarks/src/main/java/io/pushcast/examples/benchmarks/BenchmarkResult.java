package io.pushcast.examples.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table.
 *
 * @param scenario the id of what measured it
 * @param what what was measured
 * @param value the figure that counts
 * @param unit its unit
 * @param target what it has to reach; null if it is only told
 * @param details what it was made of
 */
record BenchmarkResult(
        String scenario,
        String what,
        double value,
        String unit,
        @Nullable TargetValue target,
        List<String> details) {

    static BenchmarkResult of(Scenario scenario, String what, double value, TargetValue target, List<String> details) {
        return new BenchmarkResult(scenario.id(), what, value, target.unit(), target, details);
    }

    static BenchmarkResult told(Scenario scenario, String what, double value, String unit, List<String> details) {
        return new BenchmarkResult(scenario.id(), what, value, unit, null, details);
    }

    String measured() {
        return TargetValue.number(value) + unit;
    }

    String verdict() {
        return target == null ? "" : target.verdict(value);
    }

    String must() {
        return target == null ? "" : target.mustText();
    }

    String aim() {
        return target == null ? "" : target.aimText();
    }
}
