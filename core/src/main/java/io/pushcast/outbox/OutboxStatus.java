package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxCounts;
import io.pushcast.outbox.store.OutboxException;
import java.time.Duration;

/**
 * What an outbox has done and has to do, for metrics and health checks, at the moment of each call. Everything but {@link #counts()} is about this
 * instance, since its start, and costs nothing to ask. Safe for use by several threads.
 */
public interface OutboxStatus {

    /**
     * What waits, for all instances together. The database is asked at most once in five seconds, and after each flush, on
     * a thread of its own; the caller waits for it a quarter of a second at most, and then gets the counts before, if they
     * are not older than a minute.
     *
     * @throws OutboxException if it can't be counted, or takes too long; for the next five seconds too
     */
    OutboxCounts counts();

    /** The messages that this instance has stored, those of transactions that rolled back later included. */
    long stored();

    /** The messages loaded for delivery; one that is loaded again counts again. */
    long loaded();

    /** The messages that were accepted, and deleted. */
    long deleted();

    /** The messages that became dead letters here; how many there are now is in the {@link #counts()}. */
    long deadLettered();

    /**
     * The messages found later than the overlap allows, so that younger ones of their keys may have overtaken them; among
     * them are dead letters that were retried here after another instance, or this one before its start, had made them.
     */
    long lateCommits();

    /** The leases that ran out, or were taken by others, while this instance still needed them. */
    long leasesLost();

    /**
     * For how long a thread of this outbox has failed at all it tried, such as to reach the database; zero if all is well.
     */
    Duration failingFor();

    /** The partitions, out of 64, whose messages this instance may deliver at the moment. */
    int partitionsOwned();

    /**
     * Whether delivery is {@linkplain Outbox#pause paused} in all instances, as this one has last seen; false for one without
     * a relay, which sees it in the {@link #counts()}.
     */
    boolean paused();

    /** The messages that are loaded and not yet deleted. */
    int held();
}
