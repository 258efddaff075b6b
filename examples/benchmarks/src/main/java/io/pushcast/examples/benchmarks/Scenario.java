package io.pushcast.examples.benchmarks;

import java.util.List;

/** Something that is measured: one row of the table, or a few that come from the same run. */
interface Scenario {

    /** By what it is chosen: {@code -Dbenchmarks.only=…}. */
    String id();

    /** Measures it. Leaves the server as it found it. */
    List<BenchmarkResult> measure(BenchmarkSetup bench) throws Exception;
}
