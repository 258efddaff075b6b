package io.pushcast.transaction;

import java.util.List;

/**
 * What becomes of that which was bound to a transaction. Each item is told to exactly one of {@link #committed}, {@link
 * #committedUnprepared} and {@link #discarded}. Safe for use by several threads.
 *
 * @param <T> what is bound
 */
public interface TransactionHandler<T> {

    /**
     * The transaction is about to commit: does what is to be part of it. On the thread of the transaction, or on one that
     * shares it, with the transaction's resources.
     *
     * @param items in the order in which they were bound; none twice
     * @throws RuntimeException if that fails, so that the transaction must not commit
     */
    void prepare(List<T> items);

    /**
     * The transaction has committed. On the thread that ended it, whose resources are not given back yet. Never throws: nothing
     * can undo the commit.
     *
     * @param items those prepared, in order
     */
    void committed(List<T> items);

    /**
     * The transaction has committed, and these were not prepared: nobody told of the commit before, or they came after it.
     * On the thread that ended the transaction, or on that which bound them too late, which alone is told what this throws.
     *
     * @param items in order
     */
    void committedUnprepared(List<T> items);

    /**
     * These are not part of what has committed. Never throws.
     *
     * @param items in order
     * @param why what became of them
     */
    void discarded(List<T> items, Discard why);

    /** Why something is discarded. */
    enum Discard {
        /** The transaction went back to a savepoint. */
        SAVEPOINT,
        /** The transaction rolled back. */
        ROLLED_BACK,
        /** Nobody knows whether the transaction committed. */
        UNKNOWN
    }
}
