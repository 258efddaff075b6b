package io.pushcast.spring.actuate;

import io.pushcast.Pushcast;
import io.pushcast.message.DeliveryStatus;
import io.pushcast.message.DeliveryStatus.ServerState;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The health of a publisher: down only while its server refuses the app itself. An open circuit breaker is an outage of the
 * server's that passes, and which restarting this application would not end.
 */
final class PushcastHealthIndicator extends AbstractHealthIndicator {

    private final Pushcast pushcast;

    PushcastHealthIndicator(Pushcast pushcast) {
        super("The state of the publisher could not be determined");
        this.pushcast = pushcast;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        DeliveryStatus status = pushcast.status();
        ServerState server = status.server();
        if (server == ServerState.SUSPENDED) {
            health.down()
                    .withDetail(
                            "reason",
                            "The server refuses the app: look at its id, key and secret, and at its quota. Messages wait");
        } else {
            health.up();
        }
        health.withDetail("app", status.name())
                .withDetail("server", server)
                .withDetail("bufferedMessages", status.bufferedMessages())
                .withDetail("oldestAge", status.oldestAge())
                .withDetail("requestsInFlight", status.requestsInFlight());
    }
}
