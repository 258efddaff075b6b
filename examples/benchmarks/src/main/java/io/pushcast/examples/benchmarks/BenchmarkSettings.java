package io.pushcast.examples.benchmarks;

import io.pushcast.delivery.DeliverySettings;
import java.time.Duration;

/** Settings that differ from the defaults, where these would only make a measurement last longer. */
final class BenchmarkSettings {

    private BenchmarkSettings() {}

    /** A buffer that a slow server empties soon, so that closing does not take minutes. */
    static DeliverySettings shortBuffer() {
        return DeliverySettings.builder()
                .bufferMessages(1_000)
                .maxBlock(Duration.ofMinutes(1))
                .build();
    }
}
