package io.pushcast.quarkus.runtime.outbox;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be done once a transaction has committed. Safe for use by several threads that share the transaction. */
final class AfterCommit implements Synchronization {

    private final List<Runnable> actions = new ArrayList<>();

    /** The status in which the transaction ended; null while it has not. Guarded by the list. */
    private @Nullable Integer end;

    void add(Runnable action) {
        synchronized (actions) {
            if (end == null) {
                actions.add(action);
                return;
            }
            if (end != Status.STATUS_COMMITTED) {
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
            end = status;
            all = List.copyOf(actions);
            actions.clear();
        }
        if (status == Status.STATUS_COMMITTED) {
            all.forEach(Runnable::run);
        }
    }
}
