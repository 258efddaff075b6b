package io.pushcast.quarkus.runtime.outbox;

import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.transaction.Transactions;
import java.time.Duration;
import java.util.List;

/**
 * Keeps everything but the insert outside the caller's transaction, and the insert too once that transaction has ended. A
 * connection that a datasource gives within a transaction belongs to it, and code that looks at dead letters in a
 * transactional method must not find the outbox's session there.
 */
final class DetachedStore implements OutboxStore {

    private final OutboxStore store;
    private final JtaConnections connections;
    private final OutsideTransactions outside;

    DetachedStore(OutboxStore store, JtaConnections connections, OutsideTransactions outside) {
        this.store = store;
        this.connections = connections;
        this.outside = outside;
    }

    @Override
    public OutboxStore named(String outbox) {
        return new DetachedStore(store.named(outbox), connections, outside);
    }

    @Override
    public void check() {
        outside.run(store::check);
    }

    @Override
    public void insert(List<OutboxRecord> messages, Runnable afterCommit) {
        if (connections.hasEnded()) {
            outside.run(() -> store.insert(messages, afterCommit));
        } else {
            store.insert(messages, afterCommit);
        }
    }

    @Override
    public Transactions transactions() {
        return store.transactions();
    }

    @Override
    public OutboxSession open() {
        return new DetachedSession(outside.get(store::open), outside);
    }

    @Override
    public OutboxSession open(Duration answerWithin) {
        return new DetachedSession(outside.get(() -> store.open(answerWithin)), outside);
    }

    @Override
    public OutboxSession openListener() {
        return new DetachedSession(outside.get(store::openListener), outside);
    }

    @Override
    public boolean canAnnounce() {
        return outside.get(store::canAnnounce);
    }

    @Override
    public String toString() {
        return store.toString();
    }
}
