package io.pushcast.quarkus.runtime.health;

import io.pushcast.Pushcast;
import io.pushcast.message.DeliveryStatus;
import io.pushcast.message.DeliveryStatus.ServerState;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.OutboxStatus;
import io.pushcast.outbox.store.OutboxCounts;
import io.pushcast.outbox.store.OutboxException;
import io.pushcast.quarkus.runtime.PushcastConfig;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether messages arrive: down when one has waited too long, in this instance or in the outbox, or when the outbox has failed
 * for as long at all it tried; up again when none waits so long and the server takes messages. For people who are to be woken,
 * not for what takes applications out of service.
 */
@Wellness
@Singleton
public class PushcastWellnessCheck implements HealthCheck {

    private static final Logger log = LoggerFactory.getLogger(PushcastWellnessCheck.class);

    private final DeliveryStatus status;
    private final Optional<OutboxStatus> outbox;
    private final Duration maxWait;
    private final HysteresisThreshold delivery = new HysteresisThreshold();

    PushcastWellnessCheck(Pushcast pushcast, PushcastConfig config, Instance<Outbox> outbox) {
        this.status = pushcast.status();
        this.outbox = outbox.isUnsatisfied()
                ? Optional.empty()
                : Optional.of(outbox.get().status());
        this.maxWait = config.health().maxWait();
    }

    @Override
    public HealthCheckResponse call() {
        boolean late = isTooLong(status.oldestAge());
        boolean serving = status.server() == ServerState.SERVING;
        return outbox.map(stored -> withOutbox(stored, late, serving))
                .orElseGet(() -> judge(late, serving))
                .build();
    }

    /** What can't be counted is no reason to be down, since the outbox says for how long it fails; nor to be up again. */
    private HealthCheckResponseBuilder withOutbox(OutboxStatus stored, boolean late, boolean serving) {
        Optional<OutboxCounts> counts = count(stored);
        boolean storedLate = isTooLong(stored.failingFor())
                || counts.filter(each -> isTooLong(each.oldestAge())).isPresent();
        HealthCheckResponseBuilder response = judge(late || storedLate, serving && counts.isPresent())
                .withData("outbox-failing-seconds", stored.failingFor().toSeconds());
        counts.ifPresent(each -> response.withData("outbox-waiting", each.pending())
                .withData("outbox-oldest-seconds", each.oldestAge().toSeconds())
                .withData("outbox-dead-letters", each.deadLetters()));
        return response;
    }

    private HealthCheckResponseBuilder judge(boolean late, boolean inOrder) {
        return HealthResponses.of("Pushcast delivers", delivery.isGood(late, !late && inOrder), status);
    }

    private boolean isTooLong(Duration wait) {
        return wait.compareTo(maxWait) > 0;
    }

    private static Optional<OutboxCounts> count(OutboxStatus stored) {
        try {
            return Optional.of(stored.counts());
        } catch (OutboxException e) {
            log.debug("The messages of the outbox can't be counted for the wellness check", e);
            return Optional.empty();
        }
    }
}
