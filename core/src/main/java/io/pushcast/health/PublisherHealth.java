package io.pushcast.health;

import io.pushcast.message.DeliveryStatus;
import io.pushcast.message.DeliveryStatus.ServerState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The health of a publisher. Safe for use by several threads.
 *
 * <p>It does not flap: it is {@link HealthState#LATE} until no message waits too long any more and the server takes messages,
 * and {@link HealthState#FULL} from 95 % of the buffer until a third of it is free again.
 */
public final class PublisherHealth {

    private static final double FULL = 0.95;
    private static final double ROOMY = 0.67;

    private final DeliveryStatus status;
    private final Duration maxWait;
    private final String maxWaitSetting;
    private final HysteresisThreshold room = new HysteresisThreshold();
    private final HysteresisThreshold punctuality = new HysteresisThreshold();

    /**
     * The health of this publisher.
     *
     * @param maxWait how long a message may wait; positive
     * @param maxWaitSetting what that setting is called, for the reason
     * @throws IllegalArgumentException if the time is not positive
     */
    public PublisherHealth(DeliveryStatus status, Duration maxWait, String maxWaitSetting) {
        this.status = status;
        this.maxWait = requirePositive(maxWait, maxWaitSetting);
        this.maxWaitSetting = maxWaitSetting;
    }

    static Duration requirePositive(Duration maxWait, String setting) {
        if (maxWait.isZero() || maxWait.isNegative()) {
            throw new IllegalArgumentException(setting + " must be positive, not " + maxWait);
        }
        return maxWait;
    }

    /** How it is now. */
    public HealthReport check() {
        ServerState server = status.server();
        Duration oldestAge = status.oldestAge();
        boolean late = oldestAge.compareTo(maxWait) > 0;
        double used = status.bufferUsed();
        boolean hasRoom = room.isGood(used >= FULL, used <= ROOMY);
        boolean punctual = punctuality.isGood(late, !late && server == ServerState.SERVING);
        HealthState state = hasRoom ? state(server, punctual) : HealthState.FULL;
        return new HealthReport(state, details(state, server, oldestAge));
    }

    private static HealthState state(ServerState server, boolean punctual) {
        if (server == ServerState.SUSPENDED) {
            return HealthState.REFUSED;
        }
        return punctual ? HealthState.UP : HealthState.LATE;
    }

    private Map<String, Object> details(HealthState state, ServerState server, Duration oldestAge) {
        Map<String, Object> details = new LinkedHashMap<>();
        if (state != HealthState.UP) {
            details.put("reason", reason(state));
        }
        details.put("app", status.name());
        details.put("transport", status.transport());
        details.put("server", server.name());
        details.put("bufferedMessages", status.bufferedMessages());
        details.put("oldestAge", oldestAge);
        details.put("requestsInFlight", status.requestsInFlight());
        return details;
    }

    private String reason(HealthState state) {
        return switch (state) {
            case REFUSED ->
                "The server refuses the app: look at its id, key and secret, and at its quota. Messages wait";
            case FULL -> "Nearly no room is left for messages: publishing blocks or fails";
            default ->
                "A message has waited longer than " + maxWaitSetting + "=" + maxWait
                        + ", or the server has not recovered since: look at the log";
        };
    }
}
