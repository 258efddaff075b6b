package io.pushcast.quarkus.runtime.outbox;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be done once a transaction has committed. Safe for use by several threads that share the transaction. */
final class AfterCommit implements Synchronization {

    private final List<Runnable> actions = new ArrayList<>();

    /** How the transaction ended; null while it has not. Guarded by the list. */
    private @Nullable End end;

    void add(Runnable action) {
        synchronized (actions) {
            if (end == null) {
                actions.add(action);
                return;
            }
            if (end.status() != Status.STATUS_COMMITTED) {
                return;
            }
        }
        // Another thread that shares the transaction has committed it just now.
        action.run();
    }

    @Override
    public void beforeCompletion() {
        // Messages are stored when they are published.
    }

    @Override
    public void afterCompletion(int status) {
        List<Runnable> all;
        synchronized (actions) {
            end = new End(status, Thread.currentThread());
            all = List.copyOf(actions);
            actions.clear();
        }
        if (status == Status.STATUS_COMMITTED) {
            all.forEach(Runnable::run);
        }
    }

    /** Whether the calling thread has ended the transaction, and not another behind its back. */
    boolean areEndedByThisThread() {
        synchronized (actions) {
            return end != null && end.thread() == Thread.currentThread();
        }
    }

    /** How a transaction ended, and in which thread. */
    private record End(int status, Thread thread) {}
}
