package io.pushcast.outbox.store;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which dead letters: those for which everything that is said is true. Immutable. */
public final class DeadLetterFilter {

    private static final DeadLetterFilter ALL = new DeadLetterFilter(null, null, null, null, null);

    private final @Nullable Long id;
    private final @Nullable String event;
    private final @Nullable String orderingKey;
    private final DeadLetterCause.@Nullable Reason reason;
    private final @Nullable Duration deadFor;

    private DeadLetterFilter(
            @Nullable Long id,
            @Nullable String event,
            @Nullable String orderingKey,
            DeadLetterCause.@Nullable Reason reason,
            @Nullable Duration deadFor) {
        this.id = id;
        this.event = event;
        this.orderingKey = orderingKey;
        this.reason = reason;
        this.deadFor = deadFor;
    }

    /** All of them. */
    public static DeadLetterFilter all() {
        return ALL;
    }

    /** The one with this id. */
    public static DeadLetterFilter ofId(long id) {
        return new DeadLetterFilter(id, null, null, null, null);
    }

    /** Only those with this event name. */
    public DeadLetterFilter withEvent(String event) {
        return new DeadLetterFilter(id, Objects.requireNonNull(event, "event"), orderingKey, reason, deadFor);
    }

    /** Only those with this ordering key. */
    public DeadLetterFilter withOrderingKey(String orderingKey) {
        return new DeadLetterFilter(id, event, Objects.requireNonNull(orderingKey, "orderingKey"), reason, deadFor);
    }

    /** Only those that died of this. */
    public DeadLetterFilter withReason(DeadLetterCause.Reason reason) {
        return new DeadLetterFilter(id, event, orderingKey, Objects.requireNonNull(reason, "reason"), deadFor);
    }

    /** Only those that have been dead for at least so long, by the database's clock. */
    public DeadLetterFilter deadFor(Duration deadFor) {
        return new DeadLetterFilter(id, event, orderingKey, reason, Objects.requireNonNull(deadFor, "deadFor"));
    }

    /** The one with this id; null for any. */
    public @Nullable Long id() {
        return id;
    }

    /** Those with this event name; null for any. */
    public @Nullable String event() {
        return event;
    }

    /** Those with this ordering key; null for any. */
    public @Nullable String orderingKey() {
        return orderingKey;
    }

    /** Those that died of this; null for any. */
    public DeadLetterCause.@Nullable Reason reason() {
        return reason;
    }

    /** Those that have been dead for at least so long; null for any. */
    public @Nullable Duration deadFor() {
        return deadFor;
    }
}
