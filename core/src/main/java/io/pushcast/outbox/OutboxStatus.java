package io.pushcast.outbox;

/**
 * What an outbox has done and has to do, for metrics and health checks. Everything but {@link #counts()} is about this
 * instance, since its start, and costs nothing to ask. Safe for use by several threads.
 */
public interface OutboxStatus {

    /**
     * What waits, for all instances together. Asks the database, at most once in five seconds, in the caller's thread.
     *
     * @throws OutboxException if the database does not answer
     */
    OutboxCounts counts();

    /** The messages that this instance has stored. */
    long stored();

    /** The messages loaded for delivery; one that is loaded again counts again. */
    long loaded();

    /** The messages that were accepted, and deleted. */
    long deleted();

    /** The messages that became dead letters. */
    long deadLettered();

    /** The messages found later than the overlap allows, so that younger ones of their keys may have overtaken them. */
    long lateCommits();

    /** The leases that ran out, or were taken by others, while this instance still needed them. */
    long leasesLost();

    /** The partitions whose messages this instance delivers, out of 64. */
    int partitionsOwned();

    /** The messages that are loaded and not yet deleted. */
    int held();
}
