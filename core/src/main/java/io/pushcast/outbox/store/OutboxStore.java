package io.pushcast.outbox.store;

import io.pushcast.transaction.Transactions;
import java.time.Duration;
import java.util.List;

/**
 * Where outboxes keep their messages: a database that the application writes to in transactions. Each outbox has a name, and
 * what a store is asked or told is about one of them: messages, dead letters, leases, instances, counts and announcements of
 * others are out of its sight. Implementations are safe for use by several threads, and hold to {@code OutboxStoreContract} of
 * pushcast-testing.
 */
public interface OutboxStore {

    /** Into how many partitions messages are divided, by their ordering keys. The same for ever. */
    int PARTITIONS = 64;

    /** The name of an outbox that was not given one. */
    String DEFAULT_NAME = "default";

    /** The longest name of an outbox, or id of an app, in characters. */
    int MAX_NAME_LENGTH = 100;

    /**
     * The same place for the outbox of this name, which shares transactions with this one.
     *
     * @param outbox at most {@value #MAX_NAME_LENGTH} characters
     */
    OutboxStore named(String outbox);

    /**
     * Looks whether the database has what the outbox needs, and makes its leases known.
     *
     * @throws OutboxException if it has not; the message says exactly what is missing and how to get it
     */
    void check();

    /**
     * Stores messages in the caller's transaction, in this order and in as few round trips as possible; if there is no
     * transaction, in one of its own: all of them, or none.
     *
     * @param messages what to store
     * @param afterCommit to be run once the transaction has committed, by a store that can tell; a message is found without
     *     it too, some time later
     * @throws OutboxException if one of them is not stored, so that the transaction must not commit
     */
    void insert(List<OutboxRecord> messages, Runnable afterCommit);

    /**
     * Stores one message, as {@link #insert(List, Runnable)} does.
     *
     * @throws OutboxException if the message is not stored, so that the transaction must not commit
     */
    default void insert(OutboxRecord message, Runnable afterCommit) {
        insert(List.of(message), afterCommit);
    }

    /**
     * The transactions that inserts are part of. What is published in one is bound to it, and inserted by one call right before
     * the commit; what is published during the commit, at once. Default: none are known, so that each message is inserted when
     * it is published.
     */
    default Transactions transactions() {
        return (owner, first) -> null;
    }

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

    /**
     * Opens a session to listen to announcements, which needs a connection to the database itself where a pooler shares the
     * others. Default: one like all others.
     *
     * @throws OutboxException if the database can't be reached
     */
    default OutboxSession openListener() {
        return open();
    }

    /** Whether instances can tell each other of news through the database; if not, they look for them. */
    boolean canAnnounce();
}
