package io.pushcast.outbox.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which dead letters: those for which everything that is said is true. Immutable. */
public final class DeadLetterFilter {

    private static final DeadLetterFilter ALL = new DeadLetterFilter(null, null, Content.ANY, null, Time.ANY);

    private final @Nullable Long id;
    private final @Nullable Long after;
    private final Content content;
    private final DeadLetterCause.@Nullable Reason reason;
    private final Time time;

    private DeadLetterFilter(
            @Nullable Long id,
            @Nullable Long after,
            Content content,
            DeadLetterCause.@Nullable Reason reason,
            Time time) {
        this.id = id;
        this.after = after;
        this.content = content;
        this.reason = reason;
        this.time = time;
    }

    private record Content(
            @Nullable String app,
            @Nullable String event,
            @Nullable String orderingKey) {
        private static final Content ANY = new Content(null, null, null);
    }

    private record Time(
            @Nullable Duration deadFor,
            @Nullable Instant from,
            @Nullable Instant before) {
        private static final Time ANY = new Time(null, null, null);
    }

    /** All of them. */
    public static DeadLetterFilter all() {
        return ALL;
    }

    /** The one with this id. */
    public static DeadLetterFilter ofId(long id) {
        return new DeadLetterFilter(id, null, Content.ANY, null, Time.ANY);
    }

    /** Only those with a greater id than this: the next page, if it is the last id of the page before. */
    public DeadLetterFilter after(long id) {
        return new DeadLetterFilter(this.id, id, content, reason, time);
    }

    /** Only those for this app. */
    public DeadLetterFilter withApp(String app) {
        return with(new Content(Objects.requireNonNull(app, "app"), content.event, content.orderingKey));
    }

    /** Only those with this event name. */
    public DeadLetterFilter withEvent(String event) {
        return with(new Content(content.app, Objects.requireNonNull(event, "event"), content.orderingKey));
    }

    /** Only those with this ordering key. */
    public DeadLetterFilter withOrderingKey(String orderingKey) {
        return with(new Content(content.app, content.event, Objects.requireNonNull(orderingKey, "orderingKey")));
    }

    /** Only those that died of this. */
    public DeadLetterFilter withReason(DeadLetterCause.Reason reason) {
        return new DeadLetterFilter(id, after, content, Objects.requireNonNull(reason, "reason"), time);
    }

    /** Only those that have been dead for at least so long, by the database's clock. */
    public DeadLetterFilter deadFor(Duration deadFor) {
        return with(new Time(Objects.requireNonNull(deadFor, "deadFor"), time.from, time.before));
    }

    /** Only those that died at this time or later. */
    public DeadLetterFilter diedFrom(Instant from) {
        return with(new Time(time.deadFor, Objects.requireNonNull(from, "from"), time.before));
    }

    /** Only those that died before this time. */
    public DeadLetterFilter diedBefore(Instant before) {
        return with(new Time(time.deadFor, time.from, Objects.requireNonNull(before, "before")));
    }

    private DeadLetterFilter with(Content other) {
        return new DeadLetterFilter(id, after, other, reason, time);
    }

    private DeadLetterFilter with(Time other) {
        return new DeadLetterFilter(id, after, content, reason, other);
    }

    /** The one with this id; null for any. */
    public @Nullable Long id() {
        return id;
    }

    /** Those with a greater id than this; null for any. */
    public @Nullable Long after() {
        return after;
    }

    /** Those for this app; null for any. */
    public @Nullable String app() {
        return content.app;
    }

    /** Those with this event name; null for any. */
    public @Nullable String event() {
        return content.event;
    }

    /** Those with this ordering key; null for any. */
    public @Nullable String orderingKey() {
        return content.orderingKey;
    }

    /** Those that died of this; null for any. */
    public DeadLetterCause.@Nullable Reason reason() {
        return reason;
    }

    /** Those that have been dead for at least so long; null for any. */
    public @Nullable Duration deadFor() {
        return time.deadFor;
    }

    /** Those that died at this time or later; null for any. */
    public @Nullable Instant diedFrom() {
        return time.from;
    }

    /** Those that died before this time; null for any. */
    public @Nullable Instant diedBefore() {
        return time.before;
    }
}
