package io.pushcast.quarkus.runtime.observation;

import io.micrometer.core.instrument.MeterRegistry;
import io.pushcast.Pushcast;
import io.pushcast.metrics.OutboxMetrics;
import io.pushcast.outbox.Outbox;
import io.pushcast.quarkus.runtime.PushcastConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/** Shows what the outbox holds and does in the application's registry. */
@Singleton
public class OutboxMeters {

    /** For the container. */
    public OutboxMeters() {}

    void bind(
            @Observes StartupEvent event,
            PushcastConfig config,
            Pushcast pushcast,
            Instance<Outbox> outbox,
            MeterRegistry registry) {
        if (config.enabled()) {
            OutboxMetrics.of(pushcast.status().name(), outbox.get().status()).bindTo(registry);
        }
    }
}
