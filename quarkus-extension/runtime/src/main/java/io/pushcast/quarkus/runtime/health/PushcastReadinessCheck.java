package io.pushcast.quarkus.runtime.health;

import io.pushcast.Pushcast;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.message.DeliveryStatus;
import io.pushcast.outbox.Outbox;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the application can publish. That the server is slow or down is no reason to take the application out of service:
 * messages wait. It is not ready when nearly no room is left for them, since publishing would block or fail, until a third of
 * the room is free again. With an outbox it is always ready: messages are in the database, which has a check of its own.
 */
@Readiness
@Singleton
public class PushcastReadinessCheck implements HealthCheck {

    private static final double FULL = 0.95;
    private static final double ROOMY = 0.67;

    private final DeliveryStatus status;
    private final boolean limited;
    private final double mostBytes;
    private final double mostMessages;
    private final HysteresisThreshold room = new HysteresisThreshold();

    PushcastReadinessCheck(Pushcast pushcast, DeliverySettings settings, Instance<Outbox> outbox) {
        this.status = pushcast.status();
        this.limited = outbox.isUnsatisfied();
        this.mostBytes = settings.bufferBytes();
        this.mostMessages = settings.bufferMessages();
    }

    @Override
    public HealthCheckResponse call() {
        double filled = Math.max(status.bufferedBytes() / mostBytes, status.bufferedMessages() / mostMessages);
        boolean ready = !limited || room.isGood(filled >= FULL, filled <= ROOMY);
        return HealthResponses.of("Pushcast can publish", ready, status).build();
    }
}
