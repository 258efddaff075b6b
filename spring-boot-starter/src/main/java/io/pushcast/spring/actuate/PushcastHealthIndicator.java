package io.pushcast.spring.actuate;

import io.pushcast.health.PublisherHealth;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** The health of a publisher, as {@link PublisherHealth} judges it. */
final class PushcastHealthIndicator extends AbstractHealthIndicator {

    private final PublisherHealth publisher;

    PushcastHealthIndicator(PublisherHealth publisher) {
        super("The state of the publisher could not be determined");
        this.publisher = publisher;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        HealthReports.write(publisher.check(), health);
    }
}
