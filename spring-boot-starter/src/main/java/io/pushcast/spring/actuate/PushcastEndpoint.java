package io.pushcast.spring.actuate;

import io.pushcast.Pushcast;
import io.pushcast.outbox.DeadLetters;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.OutboxStatus;
import io.pushcast.outbox.store.DeadLetter;
import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.outbox.store.OutboxCounts;
import io.pushcast.spring.actuate.PushcastDescriptor.OutboxDescriptor;
import io.pushcast.spring.actuate.PushcastDescriptor.PublisherDescriptor;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The endpoint {@code pushcast}: where events go, who decides about channels, what waits; and under {@code dead-letters} what
 * could not be delivered, to be tried again (by writing) or purged (by deleting). Payloads are not shown.
 */
@Endpoint(id = "pushcast")
public final class PushcastEndpoint {

    private static final int DEFAULT_LIMIT = 100;

    private final Map<String, Pushcast> publishers;
    private final @Nullable Outbox outbox;
    private final RouteDescriptions routes;
    private final Supplier<Map<String, String>> channels;

    PushcastEndpoint(
            Map<String, Pushcast> publishers,
            @Nullable Outbox outbox,
            RouteDescriptions routes,
            Supplier<Map<String, String>> channels) {
        this.publishers = publishers;
        this.outbox = outbox;
        this.routes = routes;
        this.channels = channels;
    }

    /** What is under way, and what is known of events and channels. */
    @ReadOperation
    public PushcastDescriptor pushcast() {
        Map<String, PublisherDescriptor> described = new TreeMap<>();
        publishers.forEach((name, pushcast) -> described.put(name, PublisherDescriptor.of(pushcast.status())));
        return new PushcastDescriptor(described, routes.all(), new TreeMap<>(channels.get()), describeOutbox());
    }

    private @Nullable OutboxDescriptor describeOutbox() {
        if (outbox == null) {
            return null;
        }
        OutboxStatus status = outbox.status();
        OutboxCounts counts = status.counts();
        return new OutboxDescriptor(
                counts.pending(), counts.oldestAge(), counts.deadLetters(), status.partitionsOwned(), status.held());
    }

    /**
     * The dead letters that everything said is true of, oldest first.
     *
     * @param section {@code dead-letters}
     * @param limit how many at most; 100 if it is not said
     */
    @ReadOperation
    public List<DeadLetterDescriptor> deadLetters(
            @Selector Section section,
            @Nullable String event,
            @Nullable String orderingKey,
            DeadLetterCause.@Nullable Reason reason,
            @Nullable Integer limit) {
        return letters(section)
                .list(filter(null, event, orderingKey, reason), limit == null ? DEFAULT_LIMIT : Math.max(1, limit))
                .stream()
                .map(DeadLetterDescriptor::of)
                .toList();
    }

    /**
     * Gives those dead letters another try that everything said is true of.
     *
     * @param section {@code dead-letters}
     * @param all true for all of them; else something else must be said
     * @return how many were retried
     */
    @WriteOperation
    public Map<String, Integer> retry(
            @Selector Section section,
            @Nullable Long id,
            @Nullable String event,
            @Nullable String orderingKey,
            DeadLetterCause.@Nullable Reason reason,
            @Nullable Boolean all) {
        return change("retried", letters(section), filter(id, event, orderingKey, reason), all, DeadLetters::retry);
    }

    /**
     * Deletes those dead letters for good that everything said is true of.
     *
     * @param section {@code dead-letters}
     * @param all true for all of them; else something else must be said
     * @return how many were purged
     */
    @DeleteOperation
    public Map<String, Integer> purge(
            @Selector Section section,
            @Nullable Long id,
            @Nullable String event,
            @Nullable String orderingKey,
            DeadLetterCause.@Nullable Reason reason,
            @Nullable Boolean all) {
        return change("purged", letters(section), filter(id, event, orderingKey, reason), all, DeadLetters::purge);
    }

    private static Map<String, Integer> change(
            String what,
            DeadLetters letters,
            DeadLetterFilter filter,
            @Nullable Boolean all,
            ToIntBiFunction<DeadLetters, DeadLetterFilter> change) {
        if (filter.equals(DeadLetterFilter.all()) != Boolean.TRUE.equals(all)) {
            throw new InvalidEndpointRequestException(
                    "Say which dead letters: by id, event, orderingKey, reason, or all=true",
                    "Neither or both of all=true and a filter were given");
        }
        return Map.of(what, change.applyAsInt(letters, filter));
    }

    private DeadLetters letters(Section section) {
        if (outbox == null || section != Section.DEAD_LETTERS) {
            throw new InvalidEndpointRequestException(
                    "There are no dead letters: the application has no outbox", "pushcast.outbox.enabled is not true");
        }
        return outbox.deadLetters();
    }

    private static DeadLetterFilter filter(
            @Nullable Long id,
            @Nullable String event,
            @Nullable String orderingKey,
            DeadLetterCause.@Nullable Reason reason) {
        DeadLetterFilter filter = id == null ? DeadLetterFilter.all() : DeadLetterFilter.ofId(id);
        filter = event == null ? filter : filter.withEvent(event);
        filter = orderingKey == null ? filter : filter.withOrderingKey(orderingKey);
        return reason == null ? filter : filter.withReason(reason);
    }

    /** What there is below the endpoint. */
    public enum Section {
        /** {@code dead-letters}. */
        DEAD_LETTERS
    }

    /**
     * A dead letter, without its payload.
     *
     * @param id its id
     * @param event the event name
     * @param channels the names of the channels
     * @param orderingKey the ordering key; empty for none
     * @param reason why it is here
     * @param status the HTTP status of the server's last answer; 0 if there was none
     * @param explanation what happened, in words
     * @param attempts how many requests it was part of
     * @param diedAt since when it is here
     */
    public record DeadLetterDescriptor(
            long id,
            String event,
            Collection<String> channels,
            String orderingKey,
            DeadLetterCause.Reason reason,
            int status,
            String explanation,
            int attempts,
            Instant diedAt) {

        static DeadLetterDescriptor of(DeadLetter letter) {
            DeadLetterCause death = letter.cause();
            return new DeadLetterDescriptor(
                    letter.id(),
                    letter.event(),
                    letter.channels(),
                    letter.orderingKey(),
                    death.reason(),
                    death.status(),
                    death.explanation(),
                    death.attempts(),
                    letter.diedAt());
        }
    }
}
