package io.pushcast.examples.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Measures all of it, or what {@code -Dbenchmarks.only} names; prints a table and writes the same as JSON. */
public final class Benchmarks {

    static final List<Scenario> SCENARIOS = List.of(
            new Sustained(),
            new AddedRoundTrip(),
            new HotChannel(),
            new LoneEvent(),
            new CallersThread(),
            new Allocation(),
            new BatchFill(),
            new Outage(),
            new FullBuffer(),
            new HotPath());

    private final Options options;
    private final PrintStream progress;

    Benchmarks(Options options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Runs it with the options in the system properties, see {@link Options}. */
    public static void main(String[] arguments) throws Exception {
        Options options = Options.fromSystemProperties();
        Report report = new Benchmarks(options, System.err).run();
        System.out.println(report.markdown());
        report.writeJson(options.output());
        System.out.println("Written to " + options.output());
    }

    Report run() throws Exception {
        double loadBefore = Machine.load();
        List<Result> results = new ArrayList<>();
        for (Scenario scenario : chosen()) {
            progress.printf("%s, load average %.2f%n", scenario.id(), Machine.load());
            results.addAll(measure(scenario));
        }
        return new Report(
                Machine.current(),
                options.time().toMillis() / 1e3,
                options.rounds(),
                loadBefore,
                Machine.load(),
                results);
    }

    private List<Result> measure(Scenario scenario) throws Exception {
        try (Stub server = Stub.start()) {
            Bench bench = new Bench(server, options);
            return options.profiles() == null
                    ? scenario.measure(bench)
                    : Profile.record(options.profiles(), scenario, bench);
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
