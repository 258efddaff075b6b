package io.pushcast.examples.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The steps that every event goes through, one by one, measured by JMH in {@link PublishBenchmark}. */
final class HotPath implements Scenario {

    private static final String ALLOCATION = "gc.alloc.rate.norm";

    @Override
    public String id() {
        return "hot-path";
    }

    @Override
    public List<BenchmarkResult> measure(BenchmarkSetup bench) throws RunnerException {
        List<BenchmarkResult> results = new ArrayList<>();
        for (RunResult run : run(bench)) {
            var score = run.getPrimaryResult();
            String name = run.getParams().getBenchmark();
            var allocation = run.getSecondaryResults().get(ALLOCATION);
            results.add(BenchmarkResult.told(
                    this,
                    "JMH: `" + name.substring(name.lastIndexOf('.') + 1) + "`",
                    score.getScore(),
                    " ns",
                    List.of(
                            "± " + TargetValue.number(score.getScoreError()) + " ns",
                            allocation == null
                                    ? "allocation unknown"
                                    : TargetValue.number(allocation.getScore()) + " B allocated")));
        }
        return results;
    }

    private static Collection<RunResult> run(BenchmarkSetup bench) throws RunnerException {
        Duration time = bench.time().dividedBy(5);
        return new Runner(new OptionsBuilder()
                        .include(PublishBenchmark.class.getName())
                        .addProfiler(GCProfiler.class)
                        // A JVM of its own, unless it is only to show that it runs.
                        .forks(bench.rounds() > 1 ? 1 : 0)
                        .warmupIterations(bench.rounds())
                        .warmupTime(TimeValue.milliseconds(time.toMillis()))
                        .measurementIterations(bench.rounds())
                        .measurementTime(TimeValue.milliseconds(time.toMillis()))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
    }
}
