package io.pushcast.examples.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What all threads allocate for an event, from {@code publish} to its outcome, beyond writing its JSON: the copies of the
 * payload in a request count.
 */
final class Allocation implements Scenario {

    /** Only compiled code leaves out the objects that nobody keeps, and how soon it is compiled depends on the machine's load. */
    private static final long WARM_UP_EVENTS = 1_500_000;

    /** As many times as long as a round. */
    private static final int LONGEST_WARM_UP = 40;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Set<String> warm = new HashSet<>();

    @Override
    public String id() {
        return "allocation";
    }

    @Override
    public List<BenchmarkResult> measure(BenchmarkSetup bench) throws InterruptedException {
        var app = bench.server().app();
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int i = 0; i < bench.rounds(); i++) {
            TimedCodec json = TimedCodec.ofBytes();
            ours.add(perEvent(
                    bench.time(),
                    PushcastContender.with(builder -> builder.app(app).json(json)),
                    json));
            TimedCodec otherJson = TimedCodec.ofBytes();
            theirs.add(perEvent(bench.time(), new HandMadeBatches(app, 8, otherJson), otherJson));
        }
        return List.of(BenchmarkResult.of(
                this,
                "allocation per event beyond its payload",
                median(ours),
                TargetValue.atMost(600, 300, " B"),
                List.of(
                        "hand-made batches of ten: " + TargetValue.number(median(theirs)) + " B",
                        "a payload has "
                                + TimedCodec.ofBytes()
                                        .write(SampleOrders.toChannels(1_000).get(1))
                                        .length()
                                + " characters")));
    }

    private double perEvent(Duration time, Contender contender, TimedCodec json) throws InterruptedException {
        try (contender;
                PublishingLoad load = PublishingLoad.start(contender, SampleOrders.toChannels(1_000))) {
            warmUp(contender, load, time);
            long delivered = contender.delivered();
            long allocated = allocated() - json.bytes();
            load.run(time);
            allocated = allocated() - json.bytes() - allocated;
            delivered = contender.delivered() - delivered;
            return (double) allocated / delivered;
        }
    }

    private void warmUp(Contender contender, PublishingLoad load, Duration time) throws InterruptedException {
        boolean isWarm = !warm.add(contender.name());
        long longest = time.multipliedBy(LONGEST_WARM_UP).toNanos();
        long start = System.nanoTime();
        do {
            load.run(time.dividedBy(3));
        } while (!isWarm && contender.delivered() < WARM_UP_EVENTS && System.nanoTime() - start < longest);
    }

    /** No thread ends meanwhile, so that what it has allocated does not get lost. */
    private long allocated() {
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    private static double median(List<Double> values) {
        return Percentiles.of(values.stream().mapToDouble(Double::doubleValue).toArray())
                .median();
    }
}
