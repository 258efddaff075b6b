package io.pushcast.examples.benchmarks;

import java.time.Duration;
import java.util.List;

/** What all scenarios share: the server, the options, and the load that counts as light. */
final class BenchmarkSetup {

    private static final int ONE_BY_ONE_IN_FLIGHT = 64;
    private static final double LIGHT = 0.1;

    private final StubServerProcess server;
    private final BenchmarkOptions options;
    private double lightRate;

    BenchmarkSetup(StubServerProcess server, BenchmarkOptions options) {
        this.server = server;
        this.options = options;
    }

    StubServerProcess server() {
        return server;
    }

    Duration time() {
        return options.time();
    }

    int rounds() {
        return options.rounds();
    }

    /** A tenth of the events per second that the bare client delivers one by one; measured when first asked for. */
    double lightRate() throws InterruptedException {
        if (lightRate == 0) {
            ContenderComparison capacity = ContenderComparison.of(
                    this,
                    SampleOrders.toChannels(1_000),
                    List.of(() -> new AsyncOneByOne(server.app(), ONE_BY_ONE_IN_FLIGHT)));
            lightRate = LIGHT * capacity.rate(0);
        }
        return lightRate;
    }
}
