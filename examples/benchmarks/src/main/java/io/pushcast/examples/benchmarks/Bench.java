package io.pushcast.examples.benchmarks;

import java.time.Duration;
import java.util.List;

/** What all scenarios share: the server, the options, and the load that counts as light. */
final class Bench {

    private static final int ONE_BY_ONE_IN_FLIGHT = 64;
    private static final double LIGHT = 0.1;

    private final Stub server;
    private final Options options;
    private double lightRate;

    Bench(Stub server, Options options) {
        this.server = server;
        this.options = options;
    }

    Stub server() {
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
            Comparison capacity = Comparison.of(
                    this, Orders.toChannels(1_000), List.of(() -> new OneByOne(server.app(), ONE_BY_ONE_IN_FLIGHT)));
            lightRate = LIGHT * capacity.rate(0);
        }
        return lightRate;
    }
}
