package io.pushcast.outbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters: those for which everything that is said is true. Immutable.
 *
 * @param id the one with this id; null for any
 * @param event those with this event name; null for any
 * @param orderingKey those with this ordering key; null for any
 * @param reason those that died of this; null for any
 * @param deadFor those that have been dead for at least so long, by the database's clock; null for any
 */
public record DeadLetterFilter(
        @Nullable Long id,
        @Nullable String event,
        @Nullable String orderingKey,
        Death.@Nullable Reason reason,
        @Nullable Duration deadFor) {

    private static final DeadLetterFilter ALL = new DeadLetterFilter(null, null, null, null, null);

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
        return new DeadLetterFilter(id, event, orderingKey, reason, deadFor);
    }

    /** Only those with this ordering key. */
    public DeadLetterFilter withOrderingKey(String orderingKey) {
        return new DeadLetterFilter(id, event, orderingKey, reason, deadFor);
    }

    /** Only those that died of this. */
    public DeadLetterFilter withReason(Death.Reason reason) {
        return new DeadLetterFilter(id, event, orderingKey, reason, deadFor);
    }

    /** Only those that have been dead for at least so long. */
    public DeadLetterFilter deadFor(Duration deadFor) {
        return new DeadLetterFilter(id, event, orderingKey, reason, deadFor);
    }
}
