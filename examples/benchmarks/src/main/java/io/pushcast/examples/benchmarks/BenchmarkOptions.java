package io.pushcast.examples.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How it is measured.
 *
 * @param only the ids of the scenarios; empty for all
 * @param time how long each contender is measured in a round
 * @param rounds how many rounds there are; the contenders take turns in each
 * @param output where the JSON goes
 * @param profiles the folder for a recording of each scenario; null to record none
 */
record BenchmarkOptions(
        List<String> only,
        Duration time,
        int rounds,
        Path output,
        @Nullable Path profiles) {

    /** From the system properties {@code benchmarks.only}, {@code .seconds}, {@code .rounds}, {@code .output} and {@code .profiles}. */
    static BenchmarkOptions fromSystemProperties() {
        String only = System.getProperty("benchmarks.only", "");
        String profiles = System.getProperty("benchmarks.profiles", "");
        double seconds = Double.parseDouble(System.getProperty("benchmarks.seconds", "3"));
        return new BenchmarkOptions(
                Arrays.stream(only.split(","))
                        .map(String::trim)
                        .filter(id -> !id.isEmpty())
                        .toList(),
                Duration.ofMillis((long) (seconds * 1_000)),
                Integer.getInteger("benchmarks.rounds", 5),
                Path.of(System.getProperty("benchmarks.output", "target/benchmarks.json")),
                profiles.isEmpty() ? null : Path.of(profiles));
    }
}
