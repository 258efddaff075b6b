package io.pushcast.spring.actuate;

import io.pushcast.Pushcast;
import io.pushcast.outbox.DeadLetters;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.OutboxStatus;
import io.pushcast.outbox.store.DeadLetter;
import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.outbox.store.OutboxBacklog;
import io.pushcast.outbox.store.OutboxCounts;
import io.pushcast.outbox.store.StuckMessage;
import io.pushcast.spring.actuate.PushcastDescriptor.OutboxDescriptor;
import io.pushcast.spring.actuate.PushcastDescriptor.PublisherDescriptor;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The endpoint {@code pushcast}: where events go, who decides about channels, what waits; and below it the outbox: {@code
 * dead-letters} lists what could not be delivered, to be tried again (by writing) or purged (by deleting), {@code stuck} what is
 * being retried, to be buried or skipped (by writing to {@code bury} or {@code skip}), {@code backlog} where messages wait, and
 * {@code pause} and {@code resume} are written to. Payloads are not shown.
 */
@Endpoint(id = "pushcast")
public final class PushcastEndpoint {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 1_000;

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
                counts.pending(),
                counts.oldestAge(),
                counts.deadLetters(),
                counts.stuck(),
                counts.pausedSince(),
                status.partitionsOwned(),
                status.held());
    }

    /**
     * Lists of the outbox: {@code dead-letters}, those that everything said is true of, in the order of their ids; {@code stuck}, the
     * messages that are being retried, in the order of their ids; {@code backlog}, where messages wait.
     *
     * @param after those with greater ids than this: the next page, if it is the last id of the page before
     * @param limit how many at most, of {@code backlog} how many ordering keys; 100 if it is not said
     */
    @ReadOperation
    @RegisterReflectionForBinding({DeadLetterDescriptor.class, StuckDescriptor.class, OutboxBacklog.class})
    public Object list(
            @Selector Section section,
            @Nullable Long after,
            @Nullable String app,
            @Nullable String event,
            @Nullable String orderingKey,
            DeadLetterCause.@Nullable Reason reason,
            @Nullable Instant diedFrom,
            @Nullable Instant diedBefore,
            @Nullable Integer limit) {
        int most = limit == null ? DEFAULT_LIMIT : Math.min(MOST, Math.max(1, limit));
        return switch (section) {
            case DEAD_LETTERS -> {
                DeadLetterFilter filter = filter(null, app, event, orderingKey, reason, diedFrom, diedBefore);
                yield outbox().deadLetters().list(after == null ? filter : filter.after(after), most).stream()
                        .map(DeadLetterDescriptor::of)
                        .toList();
            }
            case STUCK ->
                outbox().stuckMessages().list(after == null ? Long.MIN_VALUE : after, most).stream()
                        .map(StuckDescriptor::of)
                        .toList();
            case BACKLOG -> outbox().backlog(most);
            default ->
                throw new InvalidEndpointRequestException(
                        "There is nothing to read under " + section.path() + ": write to it",
                        "This section takes POST only");
        };
    }

    /**
     * Does something with the outbox: {@code dead-letters} gives those another try that everything said is true of; {@code
     * bury} makes the message with this id a dead letter, {@code skip} deletes it; {@code pause} stops delivery in all
     * instances, {@code resume} lets it go on.
     *
     * @param explanation for {@code bury}: who does it, and why
     * @param all for {@code dead-letters}: true for all of them; else something else must be said
     * @return what was done, and to how many messages
     */
    @WriteOperation
    public Map<String, Integer> change(
            @Selector Section section,
            @Nullable Long id,
            @Nullable String explanation,
            @Nullable String app,
            @Nullable String event,
            @Nullable String orderingKey,
            DeadLetterCause.@Nullable Reason reason,
            @Nullable Instant diedFrom,
            @Nullable Instant diedBefore,
            @Nullable Boolean all) {
        return switch (section) {
            case DEAD_LETTERS ->
                change(
                        "retried",
                        filter(id, app, event, orderingKey, reason, diedFrom, diedBefore),
                        all,
                        DeadLetters::retry);
            case BURY -> bury(required(id), explanation);
            case SKIP -> Map.of("skipped", outbox().stuckMessages().skip(required(id)) ? 1 : 0);
            case PAUSE -> {
                outbox().pause();
                yield Map.of("paused", 1);
            }
            case RESUME -> {
                outbox().resume();
                yield Map.of("resumed", 1);
            }
            default ->
                throw new InvalidEndpointRequestException(
                        "There is nothing to write to " + section.path() + ": write to bury or skip",
                        "This section is to be read only");
        };
    }

    private Map<String, Integer> bury(long id, @Nullable String explanation) {
        if (explanation == null || explanation.isBlank()) {
            throw new InvalidEndpointRequestException(
                    "Say by explanation who buries message " + id + ", and why", "There was no explanation");
        }
        return Map.of("buried", outbox().stuckMessages().bury(id, explanation) ? 1 : 0);
    }

    private static long required(@Nullable Long id) {
        if (id == null) {
            throw new InvalidEndpointRequestException("Say by id which message", "There was no id");
        }
        return id;
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
            @Nullable String app,
            @Nullable String event,
            @Nullable String orderingKey,
            DeadLetterCause.@Nullable Reason reason,
            @Nullable Instant diedFrom,
            @Nullable Instant diedBefore,
            @Nullable Boolean all) {
        if (section != Section.DEAD_LETTERS) {
            throw new InvalidEndpointRequestException(
                    "Only dead-letters can be deleted, not " + section.path() + "; to delete a message, write to skip",
                    "This section takes no DELETE");
        }
        return change(
                "purged", filter(id, app, event, orderingKey, reason, diedFrom, diedBefore), all, DeadLetters::purge);
    }

    private Map<String, Integer> change(
            String what,
            DeadLetterFilter filter,
            @Nullable Boolean all,
            ToIntBiFunction<DeadLetters, DeadLetterFilter> change) {
        if (filter.equals(DeadLetterFilter.all()) != Boolean.TRUE.equals(all)) {
            throw new InvalidEndpointRequestException(
                    "Say which dead letters: by id, app, event, orderingKey, reason, diedFrom, diedBefore, or all=true",
                    "Neither or both of all=true and a filter were given");
        }
        return Map.of(what, change.applyAsInt(outbox().deadLetters(), filter));
    }

    private Outbox outbox() {
        if (outbox == null) {
            throw new InvalidEndpointRequestException(
                    "There is nothing here: the application has no outbox", "pushcast.outbox.enabled is not true");
        }
        return outbox;
    }

    private static DeadLetterFilter filter(
            @Nullable Long id,
            @Nullable String app,
            @Nullable String event,
            @Nullable String orderingKey,
            DeadLetterCause.@Nullable Reason reason,
            @Nullable Instant diedFrom,
            @Nullable Instant diedBefore) {
        DeadLetterFilter filter = id == null ? DeadLetterFilter.all() : DeadLetterFilter.ofId(id);
        filter = app == null ? filter : filter.withApp(app);
        filter = event == null ? filter : filter.withEvent(event);
        filter = orderingKey == null ? filter : filter.withOrderingKey(orderingKey);
        filter = reason == null ? filter : filter.withReason(reason);
        filter = diedFrom == null ? filter : filter.diedFrom(diedFrom);
        return diedBefore == null ? filter : filter.diedBefore(diedBefore);
    }

    /** What there is below the endpoint. */
    public enum Section {
        /** {@code dead-letters}: what could not be delivered. */
        DEAD_LETTERS,
        /** {@code stuck}: what is being retried. */
        STUCK,
        /** {@code backlog}: where messages wait. */
        BACKLOG,
        /** {@code bury}: makes a message a dead letter by hand. */
        BURY,
        /** {@code skip}: deletes a message by hand. */
        SKIP,
        /** {@code pause}: stops delivery in all instances. */
        PAUSE,
        /** {@code resume}: lets delivery go on. */
        RESUME;

        private String path() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A message that is being retried, without its payload.
     *
     * @param id its id
     * @param app the id of the app that it is for
     * @param event the event name
     * @param channels the names of the channels
     * @param orderingKey the ordering key; empty for none
     * @param since since when it is retried
     * @param attempts how many requests it was part of
     * @param status the HTTP status of the server's last answer; 0 if there was none
     * @param failure how the last attempt failed
     * @param behind how many messages of its ordering key wait behind it
     */
    public record StuckDescriptor(
            long id,
            String app,
            String event,
            Collection<String> channels,
            String orderingKey,
            Instant since,
            int attempts,
            int status,
            String failure,
            long behind) {

        static StuckDescriptor of(StuckMessage stuck) {
            return new StuckDescriptor(
                    stuck.id(),
                    stuck.message().content().app(),
                    stuck.event(),
                    stuck.channels(),
                    stuck.orderingKey(),
                    stuck.since(),
                    stuck.attempts(),
                    stuck.status(),
                    stuck.failure(),
                    stuck.behind());
        }
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
