package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxSession.FoundMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Chooses what a look loads: what is not held, and of no key more than its share. Used for one look. */
final class LoadSelection implements OutboxSession.LoadFilter {

    private final LoadedMessages loadedMessages;
    private final Map<Integer, Lease> leases;
    private final CrowdedKeys crowdedKeys;
    private final UnknownApps unknownApps;
    private final long now;
    private final Map<Integer, Integer> chosen = new HashMap<>();
    private final Set<Integer> crowdedHere = new HashSet<>();

    LoadSelection(
            LoadedMessages loadedMessages,
            Map<Integer, Lease> leases,
            CrowdedKeys crowdedKeys,
            UnknownApps unknownApps,
            long now) {
        this.loadedMessages = loadedMessages;
        this.leases = leases;
        this.crowdedKeys = crowdedKeys;
        this.unknownApps = unknownApps;
        this.now = now;
    }

    @Override
    public boolean test(FoundMessage message) {
        Lease lease = leases.get(message.partition());
        if (lease == null || loadedMessages.contains(message.id()) || unknownApps.test(message.app())) {
            return false;
        }
        int key = message.keyHash();
        if (crowdedKeys.contains(key)) {
            return false;
        }
        int held = loadedMessages.countOfKey(key) + chosen.getOrDefault(key, 0);
        if (held >= loadedMessages.shareBeside(crowdedKeys.size())) {
            // From here on, none of it in this look: nor in the next ones, which might begin behind this one.
            crowdedKeys.add(key, lease, message.id() - 1, now);
            crowdedHere.add(key);
            return false;
        }
        chosen.merge(key, 1, Integer::sum);
        return true;
    }

    /** The keys of which this look has found more than may be held. */
    Set<Integer> crowdedHere() {
        return crowdedHere;
    }
}
