package io.pushcast.examples.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Measures all of it, or what {@code -Dbenchmarks.only} names; prints a table and writes the same as JSON. */
public final class Benchmarks {

    static final List<Scenario> SCENARIOS = List.of(
            new SustainedThroughput(),
            new AddedRoundTrip(),
            new HotChannel(),
            new LoneEvent(),
            new CallerLatency(),
            new Allocation(),
            new BatchFill(),
            new Outage(),
            new FullBuffer(),
            new ExpiringMessages(),
            new Conflation(),
            new ReceivedEvents(),
            new HotPath());

    private final BenchmarkOptions options;
    private final PrintStream progress;

    Benchmarks(BenchmarkOptions options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Runs it with the options in the system properties, see {@link BenchmarkOptions}. */
    public static void main(String[] arguments) throws Exception {
        BenchmarkOptions options = BenchmarkOptions.fromSystemProperties();
        BenchmarkReport report = new Benchmarks(options, System.err).run();
        System.out.println(report.markdown());
        report.writeJson(options.output());
        System.out.println("Written to " + options.output());
    }

    BenchmarkReport run() throws Exception {
        double loadBefore = MachineDescription.load();
        List<BenchmarkResult> results = new ArrayList<>();
        for (Scenario scenario : chosen()) {
            progress.printf("%s, load average %.2f%n", scenario.id(), MachineDescription.load());
            results.addAll(measure(scenario));
        }
        return new BenchmarkReport(
                MachineDescription.current(),
                options.time().toMillis() / 1e3,
                options.rounds(),
                loadBefore,
                MachineDescription.load(),
                results);
    }

    private List<BenchmarkResult> measure(Scenario scenario) throws Exception {
        try (StubServerProcess server = StubServerProcess.start()) {
            BenchmarkSetup bench = new BenchmarkSetup(server, options);
            return options.profiles() == null
                    ? scenario.measure(bench)
                    : FlightRecording.record(options.profiles(), scenario, bench);
        }
    }

    private List<Scenario> chosen() {
        List<String> known = SCENARIOS.stream().map(Scenario::id).toList();
        if (!known.containsAll(options.only())) {
            throw new IllegalArgumentException("benchmarks.only is " + options.only() + "; the scenarios are " + known);
        }
        return SCENARIOS.stream()
                .filter(scenario -> options.only().isEmpty() || options.only().contains(scenario.id()))
                .toList();
    }
}
