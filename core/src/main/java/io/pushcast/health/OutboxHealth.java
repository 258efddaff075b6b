package io.pushcast.health;

import io.pushcast.message.DeliveryStatus.ServerState;
import io.pushcast.outbox.OutboxStatus;
import io.pushcast.outbox.store.OutboxCounts;
import io.pushcast.outbox.store.OutboxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The health of an outbox. Safe for use by several threads.
 *
 * <p>A message that waits too long is not by itself the outbox's fault. While the server refuses the app the outbox is
 * {@link HealthState#REFUSED}, and while the server fails it is {@link HealthState#LATE}, as the publisher is; only otherwise it is
 * {@link HealthState#DOWN}. While it is paused by hand it is {@link HealthState#LATE}, too. That it can't be counted is no reason for a state: for how long the database fails says more.
 */
public final class OutboxHealth {

    private static final Logger log = LoggerFactory.getLogger(OutboxHealth.class);

    private final OutboxStatus status;
    private final Supplier<ServerState> server;
    private final Duration maxWait;
    private final String maxWaitSetting;
    private final HysteresisThreshold punctuality = new HysteresisThreshold();

    /**
     * The health of this outbox.
     *
     * @param server how the server is that it delivers to
     * @param maxWait how long a message may wait; positive
     * @param maxWaitSetting what that setting is called, for the reason
     * @throws IllegalArgumentException if the time is not positive
     */
    public OutboxHealth(OutboxStatus status, Supplier<ServerState> server, Duration maxWait, String maxWaitSetting) {
        this.status = Objects.requireNonNull(status, "status");
        this.server = Objects.requireNonNull(server, "server");
        this.maxWait = PublisherHealth.requirePositive(maxWait, maxWaitSetting);
        this.maxWaitSetting = maxWaitSetting;
    }

    /** How it is now. Asks the database at times, as {@link OutboxStatus#counts()} does. */
    public HealthReport check() {
        Optional<OutboxCounts> counts = counts();
        Duration failingFor = status.failingFor();
        boolean failing = isTooLong(failingFor);
        boolean late = counts.filter(each -> isTooLong(each.oldestAge())).isPresent();
        boolean punctual = punctuality.isGood(late, !late && counts.isPresent());
        boolean paused = status.paused()
                || counts.filter(each -> each.pausedSince() != null).isPresent();
        HealthState state = failing ? HealthState.DOWN : punctual ? HealthState.UP : lateState(paused);
        Map<String, Object> details = new LinkedHashMap<>();
        if (state != HealthState.UP) {
            details.put("reason", reason(state, failing, paused));
        }
        counts.ifPresent(each -> {
            details.put("pending", each.pending());
            details.put("oldestAge", each.oldestAge());
            details.put("deadLetters", each.deadLetters());
            details.put("stuck", each.stuck());
        });
        details.put("paused", paused);
        details.put("failingFor", failingFor);
        details.put("partitionsOwned", status.partitionsOwned());
        return new HealthReport(state, details);
    }

    private HealthState lateState(boolean paused) {
        return paused ? HealthState.LATE : late(server.get());
    }

    private static HealthState late(ServerState server) {
        return switch (server) {
            case SUSPENDED -> HealthState.REFUSED;
            case SERVING -> HealthState.DOWN;
            case THROTTLING, HALF_OPEN, OPEN -> HealthState.LATE;
        };
    }

    private boolean isTooLong(Duration wait) {
        return wait.compareTo(maxWait) > 0;
    }

    private String reason(HealthState state, boolean failing, boolean paused) {
        String limit = maxWaitSetting + "=" + maxWait;
        if (failing) {
            return "All that the outbox tried has failed for longer than " + limit
                    + ": look at its database and the log";
        }
        if (paused) {
            return "The outbox is paused by hand, and the oldest message waits for longer than " + limit
                    + ": resume it when it is to deliver again";
        }
        return switch (state) {
            case REFUSED ->
                "The server refuses the app, and the oldest message waits for longer than " + limit
                        + ": look at the app's id, key and secret, and at its quota";
            case LATE -> "The server fails, and the oldest message waits for longer than " + limit;
            default ->
                "The oldest message waits for longer than " + limit
                        + ": look at the log, and whether any instance relays";
        };
    }

    private Optional<OutboxCounts> counts() {
        try {
            return Optional.of(status.counts());
        } catch (OutboxException e) {
            log.debug("The messages of the outbox can't be counted for its health", e);
            return Optional.empty();
        }
    }
}
