package io.pushcast.quarkus.runtime.health;

import io.pushcast.Pushcast;
import io.pushcast.health.HealthReport;
import io.pushcast.health.HealthState;
import io.pushcast.health.PublisherHealth;
import io.pushcast.quarkus.runtime.PushcastConfig;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the application can publish. That the server is slow or down, or refuses the app, is no reason to take the application
 * out of service: messages wait. It is not ready when nearly no room is left for them, since publishing would block or fail. With
 * an outbox it is always ready: messages are in the database, which has a check of its own.
 */
@Readiness
@Singleton
public class PushcastReadinessCheck implements HealthCheck {

    private final PublisherHealth publisher;

    PushcastReadinessCheck(Pushcast pushcast, PushcastConfig config) {
        this.publisher = PushcastWellnessCheck.healthOf(pushcast, config);
    }

    @Override
    public HealthCheckResponse call() {
        HealthReport report = publisher.check();
        return HealthResponses.of("Pushcast can publish", report.state() != HealthState.FULL, report);
    }
}
