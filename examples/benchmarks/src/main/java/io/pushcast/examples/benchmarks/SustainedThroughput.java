package io.pushcast.examples.benchmarks;

import com.pusher.rest.PusherAsync;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.OfficialClientTransport;
import io.pushcast.pusher.PusherApp;
import java.util.List;
import tools.jackson.databind.util.RawValue;

/** As many events as go through, over 1 000 channels, without any delay on the way. */
final class SustainedThroughput implements Scenario {

    @Override
    public String id() {
        return "sustained";
    }

    @Override
    public List<BenchmarkResult> measure(BenchmarkSetup bench) throws InterruptedException {
        var app = bench.server().app();
        PusherAsync official = OfficialClient.async(app, 8, JsonCodec.detect());
        try {
            return measure(bench, app, official);
        } finally {
            ResourceCloser.close(official);
        }
    }

    private List<BenchmarkResult> measure(BenchmarkSetup bench, PusherApp app, PusherAsync official)
            throws InterruptedException {
        ContenderComparison rates = ContenderComparison.of(
                bench,
                SampleOrders.toChannels(1_000),
                List.of(
                        () -> PushcastContender.to(app),
                        () -> new HandMadeBatches(app, 8),
                        () -> new AsyncOneByOne(app, 64),
                        () -> new BlockingClient(app, 8),
                        // The client's marshaller is on Jackson, which writes a RawValue as it is.
                        () -> PushcastContender.through(
                                OfficialClientTransport.on(official).payloadsAs(RawValue::new))));
        return List.of(
                row(rates, 1, "hand-made batches of ten through `PusherAsync`, 8 in flight each", 1.4, 1.7),
                row(rates, 2, "`PusherAsync` one by one, 64 in flight", 4.5, 6),
                row(rates, 3, "`Pusher` (blocking) from 8 threads", 10, 14),
                BenchmarkResult.told(
                        this,
                        "for comparison: by `OfficialClientTransport` on `PusherAsync` vs the same batches",
                        rates.ratio(4, 1),
                        "×",
                        List.of(rates.describe(4), rates.describe(1))));
    }

    private BenchmarkResult row(ContenderComparison rates, int other, String against, double must, double aim) {
        return BenchmarkResult.of(
                this,
                "events/s over 1 000 channels vs " + against,
                rates.ratio(0, other),
                TargetValue.atLeast(must, aim, "×"),
                List.of(rates.describe(0), rates.describe(other)));
    }
}
