package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.outbox.store.StuckMessage;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of an outbox that are being retried, all instances' together: those that have failed for a second and longer, up
 * to 200 of each instance. Each call opens a session of its own for a moment. Safe for use by several threads; every method may
 * throw an {@link OutboxException}.
 */
public final class StuckMessages {

    private static final Logger log = LoggerFactory.getLogger(StuckMessages.class);

    private static final int MOST = 1_000;

    private final Supplier<OutboxStore> store;

    /** @param store says where, each time that is asked */
    StuckMessages(Supplier<OutboxStore> store) {
        this.store = store;
    }

    /**
     * The first of them, oldest first.
     *
     * @param limit how many at most, from 1 to 1000
     * @throws IllegalArgumentException if the limit is out of these bounds
     */
    public List<StuckMessage> list(int limit) {
        return list(Long.MIN_VALUE, limit);
    }

    /**
     * Those with greater ids than this, oldest first: the next page, if it is the last id of the page before.
     *
     * @param limit how many at most, from 1 to 1000
     * @throws IllegalArgumentException if the limit is out of these bounds
     */
    public List<StuckMessage> list(long after, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("The limit must be from 1 to " + MOST + ", not " + limit);
        }
        return in(session -> session.stuck(after, limit));
    }

    /**
     * Makes a message a dead letter: {@link io.pushcast.outbox.store.DeadLetterCause.Reason#BURIED_BY_HAND}. A request that is
     * under way is not called back. The message is not sent any more about a second later, and what waits behind it goes on,
     * with {@link AfterDeadLetter#BLOCK_KEY} once the dead letter has been retried or purged. It need not be stuck.
     *
     * @param explanation who does it, and why
     * @return whether there was a message with this id
     * @throws IllegalArgumentException if the explanation is blank
     */
    public boolean bury(long id, String explanation) {
        if (explanation.isBlank()) {
            throw new IllegalArgumentException("Say who buries message " + id + ", and why");
        }
        boolean buried = in(session -> session.buryByHand(id, explanation));
        if (buried) {
            log.info("Message {} was made a dead letter by hand: {}", id, explanation);
        }
        return buried;
    }

    /**
     * Deletes a message, which is never delivered then, unless a request with it is under way. What waits behind it goes on about
     * a second later. It need not be stuck.
     *
     * @return whether there was a message with this id
     */
    public boolean skip(long id) {
        boolean skipped = in(session -> session.skip(id));
        if (skipped) {
            log.info("Message {} was skipped by hand, and is not delivered", id);
        }
        return skipped;
    }

    private <T> T in(Function<OutboxSession, T> work) {
        try (OutboxSession session = store.get().open()) {
            return work.apply(session);
        }
    }
}
