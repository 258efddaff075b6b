package io.pushcast.quarkus.runtime.outbox;

import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxStore;
import java.time.Duration;
import java.util.List;

/**
 * Keeps all but the insert outside the caller's transaction: a connection that a datasource gives within one belongs to it,
 * and whoever looks at dead letters in a transactional method must not find the outbox's session there.
 */
final class DetachedStore implements OutboxStore {

    private final OutboxStore store;
    private final OutsideTransactions outside;

    DetachedStore(OutboxStore store, OutsideTransactions outside) {
        this.store = store;
        this.outside = outside;
    }

    @Override
    public OutboxStore named(String outbox) {
        return new DetachedStore(store.named(outbox), outside);
    }

    @Override
    public void check() {
        outside.run(store::check);
    }

    @Override
    public void insert(List<OutboxRecord> messages, Runnable afterCommit) {
        store.insert(messages, afterCommit);
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
    public boolean canAnnounce() {
        return outside.get(store::canAnnounce);
    }

    @Override
    public String toString() {
        return store.toString();
    }
}
