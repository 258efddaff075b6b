package io.pushcast.quarkus.runtime.health;

import io.pushcast.Pushcast;
import io.pushcast.health.HealthReport;
import io.pushcast.health.HealthState;
import io.pushcast.health.OutboxHealth;
import io.pushcast.outbox.Outbox;
import io.pushcast.quarkus.runtime.PushcastConfig;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jspecify.annotations.Nullable;

/**
 * Whether the messages of the outbox arrive: down when one has waited too long, whoever's fault it is, and when all that the
 * outbox tried has failed for as long. For people who are to be woken, not for what takes applications out of service.
 */
@Wellness
@Singleton
public class PushcastOutboxWellnessCheck implements HealthCheck {

    /** Null where Pushcast is switched off. */
    private final @Nullable OutboxHealth outbox;

    PushcastOutboxWellnessCheck(Pushcast pushcast, Instance<Outbox> outbox, PushcastConfig config) {
        this.outbox = config.enabled()
                ? new OutboxHealth(
                        outbox.get().status(),
                        () -> pushcast.status().server(),
                        config.health().maxWait(),
                        PushcastWellnessCheck.MAX_WAIT)
                : null;
    }

    @Override
    public HealthCheckResponse call() {
        HealthReport report = outbox == null ? new HealthReport(HealthState.UP, Map.of()) : outbox.check();
        return HealthResponses.of("Pushcast outbox delivers", report.state() == HealthState.UP, report);
    }
}
