package io.pushcast.examples.benchmarks;

import io.pushcast.json.JsonCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What was measured, where and how.
 *
 * @param machine where
 * @param seconds how long each contender was measured in a round
 * @param rounds how many rounds there were
 * @param loadBefore the machine's load before it began: what it did besides
 * @param loadAfter the machine's load at the end, our own included
 * @param results the rows
 */
record BenchmarkReport(
        MachineDescription machine,
        double seconds,
        int rounds,
        double loadBefore,
        double loadAfter,
        List<BenchmarkResult> results) {

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("| what | measured | must | aim | |\n|---|---|---|---|---|\n");
        for (BenchmarkResult result : results) {
            text.append("| ")
                    .append(String.join(
                            " | ", result.what(), result.measured(), result.must(), result.aim(), result.verdict()))
                    .append(" |\n");
        }
        text.append("\nBehind the figures:\n\n");
        List<String> last = List.of();
        for (BenchmarkResult result : results) {
            // Percentiles of the same samples have the same behind them.
            if (!result.details().equals(last)) {
                text.append("* ").append(result.what()).append(": ").append(String.join("; ", result.details()));
                text.append('\n');
            }
            last = result.details();
        }
        return text.append("\nMedians of ")
                .append(rounds)
                .append(" rounds of ")
                .append(TargetValue.number(seconds))
                .append(" s. Machine: ")
                .append(machine)
                .append(". Load average ")
                .append(TargetValue.number(loadBefore))
                .append(" before, ")
                .append(TargetValue.number(loadAfter))
                .append(" at the end.\n")
                .toString();
    }

    void writeJson(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, JsonCodec.detect().write(this));
    }
}
