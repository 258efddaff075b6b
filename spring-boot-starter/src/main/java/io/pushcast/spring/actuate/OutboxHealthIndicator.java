package io.pushcast.spring.actuate;

import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.store.OutboxCounts;
import java.time.Duration;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** The health of the outbox: down while its oldest message is too old, and while its database does not answer. */
final class OutboxHealthIndicator extends AbstractHealthIndicator {

    private final Outbox outbox;
    private final Duration stuckAfter;

    OutboxHealthIndicator(Outbox outbox, Duration stuckAfter) {
        super("The outbox could not be counted");
        this.outbox = outbox;
        this.stuckAfter = stuckAfter;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        OutboxCounts counts = outbox.status().counts();
        if (counts.oldestAge().compareTo(stuckAfter) > 0) {
            health.down()
                    .withDetail(
                            "reason",
                            "The oldest message waits for longer than pushcast.outbox.stuck-after=" + stuckAfter
                                    + ": look at the health of the publisher, at the log, and whether any instance relays");
        } else {
            health.up();
        }
        health.withDetail("pending", counts.pending())
                .withDetail("oldestAge", counts.oldestAge())
                .withDetail("deadLetters", counts.deadLetters())
                .withDetail("partitionsOwned", outbox.status().partitionsOwned());
    }
}
