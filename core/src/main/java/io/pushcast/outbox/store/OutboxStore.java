package io.pushcast.outbox.store;

import java.time.Duration;

/**
 * Where the outbox keeps its messages: a database that the application writes to in transactions. Implementations are safe
 * for use by several threads, and hold to {@code OutboxStoreContract} of pushcast-testing.
 */
public interface OutboxStore {

    /** Into how many partitions messages are divided, by their ordering keys. The same for ever. */
    int PARTITIONS = 64;

    /**
     * Looks whether the database has what the outbox needs.
     *
     * @throws OutboxException if it has not; the message says exactly what is missing and how to get it
     */
    void check();

    /**
     * Stores a message in the caller's transaction; if there is none, in one of its own.
     *
     * @param message what to store
     * @param afterCommit to be run once the transaction has committed, by a store that can tell; a message is found without
     *     it too, some time later
     * @throws OutboxException if the message is not stored, so that the transaction must not commit
     */
    void insert(OutboxRecord message, Runnable afterCommit);

    /**
     * Opens a session for a thread of the outbox, outside of all transactions of the application. It keeps its connection
     * until it is closed.
     *
     * @throws OutboxException if the database can't be reached
     */
    OutboxSession open();

    /**
     * Opens a session like {@link #open()}, for a thread that can't wait long: a call that the database has not answered
     * within this time fails, where the store can see to that. Getting hold of the connection is not limited by it.
     *
     * @param answerWithin at least 1 ms
     * @throws OutboxException if the database can't be reached
     */
    OutboxSession open(Duration answerWithin);

    /** Whether instances can tell each other of news through the database; if not, they look for them. */
    boolean canAnnounce();
}
