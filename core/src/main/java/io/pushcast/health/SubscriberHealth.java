package io.pushcast.health;

import io.pushcast.subscribe.SubscriberStatus;
import io.pushcast.subscribe.SubscriberStatus.ConnectionState;
import io.pushcast.subscribe.SubscriptionState;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The health of a subscriber: {@link HealthState#REFUSED} once the server has refused it for good, {@link HealthState#LATE} when the
 * connection has been away for too long or a subscription is refused, else {@link HealthState#UP}. Safe for use by several threads.
 */
public final class SubscriberHealth {

    private final SubscriberStatus status;
    private final Duration maxDisconnected;
    private final String maxDisconnectedSetting;

    /**
     * The health of this subscriber.
     *
     * @param maxDisconnected how long the connection may be away; positive
     * @param maxDisconnectedSetting what that setting is called, for the reason
     * @throws IllegalArgumentException if the time is not positive
     */
    public SubscriberHealth(SubscriberStatus status, Duration maxDisconnected, String maxDisconnectedSetting) {
        this.status = status;
        this.maxDisconnected = PublisherHealth.requirePositive(maxDisconnected, maxDisconnectedSetting);
        this.maxDisconnectedSetting = maxDisconnectedSetting;
    }

    /** How it is now. */
    public HealthReport check() {
        ConnectionState connection = status.connection();
        Duration away = status.disconnectedFor();
        Collection<SubscriptionState> subscriptions = status.subscriptions().values();
        long refused = count(subscriptions, SubscriptionState.REFUSED);
        Map<String, Object> details = new LinkedHashMap<>();
        HealthState state = HealthState.UP;
        if (connection == ConnectionState.STOPPED) {
            state = HealthState.REFUSED;
            details.put("reason", "The server refuses the subscriber: " + status.reason() + ". Nothing arrives");
        } else if (away.compareTo(maxDisconnected) > 0) {
            state = HealthState.LATE;
            details.put(
                    "reason",
                    "The connection has been away for longer than " + maxDisconnectedSetting + "=" + maxDisconnected
                            + (status.reason().isEmpty() ? "" : ": " + status.reason()));
        } else if (refused > 0) {
            state = HealthState.LATE;
            details.put("reason", "The server or the authoriser refuses subscriptions: look at the log");
        }
        details.put("subscriber", status.name());
        details.put("connection", connection.name());
        details.put("subscribed", count(subscriptions, SubscriptionState.SUBSCRIBED));
        details.put("refused", refused);
        details.put("channels", subscriptions.size());
        details.put("bufferedEvents", status.bufferedEvents());
        details.put("oldestAge", status.oldestAge());
        return new HealthReport(state, details);
    }

    private static long count(Collection<SubscriptionState> states, SubscriptionState wanted) {
        return states.stream().filter(state -> state == wanted).count();
    }
}
