package io.pushcast.quarkus.runtime.observation;

import io.micrometer.core.instrument.MeterRegistry;
import io.pushcast.metrics.PushcastMetrics;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Counts and measures what the publisher does, in the application's registry. */
@Singleton
public class PushcastMeters {

    /** For the container. */
    public PushcastMeters() {}

    /** Found by the publisher, as every listener is. */
    @Produces
    @Singleton
    PushcastMetrics metrics(MeterRegistry registry) {
        return PushcastMetrics.in(registry);
    }
}
