package io.pushcast.outbox;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.DeliveryException;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.transaction.TransactionHandler;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores what a transaction published as its last act, all at once. Safe for use by several threads. */
final class StoredBeforeCommit implements TransactionHandler<OutboxRecord> {

    private static final Logger log = LoggerFactory.getLogger(StoredBeforeCommit.class);

    private final Supplier<OutboxStore> store;
    private final RelayCounters counters;
    private final Consumer<List<OutboxRecord>> whenCommitted;

    /**
     * For one outbox.
     *
     * @param whenCommitted is told of records that can be delivered now
     */
    StoredBeforeCommit(
            Supplier<OutboxStore> store, RelayCounters counters, Consumer<List<OutboxRecord>> whenCommitted) {
        this.store = store;
        this.counters = counters;
        this.whenCommitted = whenCommitted;
    }

    @Override
    public void prepare(List<OutboxRecord> records) {
        // The transaction tells of its commit itself.
        store.get().insert(records, () -> {});
        counters.hasStored(records.size());
    }

    @Override
    public void committed(List<OutboxRecord> records) {
        whenCommitted.accept(records);
    }

    @Override
    public void committedUnprepared(List<OutboxRecord> records) {
        try {
            store.get().insert(records, () -> whenCommitted.accept(records));
            counters.hasStored(records.size());
        } catch (RuntimeException e) {
            log.error(
                    "Published in a transaction that has committed, and not stored: {}. Publish them again",
                    records,
                    e);
            throw e;
        }
    }

    @Override
    public void discarded(List<OutboxRecord> records, Discard why) {
        // Their rows, if there are any, share the transaction's fate.
        if (why == Discard.UNKNOWN) {
            whenCommitted.accept(records);
        }
    }

    static DeliveryException rolledBack(ChannelMessage message) {
        return new DeliveryException(
                message + " was published in a transaction that rolled back",
                message,
                DeliveryException.Reason.ROLLED_BACK,
                0,
                null,
                0,
                null);
    }
}
