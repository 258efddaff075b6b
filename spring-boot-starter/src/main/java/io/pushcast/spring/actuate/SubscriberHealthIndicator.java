package io.pushcast.spring.actuate;

import io.pushcast.health.SubscriberHealth;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** The health of the subscriber, as {@link SubscriberHealth} judges it. */
final class SubscriberHealthIndicator extends AbstractHealthIndicator {

    private final SubscriberHealth subscriber;

    SubscriberHealthIndicator(SubscriberHealth subscriber) {
        super("The state of the subscriber could not be determined");
        this.subscriber = subscriber;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        HealthReports.write(subscriber.check(), health);
    }
}
