package io.pushcast.examples.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * A recording of the JDK's Flight Recorder while a scenario runs: where its time goes, and by whom objects are made. It costs
 * some speed, so that the figures of a run that is recorded are not for the table.
 */
final class FlightRecording {

    private static final Duration SAMPLING = Duration.ofMillis(10);

    private FlightRecording() {}

    /** Measures a scenario and records meanwhile, into the folder's file that is called like the scenario. */
    static List<BenchmarkResult> record(Path folder, Scenario scenario, BenchmarkSetup bench) throws Exception {
        Files.createDirectories(folder);
        try (Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
            recording.enable("jdk.ExecutionSample").withPeriod(SAMPLING);
            recording.enable("jdk.ObjectAllocationSample").with("throttle", "5000/s");
            recording.start();
            List<BenchmarkResult> results = scenario.measure(bench);
            recording.stop();
            recording.dump(folder.resolve(scenario.id() + ".jfr"));
            return results;
        }
    }
}
