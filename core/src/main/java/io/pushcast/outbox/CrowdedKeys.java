package io.pushcast.outbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The keys of which as much is held as may be, so that others find room: what is left of them is loaded by looks of their own,
 * in order, while looks for all other keys pass over it. Used by the relay's thread only.
 */
final class CrowdedKeys {

    /** How often to look for what was committed late, before what was loaded last. */
    private static final long FROM_THE_FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Looks from the first one take at most one part of so many of the time. */
    private static final int FROM_THE_FIRST_SHARE = 20;

    private final Map<Integer, Crowd> crowds = new HashMap<>();

    /** One of them. */
    static final class Crowd {

        private final int keyHash;
        private final Lease lease;
        private long upTo;
        private long fromTheFirstAt;

        private Crowd(int keyHash, Lease lease, long upTo, long now) {
            this.keyHash = keyHash;
            this.lease = lease;
            this.upTo = upTo;
            this.fromTheFirstAt = now + FROM_THE_FIRST_NANOS;
        }

        int keyHash() {
            return keyHash;
        }

        Lease lease() {
            return lease;
        }

        /** Behind which id to look now. */
        long after(long now) {
            return now - fromTheFirstAt >= 0 ? 0 : upTo;
        }
    }

    boolean contains(int keyHash) {
        return crowds.containsKey(keyHash);
    }

    /** The hashes of all of them. */
    Set<Integer> hashes() {
        return Set.copyOf(crowds.keySet());
    }

    int size() {
        return crowds.size();
    }

    /** No more of this key is loaded: all of it up to this id is held, or gone. */
    void add(int keyHash, Lease lease, long upTo, long now) {
        crowds.put(keyHash, new Crowd(keyHash, lease, upTo, now));
    }

    /** A look came no further than to this id, so that what it passed behind it is still to be loaded. */
    void cutAt(Set<Integer> keyHashes, long last) {
        for (int keyHash : keyHashes) {
            Crowd crowd = crowds.get(keyHash);
            if (crowd != null) {
                crowd.upTo = Math.min(crowd.upTo, last);
            }
        }
    }

    /** Those of which less than half is held of what may be. */
    List<Crowd> thin(LoadedMessages loadedMessages) {
        if (crowds.isEmpty()) {
            return List.of();
        }
        int half = loadedMessages.shareBeside(crowds.size() - 1) / 2;
        List<Crowd> thin = new ArrayList<>();
        for (Crowd crowd : crowds.values()) {
            if (loadedMessages.countOfKey(crowd.keyHash) <= half) {
                thin.add(crowd);
            }
        }
        return thin;
    }

    /**
     * A look for more of one of them is over.
     *
     * @param after behind which id it began
     * @param last the id up to which it came; 0 if to none
     * @param cut whether there may be more
     */
    void looked(Crowd crowd, long begunAt, long now, long after, long last, boolean cut) {
        if (!cut) {
            crowds.remove(crowd.keyHash);
            return;
        }
        crowd.upTo = Math.max(crowd.upTo, last);
        if (after == 0) {
            crowd.fromTheFirstAt = now + Math.max(FROM_THE_FIRST_NANOS, FROM_THE_FIRST_SHARE * (now - begunAt));
        }
    }

    /** Forgets those whose leases are not among these: under another lease, all is loaded from the beginning. */
    void retain(Map<Integer, Lease> leases) {
        crowds.values().removeIf(crowd -> leases.get(crowd.lease.partition()) != crowd.lease);
    }
}
