package io.pushcast.spring.actuate;

import io.pushcast.message.DeliveryStatus;
import io.pushcast.message.DeliveryStatus.ServerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint shows.
 *
 * @param publishers the publishers, by the names of their beans
 * @param events the known types of events, and where theirs go
 * @param channels what decides about subscriptions, by the pattern of the channels
 * @param outbox the outbox, or null without one
 */
public record PushcastDescriptor(
        Map<String, PublisherDescriptor> publishers,
        List<EventDescriptor> events,
        Map<String, String> channels,
        @Nullable OutboxDescriptor outbox) {

    /**
     * A publisher.
     *
     * @param app its name, by default the id of its app
     * @param transport what sends the requests, and where to
     * @param server whether requests are sent, or why not
     * @param bufferedMessages the messages that have no outcome yet
     * @param bufferedBytes what they take of the buffer
     * @param oldestAge how long the oldest of them has waited
     * @param requestsInFlight the requests under way
     */
    public record PublisherDescriptor(
            String app,
            String transport,
            ServerState server,
            int bufferedMessages,
            long bufferedBytes,
            Duration oldestAge,
            int requestsInFlight) {

        static PublisherDescriptor of(DeliveryStatus status) {
            return new PublisherDescriptor(
                    status.name(),
                    status.transport(),
                    status.server(),
                    status.bufferedMessages(),
                    status.bufferedBytes(),
                    status.oldestAge(),
                    status.requestsInFlight());
        }
    }

    /**
     * A type of events.
     *
     * @param type its name
     * @param routes where its events go; empty if a function says it
     */
    public record EventDescriptor(String type, List<RouteDescriptor> routes) {}

    /**
     * One way of an event.
     *
     * @param channels templates of the channels
     * @param event the event name
     * @param orderedBy template of the ordering key; that of the first channel by default
     */
    public record RouteDescriptor(List<String> channels, String event, String orderedBy) {}

    /**
     * The outbox.
     *
     * @param pending the messages of all instances that wait or are under way
     * @param oldestAge how long the oldest of them has been stored
     * @param deadLetters the dead letters of all instances
     * @param stuck the messages of all instances that are being retried
     * @param pausedSince since when delivery is paused in all instances; null if it is not
     * @param partitionsOwned the partitions, out of 64, whose messages this instance delivers
     * @param held the messages that this instance has loaded
     */
    public record OutboxDescriptor(
            long pending,
            Duration oldestAge,
            long deadLetters,
            long stuck,
            @Nullable Instant pausedSince,
            int partitionsOwned,
            int held) {}
}
