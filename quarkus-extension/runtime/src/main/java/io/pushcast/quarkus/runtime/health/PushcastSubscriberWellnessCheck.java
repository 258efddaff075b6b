package io.pushcast.quarkus.runtime.health;

import io.pushcast.health.HealthReport;
import io.pushcast.health.HealthState;
import io.pushcast.health.SubscriberHealth;
import io.pushcast.quarkus.runtime.PushcastConfig;
import io.pushcast.subscribe.Subscriber;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Whether events arrive: down while the server refuses the subscriber, and when the connection has been away for too long. */
@Wellness
@Singleton
public class PushcastSubscriberWellnessCheck implements HealthCheck {

    private final SubscriberHealth subscriber;

    PushcastSubscriberWellnessCheck(Subscriber subscriber, PushcastConfig config) {
        try {
            this.subscriber = new SubscriberHealth(
                    subscriber.status(), config.health().maxWait(), PushcastWellnessCheck.MAX_WAIT);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    @Override
    public HealthCheckResponse call() {
        HealthReport report = subscriber.check();
        return HealthResponses.of("Pushcast receives", report.state() == HealthState.UP, report);
    }
}
