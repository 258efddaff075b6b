package io.pushcast.outbox;

/** What becomes of the messages with the same ordering key behind one that became a dead letter. */
public enum AfterDeadLetter {

    /** They go on: one bad message holds up nobody. */
    GO_ON,

    /**
     * They wait, in all instances, until every dead letter of their key has been retried or purged. This costs throughput: a
     * message is sent only after the one before it of its key was accepted, so that they don't share requests.
     */
    BLOCK_KEY
}
