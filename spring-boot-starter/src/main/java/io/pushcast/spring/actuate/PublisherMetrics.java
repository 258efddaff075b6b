package io.pushcast.spring.actuate;

import io.micrometer.core.instrument.MeterRegistry;
import io.pushcast.PushcastBuilder;
import io.pushcast.metrics.PushcastMetrics;
import io.pushcast.spring.PushcastBuilderCustomizer;

/** Gives each publisher its meters. */
final class PublisherMetrics implements PushcastBuilderCustomizer {

    private final MeterRegistry registry;

    PublisherMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void customize(PushcastBuilder builder) {
        builder.listener(PushcastMetrics.in(registry));
    }
}
