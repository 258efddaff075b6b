package io.pushcast.outbox;

import java.util.HashMap;
import java.util.Map;

/** Chooses what a look loads: what is not held, and of no partition more than its share. Used for one look. */
final class LoadSelection implements OutboxSession.Wanted {

    private final LoadedMessages window;
    private final Map<Integer, Lease> leases;
    private final int share;
    private final Map<Integer, Integer> chosen = new HashMap<>();

    LoadSelection(LoadedMessages window, Map<Integer, Lease> leases) {
        this.window = window;
        this.leases = leases;
        this.share = window.share();
    }

    @Override
    public boolean test(long id, int partition) {
        Lease lease = leases.get(partition);
        if (lease == null || window.contains(id)) {
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
