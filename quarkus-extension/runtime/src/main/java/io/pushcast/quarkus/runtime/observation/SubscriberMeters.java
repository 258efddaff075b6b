package io.pushcast.quarkus.runtime.observation;

import io.micrometer.core.instrument.MeterRegistry;
import io.pushcast.metrics.SubscriberMetrics;
import io.pushcast.subscribe.SubscriberListener;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Counts and measures what the subscriber does, in the application's registry. */
@Singleton
public class SubscriberMeters {

    /** For the container. */
    public SubscriberMeters() {}

    /** Is told by the subscriber. */
    @Produces
    @Singleton
    SubscriberListener listener(MeterRegistry registry) {
        return SubscriberMetrics.in(registry);
    }
}
