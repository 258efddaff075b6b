package io.pushcast.quarkus.runtime.outbox;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.List;

/** What is to be done once a transaction has committed. Safe for use by several threads that share the transaction. */
final class AfterCommit implements Synchronization {

    private final List<Runnable> actions = new ArrayList<>();

    void add(Runnable action) {
        synchronized (actions) {
            actions.add(action);
        }
    }

    @Override
    public void beforeCompletion() {
        // Messages are stored when they are published.
    }

    @Override
    public void afterCompletion(int status) {
        if (status == Status.STATUS_COMMITTED) {
            taken().forEach(Runnable::run);
        }
    }

    private List<Runnable> taken() {
        synchronized (actions) {
            return List.copyOf(actions);
        }
    }
}
