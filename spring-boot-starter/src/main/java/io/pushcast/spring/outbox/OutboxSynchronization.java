package io.pushcast.spring.outbox;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;

/** What the outbox knows of one transaction in which something was stored. Used by the thread of the transaction. */
final class OutboxSynchronization implements TransactionSynchronization {

    private static final Logger log = LoggerFactory.getLogger(OutboxSynchronization.class);

    private final SpringConnections owner;
    private final boolean late;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private boolean sawTheEnd;
    private boolean committed;

    /**
     * In the transaction of the calling thread.
     *
     * @param late whether callbacks around the end of a transaction are running, perhaps of this one
     */
    OutboxSynchronization(SpringConnections owner, boolean late) {
        this.owner = owner;
        this.late = late;
    }

    boolean isOf(SpringConnections connections) {
        return owner == connections;
    }

    /** Whether the transaction has committed, so that what is stored now is no part of it. */
    boolean hasCommitted() {
        return committed;
    }

    boolean isLate() {
        return late;
    }

    void add(Runnable action) {
        afterCommit.add(action);
    }

    /** First, so that callbacks after the commit find out that it was. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void beforeCompletion() {
        sawTheEnd = true;
    }

    @Override
    public void afterCommit() {
        committed = true;
    }

    @Override
    public void afterCompletion(int status) {
        // Spring does not say how a transaction ended that a callback took part in after its end.
        boolean ofCallback = status == STATUS_UNKNOWN && committed && late;
        if (status != STATUS_COMMITTED && !ofCallback) {
            return;
        }
        if (late || !sawTheEnd) {
            commitLate();
        }
        afterCommit.forEach(Runnable::run);
    }

    /**
     * What was stored by a callback after the commit, or in a transaction that such a callback took part in, though it had
     * ended: nobody else would commit it. After a commit that did happen, this one changes nothing.
     */
    private void commitLate() {
        try {
            owner.commitLate();
        } catch (SQLException e) {
            log.error(
                    "Messages that were published by a callback after the commit could not be committed and may be lost",
                    e);
        }
    }
}
