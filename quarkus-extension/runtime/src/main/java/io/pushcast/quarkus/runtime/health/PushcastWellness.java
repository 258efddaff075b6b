package io.pushcast.quarkus.runtime.health;

import io.pushcast.Pushcast;
import io.pushcast.message.DeliveryStatus;
import io.pushcast.message.DeliveryStatus.ServerState;
import io.pushcast.quarkus.runtime.PushcastConfig;
import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether messages arrive: down when one has waited too long, and until the server takes messages again. For people who are to
 * be woken, not for what takes applications out of service.
 */
@Wellness
@Singleton
public class PushcastWellness implements HealthCheck {

    private final DeliveryStatus status;
    private final Duration maxWait;
    private final Hysteresis delivery = new Hysteresis();

    PushcastWellness(Pushcast pushcast, PushcastConfig config) {
        this.status = pushcast.status();
        this.maxWait = config.health().maxWait();
    }

    @Override
    public HealthCheckResponse call() {
        boolean late = status.oldestAge().compareTo(maxWait) > 0;
        boolean well = delivery.isGood(late, !late && status.server() == ServerState.SERVING);
        return Responses.of("Pushcast delivers", well, status).build();
    }
}
