package io.pushcast.transaction;

import io.pushcast.transaction.TransactionHandler.Discard;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is bound to one transaction, in order. Told by an adapter of what happens to the transaction, it tells its handler what
 * becomes of the items.
 *
 * <p>Items are kept until {@link #beforeCommit}, which prepares all of them at once; what is added after that is prepared at
 * once. After {@link #end}, an item is told its outcome as soon as it is added, since another thread may have ended the
 * transaction meanwhile. Safe for use by several threads that share the transaction; the handler is called without a lock.
 *
 * @param <T> what is bound
 */
public final class TransactionBuffer<T> {

    private record Savepoint(Object id, int size) {}

    private final TransactionHandler<T> handler;
    private final List<T> items = new ArrayList<>();
    private final List<Savepoint> savepoints = new ArrayList<>();

    /** Whether items are prepared, or being prepared; guarded by the list of items, as the rest. */
    private boolean preparing;

    private @Nullable TransactionEnd end;

    /** An empty one. */
    public TransactionBuffer(TransactionHandler<T> handler) {
        this.handler = handler;
    }

    /**
     * The buffer of a handler in the transaction of the calling thread.
     *
     * @return null if there is no transaction; see {@link Transactions#buffer}
     */
    @SuppressWarnings("unchecked") // The handler is the owner, and all its buffers are made here.
    public static <T> @Nullable TransactionBuffer<T> current(Transactions transactions, TransactionHandler<T> handler) {
        return (TransactionBuffer<T>) transactions.buffer(handler, () -> new TransactionBuffer<>(handler));
    }

    /**
     * Binds an item.
     *
     * @return null if it is bound; else how the transaction ended before, which the handler was told for this item
     * @throws RuntimeException what the handler throws for this item, if the transaction is being committed or has ended; the
     *     item is not bound
     */
    public @Nullable TransactionEnd add(T item) {
        boolean now;
        synchronized (items) {
            now = preparing && end == null;
            if (!preparing && end == null) {
                items.add(item);
                return null;
            }
        }
        if (now) {
            handler.prepare(List.of(item));
        }
        TransactionEnd ended;
        synchronized (items) {
            ended = end;
            if (ended == null) {
                items.add(item);
                return null;
            }
        }
        settle(List.of(item), ended, now);
        return ended;
    }

    /** A savepoint was set. What is added from now on is discarded if the transaction goes back to it. */
    public void savepoint(Object id) {
        synchronized (items) {
            savepoints.add(new Savepoint(id, items.size()));
        }
    }

    /** A savepoint is no longer of use; what was added since it was set stays. One that is not known doesn't matter. */
    public void releaseSavepoint(Object id) {
        synchronized (items) {
            int index = lastIndexOf(id);
            if (index >= 0) {
                forgetFrom(index);
            }
        }
    }

    /**
     * The transaction went back to a savepoint: what was added since then is discarded. One that is not known was set before
     * the first item, so that all are. The savepoint stays, and those set after it are gone.
     */
    public void rollbackTo(Object id) {
        List<T> undone;
        synchronized (items) {
            int index = lastIndexOf(id);
            forgetFrom(index + 1);
            List<T> since = items.subList(index < 0 ? 0 : savepoints.get(index).size(), items.size());
            undone = List.copyOf(since);
            since.clear();
        }
        if (!undone.isEmpty()) {
            handler.discarded(undone, Discard.SAVEPOINT);
        }
    }

    private int lastIndexOf(Object id) {
        for (int i = savepoints.size() - 1; i >= 0; i--) {
            if (savepoints.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private void forgetFrom(int index) {
        savepoints.subList(index, savepoints.size()).clear();
    }

    /**
     * The transaction is about to commit: prepares all items, and from now on each when it is added. A second call does
     * nothing.
     *
     * @throws RuntimeException what the handler throws; the transaction must not commit
     */
    public void beforeCommit() {
        List<T> all;
        synchronized (items) {
            if (preparing || end != null) {
                return;
            }
            preparing = true;
            all = List.copyOf(items);
        }
        if (!all.isEmpty()) {
            handler.prepare(all);
        }
    }

    /** The transaction has ended. Only the first call counts. */
    public void end(TransactionEnd how) {
        List<T> all;
        boolean prepared;
        synchronized (items) {
            if (end != null) {
                return;
            }
            end = how;
            prepared = preparing;
            all = List.copyOf(items);
            items.clear();
            savepoints.clear();
        }
        if (!all.isEmpty()) {
            settle(all, how, prepared);
        }
    }

    private void settle(List<T> ended, TransactionEnd how, boolean prepared) {
        switch (how) {
            case COMMITTED -> {
                if (prepared) {
                    handler.committed(ended);
                } else {
                    handler.committedUnprepared(ended);
                }
            }
            case ROLLED_BACK -> handler.discarded(ended, Discard.ROLLED_BACK);
            case UNKNOWN -> handler.discarded(ended, Discard.UNKNOWN);
        }
    }
}
