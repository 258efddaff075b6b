package io.pushcast.quarkus.runtime.observation;

import io.micrometer.core.instrument.MeterRegistry;
import io.pushcast.message.DeliveryListener;
import io.pushcast.metrics.PushcastMetrics;
import io.pushcast.quarkus.runtime.ListenerForEachPublisher;
import jakarta.inject.Singleton;

/** Counts and measures what each publisher does, in the application's registry. */
@Singleton
public class PushcastMeters implements ListenerForEachPublisher {

    private final MeterRegistry registry;

    PushcastMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public DeliveryListener create() {
        return PushcastMetrics.in(registry);
    }
}
