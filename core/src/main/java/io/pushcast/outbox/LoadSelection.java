package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxSession;
import java.util.HashMap;
import java.util.Map;

/** Chooses what a look loads: what is not held, and of no partition more than its share. Used for one look. */
final class LoadSelection implements OutboxSession.LoadFilter {

    private final LoadedMessages loadedMessages;
    private final Map<Integer, Lease> leases;
    private final int share;
    private final Map<Integer, Integer> chosen = new HashMap<>();

    LoadSelection(LoadedMessages loadedMessages, Map<Integer, Lease> leases) {
        this.loadedMessages = loadedMessages;
        this.leases = leases;
        this.share = loadedMessages.share();
    }

    @Override
    public boolean test(long id, int partition) {
        Lease lease = leases.get(partition);
        if (lease == null || loadedMessages.contains(id)) {
            return false;
        }
        if (lease.held() + chosen.getOrDefault(partition, 0) >= share) {
            // From here on, none of it in this look: nor in the next ones, which might begin behind this one.
            lease.crowd();
        }
        if (lease.isCrowded()) {
            return false;
        }
        chosen.merge(partition, 1, Integer::sum);
        return true;
    }
}
