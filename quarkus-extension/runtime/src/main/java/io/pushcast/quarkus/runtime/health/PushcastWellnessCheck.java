package io.pushcast.quarkus.runtime.health;

import io.pushcast.Pushcast;
import io.pushcast.health.HealthReport;
import io.pushcast.health.HealthState;
import io.pushcast.health.PublisherHealth;
import io.pushcast.quarkus.runtime.PushcastConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether messages arrive: down while the server refuses the app, and when a message has waited too long, until none does and the
 * server takes messages. For people who are to be woken, not for what takes applications out of service.
 */
@Wellness
@Singleton
public class PushcastWellnessCheck implements HealthCheck {

    static final String MAX_WAIT = "quarkus.pushcast.health.max-wait";

    private final PublisherHealth publisher;

    PushcastWellnessCheck(Pushcast pushcast, PushcastConfig config) {
        this.publisher = healthOf(pushcast, config);
    }

    static PublisherHealth healthOf(Pushcast pushcast, PushcastConfig config) {
        try {
            return new PublisherHealth(pushcast.status(), config.health().maxWait(), MAX_WAIT);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    @Override
    public HealthCheckResponse call() {
        HealthReport report = publisher.check();
        return HealthResponses.of("Pushcast delivers", report.state() == HealthState.UP, report);
    }
}
