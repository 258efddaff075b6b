package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxStore;
import java.time.Duration;
import java.util.List;

/** For what needs none. */
final class UnusedStore implements OutboxStore {

    @Override
    public OutboxStore named(String outbox) {
        return this;
    }

    @Override
    public void check() {}

    @Override
    public void insert(List<OutboxRecord> messages, Runnable afterCommit) {
        throw new OutboxException("no store", null);
    }

    @Override
    public OutboxSession open() {
        throw new OutboxException("no store", null);
    }

    @Override
    public OutboxSession open(Duration answerWithin) {
        return open();
    }

    @Override
    public boolean canAnnounce() {
        return false;
    }
}
