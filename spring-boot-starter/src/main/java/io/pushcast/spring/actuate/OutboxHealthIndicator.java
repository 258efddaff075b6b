package io.pushcast.spring.actuate;

import io.pushcast.health.OutboxHealth;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** The health of the outbox, as {@link OutboxHealth} judges it. */
final class OutboxHealthIndicator extends AbstractHealthIndicator {

    private final OutboxHealth outbox;

    OutboxHealthIndicator(OutboxHealth outbox) {
        super("The state of the outbox could not be determined");
        this.outbox = outbox;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        HealthReports.write(outbox.check(), health);
    }
}
