package io.pushcast.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.EventType;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That they run. What they measure in so short a time means nothing. */
class BenchmarksIT {

    static Stream<String> scenarios() {
        return Benchmarks.SCENARIOS.stream().map(Scenario::id);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyScenarioRuns(String id, @TempDir Path folder) throws Exception {
        Path output = folder.resolve("benchmarks.json");
        BenchmarkOptions options = new BenchmarkOptions(List.of(id), Duration.ofMillis(100), 1, output, null);

        BenchmarkReport report = new Benchmarks(options, System.err).run();
        report.writeJson(output);

        assertThat(report.results()).isNotEmpty().allSatisfy(result -> {
            assertThat(result.scenario()).isEqualTo(id);
            assertThat(result.measured()).isNotBlank();
        });
        assertThat(report.markdown()).contains(report.results().get(0).what());
        assertThat(Files.readString(output)).startsWith("{").contains(id);
    }

    @Test
    void recordsAScenarioThatIsToBeProfiled(@TempDir Path folder) throws Exception {
        Path profiles = folder.resolve("profiles");
        BenchmarkOptions options = new BenchmarkOptions(
                List.of("allocation"), Duration.ofMillis(100), 1, folder.resolve("benchmarks.json"), profiles);

        new Benchmarks(options, System.err).run();

        try (RecordingFile recording = new RecordingFile(profiles.resolve("allocation.jfr"))) {
            assertThat(recording.readEventTypes())
                    .extracting(EventType::getName)
                    .contains("jdk.ObjectAllocationSample", "jdk.ExecutionSample");
        }
    }
}
