package io.pushcast.transaction;

/** How a transaction ended. */
public enum TransactionEnd {
    /** What was done in it counts. */
    COMMITTED,
    /** What was done in it never happened. */
    ROLLED_BACK,
    /** Nobody knows: the answer to the commit was lost, for example. */
    UNKNOWN
}
