package io.pushcast.outbox;

import io.pushcast.outbox.store.DeadLetter;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxStore;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The dead letters of an outbox, all instances' together. Each call opens a session of its own for a moment. Safe for use by
 * several threads; every method may throw an {@link OutboxException}.
 */
public final class DeadLetters {

    private final Supplier<OutboxStore> store;

    /** @param store says where, each time that is asked */
    DeadLetters(Supplier<OutboxStore> store) {
        this.store = store;
    }

    /**
     * Those that pass the filter, oldest first.
     *
     * @param limit how many at most; at least 1
     * @throws IllegalArgumentException if the limit is less than 1
     */
    public List<DeadLetter> list(DeadLetterFilter filter, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("The limit must be at least 1, not " + limit);
        }
        return in(session -> session.deadLetters(filter, limit));
    }

    /**
     * Gives one another try, as the message that it was.
     *
     * @return whether there was one with this id
     */
    public boolean retry(long id) {
        return retry(DeadLetterFilter.ofId(id)) == 1;
    }

    /**
     * Gives those that pass the filter another try, as the messages that they were: in their old order, and before those
     * younger messages of the same keys that are not yet loaded when they are found again, at the next look at everything. With
     * {@link AfterDeadLetter#BLOCK_KEY}, one waits as long as its key has another dead letter.
     *
     * @return how many
     */
    public int retry(DeadLetterFilter filter) {
        return in(session -> {
            int revived = session.revive(filter);
            if (revived > 0) {
                session.announce(OutboxSession.Announcement.MESSAGES);
            }
            return revived;
        });
    }

    /**
     * Deletes one for good.
     *
     * @return whether there was one with this id
     */
    public boolean purge(long id) {
        return purge(DeadLetterFilter.ofId(id)) == 1;
    }

    /**
     * Deletes those that pass the filter for good.
     *
     * @return how many
     */
    public int purge(DeadLetterFilter filter) {
        return in(session -> session.purge(filter));
    }

    private <T> T in(Function<OutboxSession, T> work) {
        try (OutboxSession session = store.get().open()) {
            return work.apply(session);
        }
    }
}
